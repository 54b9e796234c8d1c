"""From one line of the ``okr lint`` contract to a subject: checked, never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import quantity
from .model import KeyResult, Objective, OkrSet, Subject

KINDS = ("objective", "key_result", "okr_set")
LONGEST = 2000
MOST_KEY_RESULTS = 50


class Refused(ValueError):
    """A record that cannot be graded, with a code and the place; the caller turns it into an answer."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep code and place."""
        super().__init__(code)
        self.code = code
        self.params = params


def subject_of(record: Any) -> Subject:
    """The subject of a record; Refused says what is wrong with it."""
    if not isinstance(record, Mapping):
        raise Refused("not-an-object")
    kind = record.get("kind")
    if kind == "objective":
        return Objective(_text(record, "text"), _optional(record, "cycle"), _optional(record, "parent"))
    if kind == "key_result":
        return _key_result(record, "text")
    if kind == "okr_set":
        return _okr_set(record)
    raise Refused(
        "not-yet-graded" if isinstance(kind, str) and kind else "no-kind", kind=kind if isinstance(kind, str) else None
    )


def _okr_set(record: Mapping[str, Any]) -> OkrSet:
    """A set: an objective (text or object) and a list of key results (texts or objects)."""
    given, rows = record.get("objective"), record.get("key_results")
    cycle = _optional(record, "cycle")
    if isinstance(given, Mapping):
        objective = Objective(_text(given, "text"), _optional(given, "cycle") or cycle, _optional(given, "parent"))
    else:
        objective = Objective(_text(record, "objective"), cycle, _optional(record, "parent"))
    if not isinstance(rows, list):
        raise Refused("no-key-results", key="key_results")
    if len(rows) > MOST_KEY_RESULTS:
        raise Refused("too-long", key="key_results")
    others = record.get("others")
    return OkrSet(
        objective,
        tuple(
            _key_result({"text": row} if isinstance(row, str) else row, f"key_results[{place}]")
            for place, row in enumerate(rows)
        ),
        cycle,
        tuple(str(other) for other in others) if isinstance(others, list) else (),
    )


def _key_result(record: Any, where: str) -> KeyResult:
    """One key result; a number that is none is left out, as is an unknown field."""
    if not isinstance(record, Mapping):
        raise Refused("not-an-object", key=where)
    return KeyResult(
        _text(record, "text", where),
        _optional(record, "objective"),
        _optional(record, "cycle"),
        baseline=_number(record, "baseline"),
        target=_number(record, "target"),
        unit=_optional(record, "unit") or _unit(record),
        due=_optional(record, "due"),
        weight=_number(record, "weight"),
        confidence=_number(record, "confidence"),
        type=_optional(record, "type"),
    )


def _text(record: Mapping[str, Any], key: str, where: str | None = None) -> str:
    """The sentence to grade: there, not blank, not too long."""
    value = record.get(key)
    if not isinstance(value, str):
        raise Refused("no-text", key=where or key)
    if not value.strip():
        raise Refused("blank", key=where or key)
    if len(value) > LONGEST:
        raise Refused("too-long", key=where or key)
    return value


def _optional(record: Mapping[str, Any], key: str) -> str | None:
    """A further word, or None; numbers such as a year count as words."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip()[:LONGEST] or None


def _number(record: Mapping[str, Any], key: str) -> float | None:
    """A number, also written as text (``"30%"`` is 30)."""
    read = quantity.parse(record.get(key))
    return read.value if read else None


def _unit(record: Mapping[str, Any]) -> str | None:
    """The unit that stands in the text of target or baseline (``"95%"``)."""
    read = (quantity.parse(record.get(key)) for key in ("target", "baseline"))
    return next((found.unit for found in read if found and found.unit), None)
