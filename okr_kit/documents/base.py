"""What every document is: an envelope around the work of a learner, and what this kit knows of its type.

A document is plain JSON::

    {"v": version of its type, "type": "okr", "id": "…", "origin": "own" | "case:<id>" | "pack:<id>", "title": "…",
     …body, "from": {"slug", "owner", "seq", "at"}}

``from`` says which event last wrote it; the store adds it, a kind never does. Ids of documents and of their parts are
never used again, so that a reference ``{"doc": id, "part": id}`` means the same for good. Numbers are kept as typed and
read when they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..shape import Shape, fits
from ..view import Node

if TYPE_CHECKING:
    from ..lang import Language

Document = dict[str, Any]

OWN = "own"
#: What every document has around its body.
ENVELOPE = {"v": int, "type": str, "id": str, "origin": str, "title": str}
#: Longest title in characters.
TITLE = 60


@dataclass(frozen=True)
class Graded:
    """How documents of a type are graded.

    ``kind`` is the subject of ``okr lint`` whose record the body is; ``record(doc)`` leaves out what is not written yet,
    ``noun(doc)`` is what is graded, and ``places(doc)`` says where in it each part id stands.
    """

    kind: str
    record: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    noun: Callable[[Mapping[str, Any]], Any]
    places: Callable[[Mapping[str, Any]], Mapping[str, str]]


@dataclass(frozen=True)
class DocumentType:
    """One type of document.

    ``version`` is the present one and ``shape`` what its body has then (:mod:`okr_kit.shape`); ``upgrades[v]`` turns a
    body of version ``v`` into one of ``v + 1``. ``blank(doc)``: nothing was written yet. ``show`` gives the read-only
    view, ``text`` plain lines to copy; ``size(doc)`` is how many parts a list of documents counts (key results).
    ``graded`` is None for what only people judge.
    """

    name: str
    version: int
    shape: Shape
    blank: Callable[[Mapping[str, Any]], bool]
    show: Callable[[Language, Mapping[str, Any]], tuple[Node, ...]]
    text: Callable[[Language, Mapping[str, Any]], str]
    size: Callable[[Mapping[str, Any]], int]
    graded: Graded | None = None
    upgrades: Mapping[int, Callable[[Document], Document]] = field(default_factory=dict)


def new_id(*source: object) -> str:
    """A document's id: the same for the same source, unlike any other's; the caller names owner, exercise and moment."""
    return "d" + sha256("|".join(map(str, source)).encode()).hexdigest()[:15]


def brought_up(known: DocumentType, doc: Mapping[str, Any]) -> Document:
    """The document in the present version of its type.

    Raises DocumentError: ``document-newer`` if a newer kit wrote it, ``document-broken`` if it lacks a part.
    """
    now = dict(doc)
    found = now.get("v")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise DocumentError("document-broken", id=str(now.get("id"))[:60])
    if found > known.version:
        raise DocumentError("document-newer", found=found, known=known.version)
    for version in range(found, known.version):
        now = known.upgrades[version](now) | {"v": version + 1}
    if not fits(now, ENVELOPE) or not fits(now, known.shape):
        raise DocumentError("document-broken", id=str(now.get("id"))[:60])
    return now
