"""The one door to documents, for kinds and hosts: what a learner made, and how it is read, graded and shown.

To add a type: a module here and its line in ``TYPES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..subjects import subject_of
from ..view import Node
from . import alignment, cascade, okr, report, retrospective, todo, value_tree
from .base import OWN, Document, DocumentType, brought_up, new_id

if TYPE_CHECKING:
    from ..lang import Language

#: Every type by the name that documents carry.
TYPES: Mapping[str, DocumentType] = {
    known.name: known
    for known in (
        okr.OKR,
        cascade.CASCADE_DOCUMENT,
        value_tree.VALUE_TREE_DOCUMENT,
        retrospective.RETROSPECTIVE_DOCUMENT,
        report.REPORT_DOCUMENT,
        todo.TODO,
        alignment.ALIGNMENT,
    )
}


def type_of(doc: Mapping[str, Any]) -> DocumentType:
    """The type of a document; DocumentError ``document-unknown`` if this kit has none of that name."""
    known = TYPES.get(str(doc.get("type")))
    if known is None:
        raise DocumentError("document-unknown", type=doc.get("type"))
    return known


def load(doc: Mapping[str, Any]) -> Document:
    """A stored document in the present version of its type. Raises DocumentError."""
    if not isinstance(doc, Mapping):
        raise DocumentError("document-broken", id=str(doc)[:60])
    return brought_up(type_of(doc), doc)


def blank(doc: Mapping[str, Any]) -> bool:
    """Whether nothing was written in it yet: such a document is on no shelf."""
    return type_of(doc).blank(doc)


def size(doc: Mapping[str, Any]) -> int | None:
    """How many parts a list of documents counts; None for one that this kit cannot read."""
    try:
        now = load(doc)
    except DocumentError:
        return None
    return type_of(now).size(now)


def record(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The document as a line for ``okr lint``: its body as it is, with the ``kind`` that reads it where there is one."""
    graded = type_of(doc).graded
    return {**graded.record(doc), "kind": graded.kind} if graded else dict(doc)


def subject(doc: Mapping[str, Any], part: str = "") -> Any:
    """What a document, or one part of it, is to the grader: the one place that turns documents into subjects.

    A part knows what its document knows: a key result its objective and cycle, an objective the superior's. Raises
    DocumentError ``document-unknown`` for a type without a grader, LookupError for a part that is not written.
    """
    graded = type_of(doc).graded
    if graded is None:
        raise DocumentError("document-unknown", type=doc["type"])
    whole = graded.noun(doc)
    if not part:
        return whole
    return parts(doc, whole)[part]


def parts(doc: Mapping[str, Any], whole: Any) -> dict[str, Any]:
    """What each part of a document is to the grader, by part id; ``whole`` is the document's own :func:`subject`."""
    graded = type_of(doc).graded
    nouns = {one.where: one.noun for one in subject_of(whole).parts(whole)}
    return {part: nouns[where] for part, where in graded.places(doc).items() if where in nouns} if graded else {}


def copy(doc: Mapping[str, Any], name: str) -> Document:
    """The same content as a document of its own with the id ``name``; what wrote the first one is not said of it."""
    return {key: value for key, value in load(doc).items() if key != "from"} | {"id": name}


def as_okr(doc: Mapping[str, Any], name: str) -> Document | None:
    """A document as an OKR of its own with the id ``name``; None where there is none in it.

    That is a copy of one, what a cascade took over, or the next cycle's that a retrospective speaks of.
    """
    now = load(doc)
    if now["type"] == okr.OKR.name:
        return copy(now, name)
    made = {"cascade": okr.of_cascade, "retrospective": retrospective.next_okr}.get(now["type"])
    return made(now, name) if made else None


def reference(doc: Mapping[str, Any], part: str) -> dict[str, str]:
    """How one document speaks of a part of another."""
    return {"doc": str(doc["id"]), "part": part}


def follow(found: Iterable[Mapping[str, Any]], target: Mapping[str, Any]) -> Any:
    """The part that a reference names, as the grader takes it, out of some documents; None where it is not among them."""
    doc = next((one for one in found if one["id"] == target.get("doc")), None)
    graded = type_of(doc).graded if doc else None
    if doc is None or graded is None or str(target.get("part")) not in graded.places(doc):
        return None
    return subject(doc, str(target["part"]))


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The document to be read."""
    return type_of(doc).show(language, doc)


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The document as plain lines to copy."""
    return type_of(doc).text(language, doc)


__all__ = [
    "OWN",
    "TYPES",
    "Document",
    "DocumentType",
    "as_okr",
    "blank",
    "cascade",
    "copy",
    "follow",
    "load",
    "new_id",
    "okr",
    "parts",
    "record",
    "reference",
    "report",
    "retrospective",
    "show",
    "size",
    "subject",
    "text",
    "todo",
    "type_of",
    "value_tree",
]
