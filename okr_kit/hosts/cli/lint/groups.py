"""What was found in a text: each O with its KRs, statements alone, and tables, as entries in the order of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....listing import value
from .source import Entry, LeftOut, ReadAs

O, KR = "objective", "key_result"  # noqa: E741 - what they are called


@dataclass(slots=True)
class Statement:
    """One O or KR, the lines it stands in, its number as written, and what stands beside it.

    ``marked`` is false where what stands around it said what it is, ``guessed`` is true where nothing did.
    """

    kind: str
    text: str
    first: int
    last: int
    number: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    marked: bool = True
    guessed: bool = False


@dataclass(slots=True)
class Group:
    """One O with its KRs; KRs alone where there is no O."""

    objective: Statement | None
    key_results: list[Statement] = field(default_factory=list)


class Groups:
    """Takes statements in the order of a text, and puts each KR below its O."""

    def __init__(self, name: str) -> None:
        """Begin with none; ``name`` is what messages call the file."""
        self._name = name
        self._groups: list[Group] = []
        self._waiting: list[tuple[int, Statement]] = []
        self._others: list[Entry | LeftOut | ReadAs] = []

    @property
    def last(self) -> Group | None:
        """The group that a KR would belong to."""
        return self._groups[-1] if self._groups else None

    @property
    def count(self) -> int:
        """How many statements there are."""
        return sum(len(group.key_results) + (group.objective is not None) for group in self._groups)

    def add(self, found: Statement) -> None:
        """Put a statement where it belongs; KR2.1 waits for the second O if that is not the last."""
        if found.kind == O:
            self._groups.append(Group(found))
            return
        head = value(found.number.partition(".")[0]) if "." in found.number else 0
        own = self.last.objective if self.last else None
        if head and (own is None or value(own.number) not in (0, head)):
            self._waiting.append((head, found))
            return
        if self.last is None:
            self._groups.append(Group(None))
        self._groups[-1].key_results.append(found)

    def table(self, entries: Iterable[Entry | LeftOut | ReadAs]) -> None:
        """Take what a table in the text holds; KRs alone belong to the O above it."""
        above = self.last
        for entry in entries:
            record = entry.record if isinstance(entry, Entry) else None
            if above is None or record is None or record["kind"] != KR or above.objective is None:
                self._others.append(entry)
                continue
            fields = {key: said for key, said in record.items() if key not in ("id", "kind", "text")}
            row = _row(entry)
            above.key_results.append(Statement(KR, record["text"], row, row, fields=fields))

    def entries(self, common: Mapping[str, Any]) -> Iterator[Entry | LeftOut | ReadAs]:
        """Give everything; ``common`` are fields that hold for the whole text."""
        self._settle()
        whole = [entry for group in self._groups for entry in self._entries(group, common)]
        yield from sorted([*whole, *self._others], key=_row)

    def _settle(self) -> None:
        """Give KRs that waited, and KRs above the only O, to their O; those without one stand alone."""
        if len(self._groups) == 2 and self._groups[0].objective is None and not self._groups[1].key_results:
            alone = self._groups.pop(0)
            self._groups[0].key_results = alone.key_results
        owners = {value(one.objective.number): one for one in reversed(self._groups) if one.objective is not None}
        for head, found in self._waiting:
            if head not in owners:
                owners[head] = Group(None)
                self._groups.append(owners[head])
            owners[head].key_results.append(found)
        self._waiting.clear()

    def _entries(self, group: Group, common: Mapping[str, Any]) -> Iterator[Entry]:
        """A set for an O with KRs, and what stands alone."""
        above = group.objective
        if above is not None and group.key_results:
            krs = [{"text": kr.text} | kr.fields for kr in group.key_results]
            record = {"kind": "okr_set", "objective": above.text, "key_results": krs} | above.fields
            yield self._entry([above, *group.key_results], common, record)
            return
        for alone in [above] if above is not None else group.key_results:
            yield self._entry([alone], common, {"kind": alone.kind, "text": alone.text} | alone.fields)

    def _entry(self, told: Sequence[Statement], common: Mapping[str, Any], record: Mapping[str, Any]) -> Entry:
        first, last = min(one.first for one in told), max(one.last for one in told)
        rows = f"{first}–{last}" if last > first else str(first)
        guessed = any(one.guessed for one in told)
        return Entry(self._name, rows, {"id": f"{self._name}:{rows}", **common, **record}, guessed=guessed)


def _row(one: Entry | LeftOut | ReadAs) -> int:
    """The first line of what was found; what is said of a table as a whole comes first."""
    rows = one.row if isinstance(one, Entry) else one.rows if isinstance(one, LeftOut) else ""
    return int(re.split(r"\D", rows)[0] or 0)
