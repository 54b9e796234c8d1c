"""JSON: one object a line, as programs write it; a list or objects over several lines, as programs export them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from ....documents import TYPES
from ....errors import InputError
from .source import Entry, LeftOut, Source, decode

#: How a first line begins that is no whole record: a list, or an object that goes on below.
_OPENS = (b"[", b"{")


def read_jsonl(source: Source) -> Iterator[Entry | LeftOut]:
    """Read one JSON object a line; a bad line becomes an entry with its error.

    A file that begins with a list, or with an object that ends on another line, is read as a whole.
    """
    lines = iter(source.lines())
    first = b""
    for line in lines:
        first += line
        if line.strip():
            break
    begins = first.removeprefix(b"\xef\xbb\xbf").strip()
    if begins.startswith(b"[") or begins in _OPENS or first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in first[:4]:
        yield from _read_whole(source, b"".join(chain([first], lines)))
    else:
        yield from _read_lines(source, chain(first.splitlines(keepends=True), lines))


def _read_lines(source: Source, lines: Iterator[bytes] | list[bytes]) -> Iterator[Entry | LeftOut]:
    """Read one object a line."""
    for number, line in enumerate(lines, 1):
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
            yield _entry(source, row, record)


def _read_whole(source: Source, data: bytes) -> Iterator[Entry | LeftOut]:
    """Read a list of objects, or objects one after the other, wherever their lines end; line by line if it is neither."""
    text = decode(data, source.name)
    decoder = json.JSONDecoder()
    found: list[tuple[int, Any]] = []
    at = 0
    listed = 0
    try:
        while at < len(text):
            if text[at].isspace() or (text[at] == "," and listed):
                at += 1
            elif text[at] in "[]":
                listed += 1 if text[at] == "[" else -1
                at += 1
            else:
                record, end = decoder.raw_decode(text, at)
                found.append((at, record))
                at = end
    except (ValueError, RecursionError):
        yield from _read_lines(source, text.encode("utf-8", "surrogatepass").splitlines(keepends=True))
        return
    row = at = 0
    for start, record in found:
        row += text.count("\n", at, start)
        at = start
        yield _entry(source, str(row + 1), record)


def _entry(source: Source, row: str, record: Any) -> Entry | LeftOut:
    """What one JSON value is: a record, a document of a class that only people judge, or an error."""
    if isinstance(record, dict):
        known = TYPES.get(str(record.get("type"))) if "kind" not in record else None
        return LeftOut(source.name, "ungraded", row) if known and not known.graded else Entry(source.name, row, record)
    return Entry(source.name, row, error=InputError("lint-object", file=source.name, row=row))
