"""The cells of a workbook's sheet, one after the other as they stand in its XML, with their values as people see them.

Read here and not by openpyxl: its reader fills the rectangle that the file states (5.8 GB for one far cell), knows no
hidden rows in the mode that streams, and gives nothing where a formula has no value, so that a row vanishes.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import IO, Any
from xml.parsers.expat import ParserCreate

from .grid import Fault, Grid, Merge, Row, tidy

#: Most rows, cells and strings that are looked at in a workbook: a few seconds' work.
MOST = 1_000_000
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LISTED = re.compile(r"^=?\s*(?:'((?:[^']|'')+)'|([^'!\s(]+))!")
#: What hidden columns are named by.
_HEAD_ROWS = 80


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


class SheetWalk(Walk):
    """The rows of one sheet; hidden ones and hidden columns are kept apart."""

    def __init__(self, grid: Grid, strings: Sequence[str], formats: Sequence[str], *, since_1904: bool) -> None:
        """Fill a grid, with the workbook's strings and number formats."""
        super().__init__()
        self.grid = grid
        self._strings, self._formats, self._since_1904 = strings, formats, since_1904
        self._hidden_columns: set[int] = set()
        self._listed: set[str] = set()
        self._row, self._at = Row(0, {}), -1
        self._hidden = False
        self._cell: Mapping[str, str] = {}
        self._in_cell = False
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = False
        self._spoken = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Meet a row, a cell, a part of one, or what the sheet says beside its cells."""
        if name == "c":
            self.counted()
            self._cell, self._value, self._formula = given, None, False
            self._inline, self._in_cell = [], True
        elif name in ("v", "formula1", "f") or (name == "t" and not self._spoken):
            self.text = []
            self._formula = self._formula or name == "f"
        elif name == "row":
            self.counted()
            self._begin(given)
        elif name == "rPh":
            self._spoken += 1
        elif name == "col":
            self._column(given)
        elif name == "mergeCell":
            self.counted()
            self._merge(given.get("ref", ""))

    def end(self, name: str) -> None:
        """Leave it."""
        if name == "v":
            self._value = self.gathered()
        elif name == "t" and self.text is not None:
            self._inline.append(self.gathered())
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._spoken -= 1
        elif name in ("formula1", "f"):
            # In newer lists the reference stands in an element of its own inside: the text is the same.
            match = _LISTED.match(self.gathered())
            if match and not self._in_cell:
                self._listed.add((match[1] or match[2]).replace("''", "'"))
        elif name == "worksheet":
            self.grid.listed = frozenset(self._listed)
            self.grid.rows.sort(key=lambda row: row.number)

    def _begin(self, given: Mapping[str, str]) -> None:
        number = given.get("r", "")
        self._row = Row(int(number) if number.isdigit() else self._row.number + 1, {})
        self._at = -1
        flat = given.get("customHeight") in ("1", "true") and _number(given.get("ht", "")) == 0
        self._hidden = flat or given.get("hidden") in ("1", "true")

    def _end_cell(self) -> None:
        self._at = _column_of(self._cell.get("r", "")) if self._cell.get("r") else self._at + 1
        self._in_cell = False
        value = self._read()
        if value is None or value == "":
            return
        if self._at in self._hidden_columns:
            first = self.grid.hidden_columns.setdefault(self._at, {})
            if len(first) < _HEAD_ROWS:
                first[self._row.number] = str(value)
            return
        self._row.cells[self._at] = value

    def _end_row(self) -> None:
        if self._row.cells and self._hidden:
            self.grid.hidden_rows.append(self._row.number)
        elif self._row.cells:
            self.grid.rows.append(self._row)
        self._row = Row(self._row.number, {})

    def _read(self) -> Any:
        """The value of the cell that ends here, None where it is empty."""
        kind, text = self._cell.get("t", "n"), self._value
        if kind == "inlineStr":
            return tidy("".join(self._inline))
        if text is None or (text == "" and kind != "str"):
            return Fault() if self._formula else None
        if kind == "s":
            at = int(text) if text.strip().isdigit() else -1
            return tidy(self._strings[at]) if 0 <= at < len(self._strings) else Fault("?")
        if kind == "e":
            return Fault(tidy(text) or "#")
        if kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if kind in ("str", "d"):
            return tidy(text)
        number = _number(text)
        return tidy(text) if number is None else shown(number, self._format(), since_1904=self._since_1904)

    def _format(self) -> str:
        """The number format of the cell; a style that the file does not have is none."""
        style = self._cell.get("s", "0")
        return self._formats[int(style)] if style.isdigit() and int(style) < len(self._formats) else ""

    def _column(self, given: Mapping[str, str]) -> None:
        first, last = given.get("min", ""), given.get("max", "")
        flat = given.get("customWidth") in ("1", "true") and _number(given.get("width", "")) == 0
        if (flat or given.get("hidden") in ("1", "true")) and first.isdigit() and last.isdigit():
            self._hidden_columns |= set(range(int(first) - 1, min(int(last), 16384)))

    def _merge(self, reference: str) -> None:
        corners = _REFERENCE.findall(reference)
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            self.grid.merges.append(Merge(int(top), _column_of(left), int(bottom), _column_of(right)))


@lru_cache(maxsize=20_000)
def _index(name: str) -> int:
    at = 0
    for letter in name:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _column_of(reference: str) -> int:
    """The column of a reference such as AB12, from 0."""
    return _index(reference.rstrip("0123456789").lstrip("$"))


def _number(text: str) -> int | float | None:
    """A number of the file, None where it is none or has no end."""
    try:
        value = float(text)
    except ValueError:
        return None
    if value - value != 0:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


_SKIPPED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_BEHIND = re.compile(r"[0#?](?!.*[0#?])(.*)$")
_UNIT = re.compile(r"[^\W\d_]+|%|‰")


def shown(value: float, code: str, *, since_1904: bool = False) -> Any:
    """A number as its format shows it: 0.84 as 「84%」, 40 with a literal % as 「40%」, 35 with "分钟" as 「35分钟」, or a date."""
    if not code or code.lower() == "general":
        return value
    section = _section(code, value)
    bare = _SKIPPED.sub("", section)
    if _DATE.search(bare) and "general" not in bare.lower():
        return _moment(value, since_1904=since_1904)
    if "%" in bare:
        return f"{round(value * 100, 10):g}%"
    literal = _SKIPPED.sub(lambda match: match[1] or match[2] or "", section)
    behind = _BEHIND.search(literal)
    unit = behind[1].strip() if behind else ""
    return f"{value:g}{unit}" if _UNIT.fullmatch(unit) else value


def _section(code: str, value: float) -> str:
    """The part of a number format that holds for a value."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"])+', code) or [code]
    if any(_CONDITION.search(one) for one in sections):
        for one in sections:
            said = _CONDITION.search(one)
            limit = _number(said[2]) if said else None
            if said is None or (limit is not None and _COMPARE[said[1]](value, limit)):
                return one
        return sections[-1]
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _moment(value: float, *, since_1904: bool) -> Any:
    """A date as spreadsheets count it, in days; a time of day as text."""
    if 0 <= value < 1:
        minutes = round(value * 1440)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return day(value + (1462 if since_1904 else 0)) or value


def day(value: float) -> dt.datetime | None:
    """The day that a number is, counted from 1899-12-30; None outside of 1900-9999."""
    if not 1 <= value < 2_958_466:
        return None
    return dt.datetime(1899, 12, 30) + dt.timedelta(days=round(value, 6))  # noqa: DTZ001 - a table's dates have no zone
