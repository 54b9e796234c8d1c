"""What records of retrospectives and reports have in common: long texts, and key results with what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import RecordError
from ..model import ReviewedKeyResult
from ..quantity import in_unit, parse
from .fields import MOST, Field, optional, out_of_ten

#: Longest text of a retrospective or a report in characters.
LONGEST_TEXT = 20_000


def long_text(name: str, *, needed: bool = False) -> Field:
    """A text of several lines; RecordError where it is needed and missing, or too long."""
    return Field(
        name, "long-text", lambda record, key, where: read_text(record, key, where, needed=needed), needed=needed
    )


def read_text(record: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str | None:
    """A text of several lines, None where it is blank and not needed."""
    value, key = record.get(name), f"{where}.{name}" if where else name
    if value is None and not needed:
        return None
    if not isinstance(value, str):
        raise RecordError("no-text", key=key)
    if len(value) > LONGEST_TEXT:
        raise RecordError("too-long", key=key)
    if not value.strip():
        if needed:
            raise RecordError("blank", key=key)
        return None
    return value


def reviewed(name: str) -> Field:
    """The key results that are looked back on; a list that may be missing."""
    return Field(name, "reviewed-list", _reviewed)


def _reviewed(record: Mapping[str, Any], name: str, where: str) -> tuple[ReviewedKeyResult, ...]:
    rows, ahead = record.get(name), f"{where}.{name}" if where else name
    if rows is None:
        return ()
    if not isinstance(rows, list):
        raise RecordError("no-key-results", key=ahead)
    if len(rows) > MOST:
        raise RecordError("too-long", key=ahead)
    return tuple(_one(row, f"{ahead}[{at}]") for at, row in enumerate(rows))


def _one(row: Any, where: str) -> ReviewedKeyResult:
    given = {"text": row} if isinstance(row, str) else row
    if not isinstance(given, Mapping):
        raise RecordError("not-an-object", key=where)
    unit = optional(given.get("unit"))
    confidence = parse(given.get("confidence"))
    numbers = {key: in_unit(given.get(key), unit) for key in ("baseline", "target", "actual", "last")}
    return ReviewedKeyResult(
        text=optional(given.get("text")) or "",
        unit=unit,
        type=optional(given.get("type")),
        confidence=out_of_ten(confidence) if confidence else None,
        **numbers,
    )
