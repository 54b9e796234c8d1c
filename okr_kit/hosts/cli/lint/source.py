"""What ``okr lint`` reads from and what readers make of it: a source, its bytes and text, and entries.

An entry is a record for :func:`okr_kit.lint.lint_record`, or an error that names file and row; what makes the whole
file unreadable is raised as InputError.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from ....errors import InputError
from ....fold import fold

#: What a suffix says; anything else is told by how it begins.
KINDS = {
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "jsonl"),
    **dict.fromkeys((".md", ".markdown"), "txt"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
}
#: Files of other programs, which have to be saved as something else first.
PACKED = (".numbers", ".docx", ".pptx", ".ods", ".odt", ".zip")
FOREIGN = (*PACKED, ".xls", ".et", ".doc", ".wps", ".rtf", ".pdf", ".ppt", ".html", ".htm")
#: How a workbook begins, whatever its suffix says; :data:`PACKED` begin like that too.
ARCHIVE = b"PK\x03\x04"
#: How files of Office until 2003 begin, and newer ones with a password.
OLE = b"\xd0\xcf\x11\xe0"


def locked(data: bytes) -> bool:
    """Whether a file of Office wants a password before it is read."""
    return "EncryptedPackage".encode("utf-16-le") in data


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to grade: where it stands, its record or the error, whether its kind had to be guessed."""

    file: str
    row: str
    record: dict[str, Any] | None = None
    error: InputError | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What stood in the file and was not graded, said at the end of the report.

    ``code`` names the reason, ``cli.left.<code>`` in the pack says it with ``values``; ``rows`` is where it stands in
    ``file``, 「3」 or 「3–7」, empty for a whole file, sheet or column. ``lost`` is true when it may be a statement that
    was not understood (the exit status is 1), false for what is none: a total, a note, an option list.
    """

    file: str
    code: str
    rows: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    lost: bool = False


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How the columns of a sheet were read: (name as written, key of ``cli.columns``) for each."""

    file: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file or standard input, its name for messages and what it holds."""

    name: str
    kind: str
    path: Path | None = None
    stream: IO[bytes] | None = None

    def lines(self) -> Iterator[bytes]:
        """Give the lines as bytes."""
        if self.stream is not None:
            yield from self.stream
        elif self.path is not None:
            with self.path.open("rb") as stream:
                yield from stream

    def data(self) -> bytes:
        """Give everything at once."""
        return b"".join(self.lines())


def open_source(name: str, stdin: IO[bytes], stdin_name: str, *, machine: bool) -> Source:
    """Find out what ``name`` (a path, or ``-``) holds: by its suffix, else by how it begins.

    ``stdin_name`` is what messages call standard input.
    ``machine`` is true for ``--format jsonl``: then only JSON lines are expected where no suffix says otherwise.
    """
    if name == "-":
        if machine:
            return Source(stdin_name, "jsonl", stream=stdin)
        first = stdin.readline()
        return Source(stdin_name, "xlsx" if first.startswith(ARCHIVE) else sniff(first), stream=_Chained(first, stdin))  # type: ignore[arg-type]
    path = Path(name)
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as stream:
            begin = stream.read(4096)
    except IsADirectoryError:
        raise InputError("lint-folder", file=name) from None
    except FileNotFoundError:
        raise InputError("lint-missing", file=name) from None
    except OSError as error:
        raise InputError("lint-unreadable", file=name, detail=error.strerror or "") from None
    workbook = begin.startswith(ARCHIVE) and suffix not in PACKED
    if suffix in FOREIGN and not workbook:
        raise InputError("lint-suffix", file=path.name, suffix=path.suffix)
    guess = "jsonl" if machine and suffix != ".txt" else sniff(begin)
    return Source(path.name, "xlsx" if workbook else KINDS.get(suffix, guess), path=path)


class _Chained:
    """Standard input with its first line put back."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._lines = chain([first] if first else [], rest)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._lines)


def sniff(begin: bytes) -> str:
    """Tell JSON from text by how it begins: an object, or a list of objects; 「[KR1] …」 is text."""
    begins = re.match(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*(?:\{|$))", begin)
    return "jsonl" if begins else "txt"


def decode(data: bytes, name: str) -> str:
    """Decode a text as Windows, Excel, phones and old systems write it.

    UTF-8, UTF-16 and UTF-32 with and without their marks, GB 18030 and Big5; without a mark the one in which most characters are in
    daily use. InputError ``lint-codec`` where that is none of them, ``lint-encoding`` with the row where UTF-8 breaks off.
    """
    mark = next((codec for mark, codec in _CODEC_MARKS if data.startswith(mark)), None)
    text = _decoded(data, mark or "utf-8")
    if text is None or (not mark and 5 * data.count(0) > len(data)):
        found = [found for codec in _CODECS if (found := _decoded(data, codec)) is not None]
        text = max(found, key=_in_use, default=None)
        if text is None or "\0" in text or _in_use(text) < _LEAST_IN_USE:
            raise _unknown(data, name)
    return text.removeprefix("\ufeff")


_CODEC_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Without a mark, the likelier first.
_CODECS = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LEAST_IN_USE, _MOSTLY = 0.6, 0.8


def _unknown(data: bytes, name: str) -> InputError:
    """What is said of bytes in no known codec: the row, where most of them are UTF-8."""
    text = data.decode("utf-8", "replace")
    if "\0" in text or _in_use(text) < _MOSTLY:
        return InputError("lint-codec", file=name)
    return InputError("lint-encoding", file=name, row=len(text.partition("\ufffd")[0].splitlines() or [""]))


def _decoded(data: bytes, codec: str) -> str | None:
    """The text in that codec, None where it is none."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _in_use(text: str) -> float:
    """How many of a text's first characters are in daily use: ASCII, punctuation, the 3,755 characters of GB 2312's first level."""
    counted = Counter(fold(text[:4000]))
    good = sum(count for char, count in counted.items() if _daily(char))
    return good / max(1, sum(counted.values()))


def _daily(char: str) -> bool:
    """Whether a folded character is in daily use."""
    if char.isascii():
        return char.isprintable() or char in "\t\r\n\ufeff"
    try:
        row = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return row in (0xA1, 0xA3) or 0xB0 <= row <= 0xD7
