"""Files with one record or statement a line: JSON lines and text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ....errors import InputError
from ....lang import Language
from ....marks import Marks
from .source import Entry, LeftOut, Source, decode


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


def read_txt(source: Source, language: Language, default_kind: str | None) -> Iterator[Entry | LeftOut]:
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
