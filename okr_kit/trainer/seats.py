"""Tables out of HR's list: newcomers and old hands mixed, departments spread, nobody with the boss, one 责任人 at each.

Names stay in the page that asks; nothing here is kept.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputError

#: What each fault of a seating costs: a missing 责任人 is worse than a boss beside his people, and that than the rest.
_NO_LEADER, _TWO_LEADERS, _BOSS, _EXPERIENCE, _DEPARTMENT = 60, 40, 30, 6, 3
#: Rounds of exchanges after the first deal; each makes it better or is the last.
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list: ``used`` OKR before, ``boss`` by name, ``leader`` in Unit 6."""

    name: str
    department: str = ""
    used: bool = False
    boss: str = ""
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was read: its ``people``, columns that stood in it and were not read, those that are not in it (keys)."""

    people: tuple[Person, ...]
    unread: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def read(text: str, columns: Mapping[str, Sequence[str]], yes: Iterable[str]) -> Listed:
    """The list as it was pasted from a spreadsheet: tabs or commas, the first line says what stands where.

    ``columns`` are the names of each column, ``yes`` the words that mean yes. Raises InputError: nothing pasted, no line
    of names, a person twice, fewer than two people.
    """
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    if not lines:
        raise InputError("seats-empty")
    separator = "\t" if any("\t" in line for line in lines) else ","
    rows = list(csv.reader(io.StringIO("\n".join(lines).replace("，", ",")), delimiter=separator))
    head = [cell.strip() for cell in rows[0]]
    places = {key: next((at for at, cell in enumerate(head) if cell in names), -1) for key, names in columns.items()}
    if places["name"] < 0:
        raise InputError("seats-columns", seen="、".join(filter(None, head))[:40] or "-")
    people = _people(rows[1:], places, {word.lower() for word in yes})
    if len(people) < 2:
        raise InputError("seats-few", count=len(people))
    unread = (cell for at, cell in enumerate(head) if cell and at not in places.values())
    return Listed(tuple(people), tuple(unread), tuple(key for key, at in places.items() if at < 0))


def _people(rows: Iterable[Sequence[str]], places: Mapping[str, int], agreed: Collection[str]) -> list[Person]:
    """Who stands in the lines below the names of columns. Raises InputError where one stands twice."""
    found: dict[str, Person] = {}
    for number, row in enumerate(rows, 2):
        cells = {key: row[at].strip() if 0 <= at < len(row) else "" for key, at in places.items()}
        name = cells["name"]
        if not name:
            continue
        if name in found:
            raise InputError("seats-twice", row=number, name=name)
        told = {key: cells[key].lower() in agreed for key in ("used", "leader")}
        found[name] = Person(name, cells["department"], told["used"], cells["boss"], told["leader"])
    return list(found.values())


def seat(people: Sequence[Person], tables: int) -> list[list[Person]]:
    """People at so many tables of the same size or one more; the same list gives the same seating.

    First dealt out by kind, then any two at different tables change places as long as that is better.
    """
    tables = max(1, min(tables, len(people)))
    order = sorted(people, key=lambda one: (not one.leader, one.used, one.department, one.name))
    seated: list[list[Person]] = [[] for _ in range(tables)]
    for at, person in enumerate(order):
        turn, place = divmod(at, tables)
        seated[place if turn % 2 == 0 else tables - 1 - place].append(person)
    _even(seated)
    for _ in range(_ROUNDS):
        if not _improved(seated):
            break
    return seated


def _even(seated: list[list[Person]]) -> None:
    """No table has two more than another."""
    while len(max(seated, key=len)) - len(min(seated, key=len)) > 1:
        min(seated, key=len).append(max(seated, key=len).pop())


def _improved(seated: list[list[Person]]) -> bool:
    """Change the first pair whose change makes both tables together better; whether there was one."""
    share = sum(one.used for table in seated for one in table) / sum(map(len, seated))
    for at, here in enumerate(seated):
        for there in seated[at + 1 :]:
            before = _cost(here, share) + _cost(there, share)
            for i in range(len(here)):
                for j in range(len(there)):
                    here[i], there[j] = there[j], here[i]
                    if _cost(here, share) + _cost(there, share) < before - 1e-9:
                        return True
                    here[i], there[j] = there[j], here[i]
    return False


def _cost(table: Sequence[Person], share: float) -> float:
    """What is wrong with one table."""
    leaders = sum(one.leader for one in table)
    names = {one.name for one in table}
    departments = Counter(one.department for one in table if one.department)
    return (
        _NO_LEADER * (leaders == 0)
        + _TWO_LEADERS * max(0, leaders - 1)
        + _BOSS * sum(one.boss in names for one in table if one.boss)
        + _EXPERIENCE * abs(sum(one.used for one in table) - share * len(table))
        + _DEPARTMENT * sum(count * (count - 1) / 2 for count in departments.values())
    )


def with_boss(seated: Iterable[Sequence[Person]]) -> list[tuple[Person, str]]:
    """Who still sits with the boss."""
    return [(one, one.boss) for table in seated for one in table if one.boss in {other.name for other in table}]
