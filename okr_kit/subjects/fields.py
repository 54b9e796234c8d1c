"""The fields of records: what each may hold, and how it is read. A field that is required raises, the others become None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import RecordError
from ..quantity import Quantity, parse

if TYPE_CHECKING:
    from .base import Subject

#: Longest statement in characters, and most key results of a set.
LONGEST = 2000
MOST = 50

Read = Callable[[Mapping[str, Any], str, str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its name, its ``sort`` (a word of the contract's page), how it is read, whether it must be there.

    ``read(record, name, where)`` gives the value for the noun's attribute of that name; ``where`` is the place of the
    record in a larger one (``key_results[0]``), or empty.
    """

    name: str
    sort: str
    read: Read
    needed: bool = False


def statement(name: str) -> Field:
    """A sentence to grade: there, not blank, not too long."""
    return Field(name, "statement", _statement, needed=True)


def word(name: str) -> Field:
    """A further word or sentence; a number such as a year counts as a word."""
    return Field(name, "word", lambda record, key, _: optional(record.get(key)))


def number(name: str) -> Field:
    """A number, also as people type it (``"3万"`` is 30000, ``"30%"`` is 30); None where it cannot be read."""
    return Field(name, "number", lambda record, key, _: _value(parse(record.get(key))))


def confidence(name: str) -> Field:
    """A confidence from 0 to 10, see :func:`out_of_ten`."""

    def read(record: Mapping[str, Any], key: str, where: str) -> float | None:
        del where
        found = parse(record.get(key))
        return out_of_ten(found) if found else None

    return Field(name, "number", read)


def out_of_ten(found: Quantity) -> float:
    """A mark brought to 0-10: ``6``, ``6/10``, ``60%`` and ``3/5`` are the same."""
    return found.value * 10 / {"%": 100, "/5": 5, "/100": 100}.get(found.unit, 10)


def unit(name: str, *numbers: str) -> Field:
    """A unit as written; where it is not given, the one that stands behind the first of those numbers."""

    def read(record: Mapping[str, Any], key: str, where: str) -> str | None:
        del where
        found = (parse(record.get(one)) for one in numbers)
        return optional(record.get(key)) or next((one.unit for one in found if one and one.unit), None)

    return Field(name, "word", read)


def words(name: str) -> Field:
    """A list of sentences."""

    def read(record: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        del where
        found = record.get(key)
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    return Field(name, "words", read)


def one(name: str, subject: Subject) -> Field:
    """A subject inside this one, as an object or as its text alone."""

    def read(record: Mapping[str, Any], key: str, where: str) -> Any:
        found, place = record.get(key), f"{where}.{key}" if where else key
        return subject.read(found if isinstance(found, Mapping) else {"text": found}, place)

    return Field(name, subject.name, read, needed=True)


def many(name: str, subject: Subject, place: Callable[[int], str], *, missing: str) -> Field:
    """A list of subjects, each as an object or as its text alone; ``place(n)`` is where the n-th stands.

    ``missing`` is the code of the error where there is no list.
    """

    def read(record: Mapping[str, Any], key: str, where: str) -> tuple[Any, ...]:
        rows, ahead = record.get(key), f"{where}." if where else ""
        if not isinstance(rows, list):
            raise RecordError(missing, key=ahead + key)
        if len(rows) > MOST:
            raise RecordError("too-long", key=ahead + key)
        given = ({"text": row} if isinstance(row, str) else row for row in rows)
        return tuple(subject.read(row, ahead + place(at)) for at, row in enumerate(given))

    return Field(name, f"{subject.name}-list", read, needed=True)


def optional(value: Any) -> str | None:
    """A text without blanks around it, or None."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip()[:LONGEST] or None


def _statement(record: Mapping[str, Any], name: str, where: str) -> str:
    value, key = record.get(name), where or name
    if not isinstance(value, str):
        raise RecordError("no-text", key=key)
    if not value.strip():
        raise RecordError("blank", key=key)
    if len(value) > LONGEST:
        raise RecordError("too-long", key=key)
    return value


def _value(found: Quantity | None) -> float | None:
    return found.value if found else None
