"""The value tree document: a number taken apart, the leaves to move with a strategy each, and what was given up.

Body: ``tree`` is the record of a ``value_tree`` (:mod:`okr_kit.subjects.value_tree`), nested ``{id, name, value, reach,
unit, method, formula, lever, ask_who, children}`` with numbers as typed; ``strategies`` are ``{leaf, text}`` with the id of
a leaf, ``dropped`` are ``{what, why}``. Ids of nodes are never used again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..model import ValueTree
from ..subjects import VALUE_TREE
from ..subjects.value_tree import amount
from ..view import Branch, Node, Table, Tree, walk
from .base import OWN, Document, DocumentType, Graded

if TYPE_CHECKING:
    from ..lang import Language

NODE: dict[str, Any] = {
    "id": str,
    "name": str,
    **{f"{name}?": str for name in ("value", "reach", "unit", "method", "formula", "ask_who")},
    "lever?": bool,
}
NODE["children?"] = [NODE]
#: What stands behind the last digit of a number.
_BEHIND = re.compile(r"[^\d.]*$")
SHAPE = {
    "tree": NODE,
    "strategies": [{"leaf": str, "text": str}],
    "dropped": [{"what": str, "why": str}],
}


def blank_tree(
    name: str,
    tree: Mapping[str, Any],
    *,
    strategies: list[dict[str, str]] | None = None,
    dropped: list[dict[str, str]] | None = None,
    origin: str = OWN,
    title: str = "",
) -> Document:
    """A value tree of those nodes with that document id."""
    return {
        "v": 1,
        "type": "value_tree",
        "id": name,
        "origin": origin,
        "title": title,
        "tree": dict(tree),
        "strategies": strategies or [],
        "dropped": dropped or [],
    }


def nodes(doc: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every node of a document from the top, with where it stands in the record."""
    todo = [(doc["tree"], "tree")]
    while todo:
        node, place = todo.pop()
        yield node, place
        todo += reversed([(one, f"{place}.children[{at}]") for at, one in enumerate(node.get("children", ()))])


def is_blank(doc: Mapping[str, Any]) -> bool:
    """Whether no number stands below a name yet."""
    return not any(node["name"].strip() and place != "tree" for node, place in nodes(doc))


def written(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node as it can be graded: without rows that have neither a name nor anything below, and numbers that are none."""
    unit = node.get("unit")
    kept = {key: part for key, part in node.items() if key not in ("value", "reach", "children")}
    kept["name"] = str(node["name"]).strip() or "？"
    kept |= {key: node[key] for key in ("value", "reach") if amount(node.get(key), unit)}
    kept["children"] = [written(one) for one in node.get("children", ()) if one["name"].strip() or one.get("children")]
    return kept


def record(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The line for ``okr lint``."""
    return {**doc, "tree": written(doc["tree"])}


def noun(doc: Mapping[str, Any]) -> ValueTree:
    """What is graded; its nodes have the ids of the document."""
    return VALUE_TREE.read(record(doc))  # type: ignore[no-any-return]


def number(node: Mapping[str, Any]) -> str:
    """「4000 → 4400 万」: what it is and what it could be, as typed; whom to ask where a number is missing."""
    now, reach = (str(node.get(name, "")).strip() for name in ("value", "reach"))
    unit = str(node.get("unit", "")).strip()
    last = reach or now
    if (alike := _BEHIND.search(reach)) and alike[0] and now.endswith(alike[0]):
        now = now.removesuffix(alike[0])
    behind = "" if not last or last.endswith(unit) else unit if unit == "%" else f" {unit}"
    return (f"{now} → {reach}" if now and reach and now != reach else last) + behind


def _branch(language: Language, node: Mapping[str, Any]) -> Branch:
    """A node as a box: what is unknown says who is asked, and a lever is marked."""
    asked = str(node.get("ask_who", "")).strip()
    value = number(node)
    small = "" if value else language.say("tree.unknown-ask" if asked else "tree.unknown", who=asked)
    method = str(node.get("method", "")) if node.get("children") else ""
    said = f"tree.method-{method}"
    lever = node.get("lever") is True
    return Branch(
        node["id"],
        str(node["name"]),
        value,
        small or (language.say(said) if said in language.messages else ""),
        state="now" if lever else "",
        note=language.say("tree.lever") if lever else "",
        children=tuple(_branch(language, one) for one in node.get("children", ()) if one["name"].strip()),
    )


def _tables(language: Language, doc: Mapping[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """The leaves with their strategies, and what was given up with its reason: the names of both columns, and the rows."""
    names = {node["id"]: str(node["name"]) for node, _ in nodes(doc)}
    strategies = [(names.get(row["leaf"], ""), row["text"]) for row in doc["strategies"] if row["text"].strip()]
    dropped = [(row["what"], row["why"]) for row in doc["dropped"] if row["what"].strip()]
    for left, right, rows in (("leaf", "strategy", strategies), ("dropped", "why", dropped)):
        if rows:
            yield language.say(f"tree.{left}"), language.say(f"tree.{right}"), rows


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The tree, to be read, and below it what follows from it."""
    below = tuple(Table((left, right), tuple(rows)) for left, right, rows in _tables(language, doc))
    return (Tree((_branch(language, doc["tree"]),)), *below)


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The tree as plain lines, each level further in, then the strategies and what was given up."""
    lines = ["　" * depth + _line(one) for depth, one in walk((_branch(language, doc["tree"]),))]
    for left, right, rows in _tables(language, doc):
        lines += ["", f"{left}：{right}", *("：".join(filter(None, row)) for row in rows)]
    return "\n".join(lines)


def _line(branch: Branch) -> str:
    return "　".join(filter(None, (branch.title, branch.value, branch.small, branch.note)))


VALUE_TREE_DOCUMENT = DocumentType(
    "value_tree",
    version=1,
    shape=SHAPE,
    blank=is_blank,
    show=show,
    text=text,
    size=lambda doc: sum(not node.get("children") for node, _ in nodes(doc)),
    graded=Graded(
        "value_tree",
        record=record,
        noun=noun,
        places=lambda doc: {node["id"]: place for node, place in nodes(record(doc))},
    ),
)
