"""What an item of a drill or a worksheet stands on: lines, a table, a tree; on a screen as nodes, on paper and on the stage as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ContentError
from ..view import Branch, Node, Table, Text, Tree, walk

#: How far a box of a tree may lie below its root.
DEEPEST = 6


def check(item: Mapping[str, Any], file: str, name: str) -> None:
    """Raise ContentError unless ``lines`` are texts, ``table`` has rows as wide as its headers, ``tree`` has titles."""
    lines, table, tree = item.get("lines", []), item.get("table"), item.get("tree", [])
    if not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
        raise ContentError("content-key", file=file, key=f"{name}.lines")
    if table is not None and not _is_table(table):
        raise ContentError("content-key", file=file, key=f"{name}.table")
    if not isinstance(tree, list) or not all(_is_branch(one, DEEPEST) for one in tree):
        raise ContentError("content-key", file=file, key=f"{name}.tree")


def _is_table(table: Any) -> bool:
    if not isinstance(table, dict):
        return False
    headers, rows = table.get("headers"), table.get("rows")
    if not isinstance(headers, list) or not isinstance(rows, list) or not rows:
        return False
    return all(
        isinstance(row, list) and len(row) == len(headers) and all(isinstance(cell, str) for cell in row)
        for row in (headers, *rows)
    )


def _is_branch(one: Any, left: int) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("title"), str) or not left:
        return False
    below = one.get("children", [])
    return isinstance(below, list) and all(_is_branch(child, left - 1) for child in below)


def nodes(item: Mapping[str, Any]) -> list[Node]:
    """The material on a screen."""
    found: list[Node] = [Text((str(line),)) for line in item.get("lines", ())]
    if "table" in item:
        table = item["table"]
        found.append(Table(tuple(table["headers"]), tuple(map(tuple, table["rows"])), str(table.get("caption", ""))))
    if item.get("tree"):
        found.append(Tree(_branches(item)))
    return found


def lines(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The material as lines; nothing where there is none."""
    table = item.get("table", {"headers": (), "rows": ()})
    rows = ("　".join(row) for row in (table["headers"], *table["rows"]) if row)
    boxes = ("　" * depth + _line(one) for depth, one in walk(_branches(item)))
    return (*map(str, item.get("lines", ())), *rows, *boxes)


def _branches(item: Mapping[str, Any]) -> tuple[Branch, ...]:
    return tuple(_branch(one, str(n)) for n, one in enumerate(item.get("tree", ())))


def _branch(one: Mapping[str, Any], key: str) -> Branch:
    below = tuple(_branch(child, f"{key}.{n}") for n, child in enumerate(one.get("children", ())))
    value, small, state, note = (str(one.get(name, "")) for name in ("value", "small", "state", "note"))
    return Branch(key, str(one["title"]), value, small, state, note, below)


def _line(branch: Branch) -> str:
    return "　".join(filter(None, (branch.title, branch.value, branch.small, branch.note)))
