"""A value tree: a number taken apart into what drives it, down to leaves that somebody can move."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import RecordError
from ..fold import fold
from ..model import ValueNode, ValueTree
from ..quantity import Quantity, half_digit, in_unit, multiplied, parse
from ..rollup import walk
from ..rules import value_tree
from ..rules.value_tree import TreeView
from ..text import Readings
from .base import Subject
from .fields import Field, optional

#: Most nodes of one tree, most children of one node, most levels.
MOST_NODES = 2000
MOST_CHILDREN = 500
MOST_LEVELS = 50
#: Longest name in characters.
LONGEST_NAME = 200
#: Longest text of a number, in characters, of which a remark is left aside.
_LONGEST_NUMBER = 100

_METHODS = {
    **dict.fromkeys(("formula", "公式", "公式法"), "formula"),
    **dict.fromkeys(("process", "流程", "流程法"), "process"),
    **dict.fromkeys(("element", "elements", "要素", "要素法"), "element"),
    **dict.fromkeys(("influence", "影响"), "influence"),
}
#: What stands for "not marked"; whatever else is put down marks a leaf (是, ✓, ★).
_NO = frozenset({"", "false", "no", "n", "0", "否", "不", "不是", "无", "没有", "-", "×", "x", "none", "null"})
#: How one says that a number is not there yet, whatever follows: 待查（9月底给）.
_UNKNOWN = re.compile(
    r"\s*+[(\[]?\s*+(?:待(?:查|定|补|填|核|测|确认|统计)|未知|未定|不知|不清楚|不详|没有?数|暂无|暂缺|无数据|tb[dc]\b|n/?a\b|[?？]\s*[(,]|.*待查)"
)
#: A remark that says when a number was so: （2025 年）, (25Q3).
_WHEN = re.compile(r"\((?:[^()\d]|(?:19|20)\d\d|\d\d?\s*[年月季]|(?<=[qh])[1-4])++\)\s*$")
#: What looks like a number.
_DIGIT = re.compile(r"[\d〇一二三四五六七八九]")


def _undated(typed: object) -> object:
    """A number without the remark when it was so: 2.4 亿（2025 年）."""
    return _WHEN.sub("", fold(typed)) if isinstance(typed, str) and len(typed) <= _LONGEST_NUMBER else typed


def amount(typed: object, unit: str | None) -> Quantity | None:
    """A number as typed, in its own unit or else in that of its row, with the row's scale (4000 in 万元) multiplied in."""
    found = in_unit(_undated(typed), unit)
    return multiplied(found) if found else None


def _number(row: Mapping[str, Any], name: str, where: str) -> Quantity | None:
    """A number of a record; what holds digits and is no number is an error, as it would not be checked without a word."""
    typed = row.get(name)
    if typed is None or typed == "":
        return None
    if isinstance(typed, str) and _UNKNOWN.match(fold(typed)):
        return None
    found = amount(typed, optional(row.get("unit")))
    if found is None and (not isinstance(typed, str) or _DIGIT.search(fold(typed))):
        raise RecordError("no-number", key=f"{where}.{name}", typed=str(typed)[:30])
    return found


def _marked(typed: object) -> bool:
    """Whether a leaf is marked as a lever."""
    return fold(typed).strip() not in _NO if isinstance(typed, str) else typed is True or typed == 1


def _spread(row: Mapping[str, Any], value: Quantity | None) -> float:
    """Half of the last printed digit, with the scale of the row's unit."""
    typed = row.get("value")
    plain = parse(_undated(typed))
    if value is None or plain is None:
        return 0.0
    scale = value.value / plain.value if plain.value else 1.0
    return half_digit(typed, plain) * abs(scale)


class _Reader:
    """Reads the nodes of one tree, counts them, and sees that no id comes twice."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.nodes = 0

    def node(self, row: Any, where: str, level: int = 1) -> ValueNode:
        """One node with all below it."""
        self._check(row, where, level)
        name = self._name(row, where)
        found = optional(row.get("id"))
        own = found if found and found not in self.ids else where
        self.ids.add(own)
        value = _number(row, "value", where)
        method = optional(row.get("method"))
        return ValueNode(
            name=name,
            value=value,
            spread=_spread(row, value),
            unit=optional(row.get("unit")),
            method=_METHODS.get(fold(method)) if method else None,
            formula=optional(row.get("formula")),
            reach=_number(row, "reach", where),
            lever=_marked(row.get("lever")),
            ask_who=optional(row.get("ask_who")),
            id=own,
            children=tuple(
                self.node(one, f"{where}.children[{at}]", level + 1) for at, one in enumerate(self._below(row, where))
            ),
        )

    def _check(self, row: Any, where: str, level: int) -> None:
        self.nodes += 1
        if not isinstance(row, Mapping):
            raise RecordError("no-node", key=where)
        if level > MOST_LEVELS:
            raise RecordError("tree-deep", key=where, most=MOST_LEVELS)
        if self.nodes > MOST_NODES:
            raise RecordError("tree-large", key=where, most=MOST_NODES)

    def _name(self, row: Mapping[str, Any], where: str) -> str:
        name = optional(row.get("name"))
        if name is None:
            raise RecordError("no-name", key=f"{where}.name")
        if len(name) > LONGEST_NAME:
            raise RecordError("name-long", key=f"{where}.name", most=LONGEST_NAME)
        return name

    def _below(self, row: Mapping[str, Any], where: str) -> list[Any]:
        rows = row.get("children")
        if rows is None:
            return []
        if not isinstance(rows, list):
            raise RecordError("no-children", key=f"{where}.children")
        if len(rows) > MOST_CHILDREN:
            raise RecordError("tree-wide", key=f"{where}.children", most=MOST_CHILDREN)
        return rows


def _tree(record: Mapping[str, Any], name: str, where: str) -> ValueNode:
    del where
    if name not in record:
        raise RecordError("no-tree", key=name)
    return _Reader().node(record[name], name)


def heads(noun: ValueTree) -> Mapping[str, str]:
    """Where each node stands, and its name."""
    return {place: node.name for node, place, _ in walk(noun.root)}


def apart(noun: ValueTree) -> bool:
    """Whether a number was taken apart at all: of one alone there is nothing to judge."""
    return bool(noun.root.children)


def _view(noun: ValueTree, views: Mapping[str, Any], readings: Readings) -> TreeView:
    del views
    return TreeView(noun, readings)


def human(noun: ValueTree) -> tuple[str, ...]:
    """Nothing that rules leave to people."""
    del noun
    return ()


VALUE_TREE = Subject(
    "value_tree",
    ValueTree,
    fields=(Field("tree", "tree", _tree, needed=True),),
    view=_view,
    rules=value_tree.RULES,
    human=human,
    whole="tree",
    judged=apart,
    little="alone",
    heads=heads,
)
