"""The cascade document: the parts of several owners from the top down, the record of ``okr lint`` as it is.

Body: ``nodes`` as in :mod:`okr_kit.subjects.cascade`, numbers as typed. Beside what is graded, a node may hold
``baseline``, ``reported`` (what its owner said first), ``agreed``, ``need`` (what it takes), ``reason``; a key result ``note``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..rules.places import O_PLACE, kr_place, node_place, strategy_place
from ..subjects import CASCADE
from ..view import Branch, Node, Tree
from .base import OWN, Document, DocumentType, Graded

if TYPE_CHECKING:
    from ..lang import Language

NODE = {
    "id": str,
    **{
        f"{name}?": str
        for name in ("parent", "owner", "level", "objective", "baseline", "reported", "agreed", "need", "reason")
    },
    "serves?": [str],
    "strategies?": [{"id": str, "text": str}],
    "key_results?": [
        {
            "id": str,
            "text": str,
            **{
                f"{name}?": str
                for name in (
                    "metric",
                    "kind",
                    "baseline",
                    "target",
                    "unit",
                    "due",
                    "weight",
                    "serves",
                    "scope",
                    "overlap",
                )
            },
            **{f"{name}?": bool for name in ("own", "support", "parallel")},
        }
    ],
    "anchored?": bool,
    "bottom_up?": bool,
    "depends?": [str],
}
SHAPE = {"nodes": [NODE]}


def blank_cascade(name: str, nodes: list[dict[str, Any]], *, origin: str = OWN, title: str = "") -> Document:
    """A cascade of those nodes with that document id."""
    return {"v": 1, "type": "cascade", "id": name, "origin": origin, "title": title, "nodes": nodes}


def is_blank(doc: Mapping[str, Any]) -> bool:
    """Whether no node says anything yet."""
    return not any(node.get("objective") or node.get("key_results") for node in doc["nodes"])


def roots(doc: Mapping[str, Any]) -> tuple[Branch, ...]:
    """The nodes as boxes, each below its parent; one whose parent is not there stands alone."""
    known = {node["id"] for node in doc["nodes"]}
    above = [node for node in doc["nodes"] if node.get("parent") not in known]
    return tuple(_branch(doc, node, ()) for node in above)


def _branch(doc: Mapping[str, Any], node: Mapping[str, Any], passed: tuple[str, ...]) -> Branch:
    seen = (*passed, node["id"])
    below = [one for one in doc["nodes"] if one.get("parent") == node["id"] and one["id"] not in seen]
    numbers = "；".join(_number(kr) for kr in node.get("key_results", ()))
    children = tuple(_branch(doc, one, seen) for one in below)
    return Branch(node["id"], node.get("owner", ""), numbers, node.get("objective", ""), children=children)


def _number(kr: Mapping[str, Any]) -> str:
    """「年 UV 4000 → 4400 万」, or the sentence where no numbers stand beside it."""
    if not kr.get("target"):
        return str(kr["text"])
    before = f"{kr['baseline']} → " if kr.get("baseline") else ""
    return f"{kr.get('metric') or kr['text']} {before}{kr['target']}{kr.get('unit', '')}"


def places(doc: Mapping[str, Any]) -> dict[str, str]:
    """Where the sentences stand: an objective goes by the id of its node, the others by their own, the first of an id."""
    found: dict[str, str] = {}
    for at, node in enumerate(doc["nodes"]):
        here = node_place(at)
        found.setdefault(node["id"], f"{here}.{O_PLACE}")
        for name, place in (("strategies", strategy_place), ("key_results", kr_place)):
            for row, one in enumerate(node.get(name, ())):
                found.setdefault(one["id"], f"{here}.{place(row)}")
    return found


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The cascade, to be read."""
    del language
    return (Tree(roots(doc)),)


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The cascade as plain lines, each level further in."""
    del language
    return "\n".join(line for root in roots(doc) for line in _lines(root, 0))


def _lines(branch: Branch, depth: int) -> list[str]:
    said = "　".join(filter(None, (branch.title, branch.small, branch.value)))
    return ["　" * depth + said, *(line for one in branch.children for line in _lines(one, depth + 1))]


CASCADE_DOCUMENT = DocumentType(
    "cascade",
    version=1,
    shape=SHAPE,
    blank=is_blank,
    show=show,
    text=text,
    size=lambda doc: len(doc["nodes"]),
    graded=Graded(
        "cascade",
        record=dict,
        noun=CASCADE.read,
        places=places,
    ),
)
