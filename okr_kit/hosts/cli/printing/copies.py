"""How many copies of each piece a class needs, from ``book/print.toml`` of the course folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import ContentError
from ....files import need, read_toml
from .pieces import Piece

FILE = "book/print.toml"
#: As the handbook counts: five tables of six.
LEARNERS, SEATS = 30, 6


@dataclass(frozen=True, slots=True)
class Group:
    """Who is to sit in the class; ``phoneless`` tables have no phone, None where that is not known yet."""

    learners: int
    tables: int
    phoneless: int | None

    @property
    def seats(self) -> int:
        """Learners at a full table."""
        return -(-self.learners // self.tables)


@dataclass(frozen=True, slots=True)
class Copies:
    """So many copies; for ``each`` table without phones where nobody knows yet how many of these there are."""

    count: int
    spare: int = 0
    each: bool = False
    envelopes: int = 0


class Amounts:
    """What the file says of sets, sheets and envelopes."""

    def __init__(self, folder: Path) -> None:
        """Read it. Raises ContentError."""
        table = read_toml(folder / FILE)
        self.cards: dict[str, dict[str, Any]] = need(table, "cards", dict, FILE)
        self.sheets: dict[str, Any] = need(table, "sheets", dict, FILE)
        self.spare: dict[str, Any] = need(table, "spare", dict, FILE)

    def of(self, piece: Piece, group: Group) -> Copies:
        """The copies of a piece; an answer is printed by nobody. Raises ContentError."""
        match piece.part:
            case "exercises":
                if group.phoneless is None:
                    return Copies(group.seats, each=True)
                return Copies(min(group.learners, group.seats * group.phoneless))
            case "cards":
                return self._sets(piece.slug, group)
            case "sheets":
                spare = _whole(self.spare, piece.slug, 0, "spare")
                return Copies(_whole(self.sheets, piece.slug, 1, "sheets") * group.tables, spare)
            case "key":
                return Copies(0)

    def _sets(self, slug: str, group: Group) -> Copies:
        """A set for every table, or for those without phones."""
        named = self.cards.get(slug, {})
        if not isinstance(named, dict):
            raise ContentError("content-key", file=FILE, key=f"cards.{slug}")
        sets, where = _whole(named, "sets", 1, f"cards.{slug}"), f"cards.{slug}"
        every, envelope = (_yes(named, key, where) for key in ("every", "envelope"))
        tables = group.tables if every else group.phoneless
        count = sets if tables is None else sets * tables
        return Copies(count, each=tables is None, envelopes=count if envelope else 0)


def _whole(table: dict[str, Any], key: str, default: int, where: str) -> int:
    """A whole number that is not below nothing."""
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ContentError("content-key", file=FILE, key=f"{where}.{key}")
    return value


def _yes(table: dict[str, Any], key: str, where: str) -> bool:
    return bool(need({key: False, **table}, key, bool, FILE, where))
