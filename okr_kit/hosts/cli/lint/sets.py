"""From statements in the order of a table to records: KRs below one O are a set, what stands alone stays alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .grid import ranges
from .source import Entry


@dataclass
class Told:
    """An O as a table tells it: its text (None where only KRs are there), its rows, its KRs with their rows.

    ``broken`` says that a cell of it could not be read: then nothing is said of the set as a whole, since its KRs were
    not all seen. ``listed`` is true where the table has no place for KRs.
    """

    objective: str | None
    cycle: str | None = None
    parent: str | None = None
    rows: list[int] = field(default_factory=list)
    key_results: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    errors: list[Entry] = field(default_factory=list)
    broken: bool = False
    listed: bool = False
    name: str | None = None


def entries(file: str, told: Told) -> Iterator[Entry]:
    """Give the records of one O: what could not be read of it, then a set, or its statements one by one."""
    yield from told.errors
    given: dict[str, Any] = {"cycle": told.cycle} if told.cycle else {}
    above: dict[str, Any] = {"parent": told.parent} if told.parent else {}
    where = _where(told.rows)
    name = told.name or f"{file}:{where}"
    if told.objective is None or told.broken or told.listed:
        if told.objective is not None:
            record = {"id": name, "kind": "objective", "text": told.objective} | given | above
            yield Entry(file, str(told.rows[0]) if told.key_results or told.broken else where, record)
        upper = {"objective": told.objective} if told.objective else {}
        for number, kr in told.key_results:
            own = {"id": f"{file}:{number}", "kind": "key_result"}
            yield Entry(file, str(number), own | given | upper | kr)
        return
    whole(told)
    krs = [kr for _, kr in told.key_results]
    record = {"id": name, "kind": "okr_set", "objective": told.objective, "key_results": krs}
    yield Entry(file, where, record | given | above)


def whole(told: Told) -> None:
    """Bring weights of one set to one measure: a cell without a percent format among others, 0.3 beside 「40%」."""
    given = [kr for _, kr in told.key_results if kr.get("weight") is not None]
    small = [kr for kr in given if 0 < kr["weight"] <= 1]
    total = sum(kr["weight"] for kr in given)
    if small and len(small) < len(given) and abs(total + 99 * sum(kr["weight"] for kr in small) - 100) < 1:
        for kr in small:
            kr["weight"] = round(kr["weight"] * 100, 6)


def _where(rows: list[int]) -> str:
    """The rows of a set: 「3–5」 where nothing else stands between, else 「3、7」."""
    first, last = min(rows), max(rows)
    if last == first:
        return str(first)
    return ranges(rows) if len(set(rows)) < (last - first + 1) // 2 else f"{first}–{last}"
