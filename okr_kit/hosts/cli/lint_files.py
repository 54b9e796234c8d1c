"""What ``okr lint`` can read: JSON lines, text, tables. Every reader yields entries in the order of the file.

An entry is a record for :func:`okr_kit.lint.lint_record`, or an error that names file and row; what makes the whole
file unreadable is raised as InputError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from ...errors import InputError
from ...lang import Language

#: A list's own ``3.`` or ``-``, which says nothing.
NUMBERED = re.compile(r"^\s*(?:[-*•·]\s+|[(（]?\d{1,2}[.、．)）]\s*(?!\d))")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to grade: where it stands, its record or the error, whether its kind had to be guessed."""

    file: str
    row: str
    record: dict[str, Any] | None = None
    error: InputError | None = None
    guessed: bool = False


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


def read(source: Source, language: Language, default_kind: str | None) -> Iterable[Entry]:
    """Read what the source holds; ``default_kind`` is for statements that do not say whether they are O or KR."""
    if source.kind == "jsonl":
        return read_jsonl(source)
    if source.kind == "txt":
        return read_txt(source, language, default_kind)
    from .lint_tables import read_tables

    return read_tables(source, language, default_kind)


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


def read_jsonl(source: Source) -> Iterator[Entry]:
    """Read one JSON object a line; a bad line becomes an entry with its error."""
    for number, line in enumerate(source.lines(), 1):
        row = str(number)
        raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not raw.strip():
            continue
        try:
            record = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield Entry(source.name, row, error=InputError("lint-encoding", file=source.name, row=row))
        except (ValueError, RecursionError) as error:
            at = getattr(error, "pos", 0) + 1
            yield Entry(source.name, row, error=InputError("lint-json", file=source.name, row=row, at=at))
        else:
            if isinstance(record, dict):
                yield Entry(source.name, row, record)
            else:
                yield Entry(source.name, row, error=InputError("lint-object", file=source.name, row=row))


def read_txt(source: Source, language: Language, default_kind: str | None) -> Iterator[Entry]:
    """Read one statement a line; a KR below a line that says it is an O is graded as a KR of that O."""
    objective: str | None = None
    marks = Marks(language)
    for number, line in enumerate(decode(source.data(), source.name).splitlines(), 1):
        if not line.strip():
            continue
        kind, text = marks.take(line)
        record: dict[str, Any] = {
            "id": f"{source.name}:{number}",
            "kind": kind or default_kind or "key_result",
            "text": text,
        }
        if kind == "objective":
            objective = text
        elif kind == "key_result" and objective:
            record["objective"] = objective
        yield Entry(source.name, str(number), record, guessed=kind is None and default_kind is None)


class Marks:
    """What a statement may say itself about its kind: ``O1：``, ``KR 2.``, ``目标：``, ``关键结果一、``."""

    def __init__(self, language: Language) -> None:
        """Build the pattern from the pack's words for O and KR."""
        kinds = (
            f"(?P<{kind}>{'|'.join(map(re.escape, language.say(f'cli.marks.{kind}').split('|')))})"
            for kind in ("objective", "key_result")
        )
        number = rf"(?:\d{{1,2}}(?:[.．]\d)?|[{re.escape(language.say('cli.marks.numerals'))}])"
        end = rf"(?:\s*{number}?\s*[:：.、．)）]\s*|\s*{number}\s+)"
        self._mark = re.compile(rf"\s*(?:[-*•·]\s*)?(?:{'|'.join(kinds)}){end}", re.IGNORECASE)

    def take(self, line: str) -> tuple[str | None, str]:
        """Take the mark off a statement: (kind or None, the statement)."""
        mark = self._mark.match(line)
        if mark is None:
            return None, NUMBERED.sub("", line).strip()
        return mark.lastgroup, line[mark.end() :].strip()


def decode(data: bytes, name: str) -> str:
    """Decode a text as Windows, Excel and phones write it: UTF-8 with or without mark, UTF-16 with mark, GB 18030."""
    codecs = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise InputError("lint-codec", file=name)
