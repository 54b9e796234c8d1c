"""A cascade: the objectives, strategies and key results of several owners, from the top down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import RecordError
from ..model import Cascade, CascadeNode, NodeKeyResult, Strategy
from ..quantity import Quantity, parse
from ..rules.cascade import RULES
from ..rules.cascade.view import CascadeView
from ..text import Readings
from .base import Subject
from .fields import Field, optional

#: Most nodes of one cascade.
MOST_NODES = 2000


def amount(record: Mapping[str, Any], name: str, unit: str | None) -> Quantity | None:
    """A number of a record as typed; where it has no unit of its own, that of its row."""
    found = parse(record.get(name))
    return replace(found, unit=unit) if found and unit and not found.unit else found


def _many(value: Any) -> tuple[str, ...]:
    """An id, or a list of ids."""
    rows = value if isinstance(value, list) else [value]
    return tuple(one for row in rows if (one := optional(row)))


def _rows(record: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    """A list of objects; one that is a text alone is an object with that text."""
    rows = record.get(name) or []
    if not isinstance(rows, list):
        raise RecordError("not-a-list", key=f"{where}.{name}")
    given = [{"text": row} if isinstance(row, str) else row for row in rows]
    for at, row in enumerate(given):
        if not isinstance(row, Mapping):
            raise RecordError("not-an-object", key=f"{where}.{name}[{at}]")
    return given


def _key_result(row: Mapping[str, Any], name: str) -> NodeKeyResult:
    unit = optional(row.get("unit"))
    return NodeKeyResult(
        id=optional(row.get("id")) or name,
        text=optional(row.get("text")) or "",
        metric=optional(row.get("metric")),
        kind=optional(row.get("kind")),
        baseline=amount(row, "baseline", unit),
        target=amount(row, "target", unit),
        unit=unit,
        due=optional(row.get("due")),
        weight=parse(row.get("weight")),
        serves=optional(row.get("serves")),
        scope=optional(row.get("scope")),
        overlap=amount(row, "overlap", unit),
        **{flag: row.get(flag) is True for flag in ("own", "support", "parallel")},
    )


def _node(row: Mapping[str, Any], where: str) -> CascadeNode:
    said = row.get("objective")
    text = said.get("text") if isinstance(said, Mapping) else said
    name = optional(row.get("id"))
    if name is None:
        raise RecordError("no-id", key=where)
    return CascadeNode(
        id=name,
        parent=optional(row.get("parent")),
        owner=optional(row.get("owner")),
        level=optional(row.get("level")),
        objective=optional(text),
        strategies=tuple(
            Strategy(optional(one.get("id")) or f"{name}.s{at}", optional(one.get("text")) or "")
            for at, one in enumerate(_rows(row, "strategies", where), 1)
        ),
        serves=_many(row.get("serves")),
        key_results=tuple(
            _key_result(one, f"{name}.k{at}") for at, one in enumerate(_rows(row, "key_results", where), 1)
        ),
        anchored=row.get("anchored") is True,
        bottom_up=row.get("bottom_up") is True,
        depends=_many(row.get("depends")),
    )


def _nodes(record: Mapping[str, Any], name: str, where: str) -> tuple[CascadeNode, ...]:
    rows, ahead = record.get(name), f"{where}." if where else ""
    if not isinstance(rows, list):
        raise RecordError("no-nodes", key=ahead + name)
    if len(rows) > MOST_NODES:
        raise RecordError("too-long", key=ahead + name)
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise RecordError("not-an-object", key=f"{ahead}{name}[{at}]")
    return tuple(_node(row, f"{ahead}{name}[{at}]") for at, row in enumerate(rows))


def _view(noun: Cascade, views: tuple[Any, ...], readings: Readings) -> CascadeView:
    del views
    return CascadeView(noun, readings)


def human(noun: Cascade) -> tuple[str, ...]:
    """Nothing yet that rules leave to people."""
    del noun
    return ()


CASCADE = Subject(
    "cascade",
    Cascade,
    fields=(Field("nodes", "nodes", _nodes, needed=True),),
    view=_view,
    rules=RULES,
    human=human,
    whole="cascade",
)
