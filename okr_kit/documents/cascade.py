"""The cascade document: the parts of several owners from the top down, the record of ``okr lint`` as it is.

Body: ``nodes`` as in :mod:`okr_kit.subjects.cascade`, numbers as typed. Beside what is graded, a node may hold
``baseline``, ``reported`` (what its owner said first), ``agreed``, ``need`` (what it takes), ``reason``; a key result ``note``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..rules.places import O_PLACE, kr_place, node_place, strategy_place
from ..subjects import CASCADE
from ..view import Branch, Node, Tree, walk
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


def roots(language: Language, doc: Mapping[str, Any]) -> tuple[Branch, ...]:
    """The nodes as boxes, each below its parent; one whose parent is not there, or only itself, stands on top."""
    nodes: list[Mapping[str, Any]] = doc["nodes"]
    known = {node["id"] for node in nodes}
    below: dict[str, list[Mapping[str, Any]]] = {}
    for node in nodes:
        below.setdefault(node.get("parent", ""), []).append(node)
    shown: set[str] = set()
    above = [node for node in nodes if node.get("parent") not in known]
    ways = {way["id"]: str(way["text"]) for node in nodes for way in node.get("strategies", ())}

    def branch(node: Mapping[str, Any]) -> Branch:
        """One box, with whose it is, the numbers, what else it says; and the boxes below it, each once."""
        shown.add(node["id"])
        children = tuple(branch(one) for one in below.get(node["id"], ()) if one["id"] not in shown)
        lines = _lines_of(language, node, ways)
        whose = node.get("owner") or node.get("level") or (lines.pop(0) if lines else "")
        numbers = "；".join(filter(None, map(_number, node.get("key_results", ()))))
        return Branch(node["id"], whose, numbers, "\n".join(lines), children=children)

    found = [branch(node) for node in above]
    return tuple(found + [branch(node) for node in nodes if node["id"] not in shown])


def _lines_of(language: Language, node: Mapping[str, Any], ways: Mapping[str, str]) -> list[str]:
    """What a node says in sentences: its objective, what it has taken over, its KRs without numbers beside them, why."""
    taken = [language.say("cascade.from-strategy", text=ways[one]) for one in node.get("serves", ()) if one in ways]
    said = [str(kr["text"]) for kr in node.get("key_results", ()) if not kr.get("target")]
    return [line for line in (str(node.get("objective", "")), *taken, *said, str(node.get("reason", ""))) if line]


def _number(kr: Mapping[str, Any]) -> str:
    """「年 UV 4000 → 4400 万」; empty where no numbers stand beside the sentence."""
    target, unit = kr.get("target", ""), kr.get("unit", "")
    if not target:
        return ""
    behind = "" if target.endswith(unit) else f" {unit}" if unit[0].isalnum() else unit
    start = kr.get("baseline", "")
    before = f"{start}{behind if behind == '%' else ''} → " if start else ""
    name = kr.get("metric")
    return f"{name} {before}{target}{behind}" if name else str(kr["text"] or f"{before}{target}{behind}")


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
    return (Tree(roots(language, doc)),)


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The cascade as plain lines, each level further in."""
    return "\n".join("　" * depth + _line(one) for depth, one in walk(roots(language, doc)))


def _line(branch: Branch) -> str:
    return "　".join(filter(None, (branch.title, *branch.small.splitlines(), branch.value)))


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
