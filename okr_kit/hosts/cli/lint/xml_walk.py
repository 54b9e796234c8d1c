"""Walking through the XML of a workbook's parts without building it: strings, styles, whatever has cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO
from xml.parsers.expat import ParserCreate

#: Most rows, cells and strings that are looked at in a workbook: a few seconds' work.
MOST = 1_000_000
_CHUNK = 1 << 16


class TooMuch(Exception):
    """More cells than anybody grades."""


class Walk:
    """Calls ``start`` and ``end`` with local names for the elements of a part, and gathers the text between them."""

    def __init__(self) -> None:
        """Begin with no text wanted."""
        self.text: list[str] | None = None
        self.count = 0
        self._names: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Meet an element."""

    def end(self, name: str) -> None:
        """Leave an element."""

    def read(self, stream: IO[bytes]) -> None:
        """Walk through a part; ExpatError if it is no XML, TooMuch if it never ends."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, given: self.start(self._local(name), given)
        parser.EndElementHandler = lambda name: self.end(self._local(name))
        parser.CharacterDataHandler = self._data
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def counted(self) -> None:
        """Count one more; TooMuch where it is one too many."""
        self.count += 1
        if self.count > MOST:
            raise TooMuch

    def gathered(self) -> str:
        """Give the text since it was wanted."""
        text, self.text = "".join(self.text or ()), None
        return text

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(":")[2]
        return local

    def _data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)


class Strings(Walk):
    """The shared strings of a workbook."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.found: list[str] = []
        self._parts: list[str] = []
        self._spoken = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Begin a string, a run of it, or how it is spoken, which is left out."""
        del given
        if name == "si":
            self.counted()
            self._parts = []
        elif name == "rPh":
            self._spoken += 1
        elif name == "t" and not self._spoken:
            self.text = []

    def end(self, name: str) -> None:
        """End it."""
        if name == "t" and self.text is not None:
            self._parts.append(self.gathered())
        elif name == "rPh":
            self._spoken -= 1
        elif name == "si":
            self.found.append("".join(self._parts))


class Styles(Walk):
    """How numbers are shown: the number format of each style of cells."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.formats: list[str] = []
        self._codes: dict[str, str] = {}
        self._cells = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Keep formats, and which style has which."""
        if name == "numFmt":
            self._codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            self.counted()
            number = given.get("numFmtId", "0")
            self.formats.append(self._codes.get(number) or _built_in(number))

    def end(self, name: str) -> None:
        """Leave the styles of cells."""
        if name == "cellXfs":
            self._cells = False


def _built_in(number: str) -> str:
    """The formats that have a number and no text; 27-36 and 50-58 are dates in Chinese spreadsheets."""
    if number in ("9", "10"):
        return "0%"
    dates = number.isdigit() and (14 <= int(number) <= 22 or 27 <= int(number) <= 36 or 45 <= int(number) <= 58)
    return "yyyy-mm-dd" if dates and number not in ("48", "49") else ""
