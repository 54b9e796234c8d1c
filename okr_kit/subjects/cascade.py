"""A cascade: the objectives, strategies and key results of several owners, from the top down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import RecordError
from ..fold import fold
from ..model import Cascade, CascadeNode, KeyResult, NodeKeyResult, Objective, Strategy
from ..quantity import in_unit, parse
from ..rules.cascade import RULES
from ..rules.cascade.view import CascadeView
from ..rules.places import O_PLACE, kr_place, node_place, strategy_place
from ..text import Readings
from .base import Part, Subject
from .cascade_names import resolved, unclear
from .fields import LONGEST, Field, optional

#: Most nodes of one cascade, and most strategies or key results of one node.
MOST_NODES = 2000
MOST_ROWS = 500
#: How many places a sentence about several names.
_NAMED = 6
#: A cascade is of one period: no single sentence in it has to name one.
_PERIOD = "cascade"
_YES = ("true", "yes", "是", "1")
_KINDS = ("sum", "product", "ratio", "funnel", "time", "distinct", "index", "zero", "milestone")


def _text(record: Mapping[str, Any], name: str, where: str) -> str | None:
    """A sentence, or None where there is none; RecordError where it is as long as a page."""
    value = record.get(name)
    if isinstance(value, str) and len(value) > LONGEST:
        raise RecordError("too-long", key=where)
    return optional(value)


def _many(value: Any) -> tuple[str, ...]:
    """An id, or a list of ids."""
    rows = value if isinstance(value, list) else [value]
    return tuple(one for row in rows if (one := optional(row)))


def _is(value: Any) -> bool:
    """Whether a flag is set, as a program or a person writes it."""
    return value is True or fold(str(value)).strip().lower() in _YES


def _rows(record: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    """A list of objects; one that is a text alone is an object with that text."""
    rows = record.get(name) or []
    if not isinstance(rows, list):
        raise RecordError("not-a-list", key=f"{where}.{name}")
    if len(rows) > MOST_ROWS:
        raise RecordError("too-many-rows", key=f"{where}.{name}", most=MOST_ROWS, count=len(rows))
    given = [{"text": row} if isinstance(row, str) else row for row in rows]
    for at, row in enumerate(given):
        if not isinstance(row, Mapping):
            raise RecordError("not-an-object", key=f"{where}.{name}[{at}]")
    return given


def _key_result(row: Mapping[str, Any], name: str, where: str) -> NodeKeyResult:
    unit, kind = optional(row.get("unit")), (optional(row.get("kind")) or "").lower()
    return NodeKeyResult(
        id=optional(row.get("id")) or name,
        text=_text(row, "text", where) or "",
        metric=optional(row.get("metric")),
        kind=kind if kind in _KINDS else None,
        baseline=in_unit(row.get("baseline"), unit),
        target=in_unit(row.get("target"), unit),
        unit=unit,
        due=optional(row.get("due")),
        weight=parse(row.get("weight")),
        serves=next(iter(_many(row.get("serves"))), None),
        scope=optional(row.get("scope")),
        overlap=in_unit(row.get("overlap"), unit),
        **{flag: _is(row.get(flag)) for flag in ("own", "support", "parallel")},
    )


def _strategies(row: Mapping[str, Any], name: str, where: str) -> Iterator[Strategy]:
    for at, one in enumerate(_rows(row, "strategies", where)):
        text = _text(one, "text", f"{where}.{strategy_place(at)}")
        yield Strategy(optional(one.get("id")) or f"{name}.s{at + 1}", text or "")


def _node(row: Mapping[str, Any], where: str) -> CascadeNode:
    said = row.get("objective")
    stated = said if isinstance(said, Mapping) else {"text": said}
    name = optional(row.get("id")) or where
    return CascadeNode(
        id=name,
        parent=optional(row.get("parent")),
        owner=optional(row.get("owner")),
        level=optional(row.get("level")),
        objective=_text(stated, "text", f"{where}.{O_PLACE}"),
        strategies=tuple(_strategies(row, name, where)),
        serves=_many(row.get("serves")),
        key_results=tuple(
            _key_result(one, f"{name}.k{at + 1}", f"{where}.{kr_place(at)}")
            for at, one in enumerate(_rows(row, "key_results", where))
        ),
        anchored=_is(row.get("anchored")),
        bottom_up=_is(row.get("bottom_up")),
        depends=_many(row.get("depends")),
    )


def _nodes(record: Mapping[str, Any], name: str, where: str) -> tuple[CascadeNode, ...]:
    rows, ahead = record.get(name), f"{where}." if where else ""
    if not isinstance(rows, list):
        raise RecordError("no-nodes", key=ahead + name)
    if len(rows) > MOST_NODES:
        raise RecordError("too-many-nodes", key=ahead + name, most=MOST_NODES, count=len(rows))
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise RecordError("not-an-object", key=ahead + node_place(at))
    nodes = tuple(_node(row, ahead + node_place(at)) for at, row in enumerate(rows))
    _once(nodes, ahead)
    nodes = resolved(nodes)
    _no_circle(nodes, ahead)
    return nodes


def _once(nodes: Sequence[CascadeNode], ahead: str) -> None:
    """Say which rows share an id where nobody could tell which of them is meant by it."""
    ids: dict[str, list[str]] = {}
    krs: dict[str, list[str]] = {}
    for at, node in enumerate(nodes):
        here = ahead + node_place(at)
        ids.setdefault(node.id, []).append(here)
        for row, kr in enumerate(node.key_results):
            krs.setdefault(kr.id, []).append(f"{here}.{kr_place(row)}")
        ways: dict[str, list[str]] = {}
        for row, way in enumerate(node.strategies):
            ways.setdefault(way.id, []).append(f"{here}.{strategy_place(row)}")
        _refuse_twice("strategy-twice", ways)
    _refuse_twice("node-twice", ids)
    _refuse_twice("kr-twice", {name: krs[name] for name in unclear(nodes)})


def _refuse_twice(code: str, found: Mapping[str, list[str]]) -> None:
    for name, places in found.items():
        if len(places) > 1:
            raise RecordError(code, key=places[1], id=name, places=_listed(places))


def _no_circle(nodes: Sequence[CascadeNode], ahead: str) -> None:
    """Say which nodes stand above one another in a circle."""
    above = {node.id: node.parent for node in nodes}
    sound: set[str] = set()
    for node in nodes:
        way: dict[str, None] = {}
        at: str | None = node.id
        while at in above and at not in sound:
            if at in way:
                circle = list(way)[list(way).index(at) :]
                raise RecordError("circle", key=ahead + "nodes", ids=" → ".join([*circle[:_NAMED], at]))
            way[at] = None
            at = above[at]
        sound.update(way)


def _listed(places: Sequence[str]) -> str:
    """A few places, named; of many the first ones."""
    return "、".join(places[:_NAMED]) + ("…" if len(places) > _NAMED else "")


def parts(noun: Cascade) -> tuple[Part, ...]:
    """Every sentence that is written, node by node: the objective, its strategies, its key results."""
    return tuple(part for at, node in enumerate(noun.nodes) for part in _sentences(node, node_place(at)))


def _sentences(node: CascadeNode, here: str) -> Iterator[Part]:
    if node.objective:
        yield Part(f"{here}.{O_PLACE}", Objective(node.objective))
    measured = tuple(kr.text for kr in node.key_results if kr.text)
    for at, way in enumerate(node.strategies):
        if way.text:
            yield Part(f"{here}.{strategy_place(at)}", replace(way, objective=node.objective, key_results=measured))
    for at, kr in enumerate(node.key_results):
        if kr.text:
            yield Part(f"{here}.{kr_place(at)}", _statement(kr, node.objective))


def _statement(kr: NodeKeyResult, objective: str | None) -> KeyResult:
    """A key result as a sentence of its own, with its numbers where both are in one unit."""
    units = {one.unit for one in (kr.target, kr.baseline) if one and one.unit}
    alike = len(units) < 2
    return KeyResult(
        kr.text,
        objective=objective,
        cycle=_PERIOD,
        baseline=kr.baseline.value if kr.baseline and alike else None,
        target=kr.target.value if kr.target and alike else None,
        unit=next(iter(units), kr.unit) if alike else kr.unit,
        due=kr.due,
        type="milestone" if kr.kind == "milestone" else None,
    )


def heads(noun: Cascade) -> Mapping[str, str]:
    """Where each node stands, and whose it is."""
    return {node_place(at): node.owner or node.id for at, node in enumerate(noun.nodes)}


def linked(noun: Cascade) -> bool:
    """Whether two nodes at least say that they stand above or below another: of less there is nothing to judge."""
    known = {node.id for node in noun.nodes}
    below = {node.id for node in noun.nodes if node.parent}
    above = {node.parent for node in noun.nodes if node.parent in known}
    return len(below | above) > 1


def _view(noun: Cascade, views: Mapping[str, Any], readings: Readings) -> CascadeView:
    return CascadeView(noun, readings, views)


def human(noun: Cascade) -> tuple[str, ...]:
    """Whether what is below brings what is above any nearer."""
    return ("O-NOLINK",) if linked(noun) else ()


CASCADE = Subject(
    "cascade",
    Cascade,
    fields=(Field("nodes", "nodes", _nodes, needed=True),),
    view=_view,
    rules=RULES,
    human=human,
    parts=parts,
    whole="cascade",
    remarks=True,
    judged=linked,
    heads=heads,
)
