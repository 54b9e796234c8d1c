"""Which documents of a shelf are taken along: the newest of each exercise and material, and what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .... import documents
from ....documents import Document
from ....documents.base import OWN
from ....documents.okr import written
from ....errors import DocumentError
from ..shelf_page import SHELF

if TYPE_CHECKING:
    from ....lang import Language

Row = Mapping[str, Any]
#: The end of the mark of an OKR that says what came of it.
CAME = "came"
#: The types in the order in which they are read; one that is not named here comes last.
ORDER = ("okr", "cascade", "value_tree", "alignment", "retrospective", "todo", "report")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that can be read, with its row of the store."""

    row: Row
    doc: Document

    @property
    def own(self) -> bool:
        """Whether it is about the learner's own work, and not about the case."""
        return self.doc["origin"] == OWN

    @property
    def group(self) -> int:
        """The number of the group that made it; 0 for the learner's own."""
        number = str(self.row["owner"]).removeprefix("g")
        return int(number) if number.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is taken along (``kept``), what it replaced (``older``), and how many a newer kit wrote."""

    kept: tuple[Found, ...] = ()
    older: tuple[Found, ...] = ()
    newer: int = 0

    def of(self, kind: str) -> tuple[Found, ...]:
        """The kept ones of a type."""
        return tuple(one for one in self.kept if one.doc["type"] == kind)


def choose(language: Language, rows: Iterable[Row]) -> Chosen:
    """Sort out the rows of a shelf, newest first.

    A document stands behind a newer one of the same owner, type and material that was made in the same exercise, is about
    the same (an OKR that goes through several exercises keeps its objective), or says the same. One that says what came
    of it stands behind none that does not: the next cycle's draft has the same objective.
    """
    kept: list[Found] = []
    older: list[Found] = []
    newer = 0
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        try:
            found = Found(row, documents.load(row["body"]))
        except DocumentError:
            newer += 1
            continue
        marks = set(_marks(language, found))
        (older if marks & seen else kept).append(found)
        seen |= marks | {mark[:-1] for mark in marks if mark[-1] == CAME}
    return Chosen(tuple(sorted(kept, key=_place)), tuple(older), newer)


def _marks(language: Language, found: Found) -> Iterator[tuple[str, ...]]:
    """What a document has in common with one that it replaces."""
    doc, made_in = found.doc, found.row["exercise"]
    same = (str(found.row["owner"]), str(doc["type"]), str(doc["origin"]))
    if made_in != SHELF:
        yield (*same, "in", str(made_in))
    came = (CAME,) if doc["type"] == "okr" and any(row.get("actual") for row in written(doc)) else ()
    if doc["type"] == "okr" and (about := doc["objective"]["text"].strip()):
        yield (*same, "about", about, *came)
    yield (*same, "says", documents.text(language, doc), *came)


def _place(found: Found) -> tuple[int, bool]:
    """By type, one's own before the case; newest first within that, as they come."""
    kind = found.doc["type"]
    return ORDER.index(kind) if kind in ORDER else len(ORDER), not found.own
