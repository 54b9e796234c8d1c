"""What ``okr lint`` reads from and what readers make of it: a source, its bytes and text, and entries.

An entry is a record for :func:`okr_kit.lint.lint_record`, or an error that names file and row; what makes the whole
file unreadable is raised as InputError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from ....errors import InputError


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
    """Find out what ``name`` (a path, or ``-``) holds: by its suffix, else by its first character.

    ``stdin_name`` is what messages call standard input.
    ``machine`` is true for ``--format jsonl``: then only JSON lines are expected where no suffix says otherwise.
    """
    if name == "-":
        if machine:
            return Source(stdin_name, "jsonl", stream=stdin)
        first = stdin.readline()
        return Source(stdin_name, sniff(first), stream=_Chained(first, stdin))  # type: ignore[arg-type]
    path = Path(name)
    kind = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}.get(
        path.suffix.lower()
    )
    if path.suffix.lower() in (".xls", ".et", ".numbers", ".doc", ".docx", ".pdf"):
        raise InputError("lint-suffix", file=path.name, suffix=path.suffix)
    try:
        with path.open("rb") as stream:
            kind = kind or ("jsonl" if machine and path.suffix.lower() != ".txt" else sniff(stream.readline()))
    except IsADirectoryError:
        raise InputError("lint-folder", file=name) from None
    except FileNotFoundError:
        raise InputError("lint-missing", file=name) from None
    except OSError as error:
        raise InputError("lint-unreadable", file=name, detail=error.strerror or "") from None
    return Source(path.name, kind, path=path)


class _Chained:
    """Standard input with its first line put back."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._lines = chain([first] if first else [], rest)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._lines)


def sniff(first: bytes) -> str:
    """Tell JSON lines from text by the first character."""
    return "jsonl" if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else "txt"


def decode(data: bytes, name: str) -> str:
    """Decode a text as Windows, Excel and phones write it: UTF-8 with or without mark, UTF-16 with mark, GB 18030."""
    codecs = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise InputError("lint-codec", file=name)
