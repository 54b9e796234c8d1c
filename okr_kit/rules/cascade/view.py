"""What rules over a cascade look at: its nodes by id, who stands below whom, whose number is part of whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...model import Cascade, CascadeNode, NodeKeyResult, Strategy
from ...text import Reading, Readings
from ..bare import measure
from ..places import O_PLACE, kr_place, node_place, strategy_place
from ..views import KeyResultView
from .accounts import Reckoning, accounts


@dataclass(frozen=True, slots=True)
class Place:
    """One key result where it stands: its node, and ``where`` in the record (``nodes[2].key_results[0]``)."""

    node: CascadeNode
    kr: NodeKeyResult
    where: str


@dataclass(frozen=True)
class CascadeView:
    """A cascade with its links worked out once; ``views`` are those of its sentences, by where each stands."""

    subject: Cascade
    readings: Readings
    views: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> dict[str, CascadeNode]:
        """Every node by its id."""
        return {node.id: node for node in self.subject.nodes}

    @cached_property
    def places(self) -> dict[str, str]:
        """Where every node stands in the record, by its id: ``nodes[3]``."""
        return {node.id: node_place(at) for at, node in enumerate(self.subject.nodes)}

    @cached_property
    def children(self) -> dict[str, tuple[CascadeNode, ...]]:
        """The nodes below each node that has any, by its id."""
        found: dict[str, list[CascadeNode]] = {}
        for node in self.subject.nodes:
            if node.parent in self.nodes:
                found.setdefault(str(node.parent), []).append(node)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def links(self) -> tuple[tuple[CascadeNode, CascadeNode], ...]:
        """Every node that has one above it in the cascade, with that one."""
        return tuple((node, self.nodes[node.parent]) for node in self.subject.nodes if node.parent in self.nodes)

    def called(self, node: CascadeNode) -> str:
        """How a node is spoken of: by its owner, else by its id."""
        return node.owner or node.id

    def objective(self, node: CascadeNode) -> Reading | None:
        """A node's objective, where it has one that can be read."""
        reading = self.readings.read(node.objective) if node.objective else None
        return None if reading is None or reading.unread else reading

    @cached_property
    def _measures(self) -> dict[str, str]:
        """What was already asked of :meth:`measure`: a number of the top is compared with everybody below."""
        return {}

    def measure(self, text: str) -> str:
        """What a sentence measures, without its numbers."""
        if text not in self._measures:
            self._measures[text] = measure(self.readings.read(text))
        return self._measures[text]

    def is_measure(self, node: CascadeNode) -> bool:
        """Whether a node's objective is the target of a measure."""
        found = self.views.get(f"{self.places[node.id]}.{O_PLACE}")
        if found is None:
            return False
        changes = bool(found.reading.changes) and len(found.reading.clauses) == 1
        return changes or (found.cause is not None and found.cause.code == "O-METRIC")

    @cached_property
    def key_results(self) -> dict[str, Place]:
        """Every key result by its id."""
        return {
            kr.id: Place(node, kr, f"{self.places[node.id]}.{kr_place(at)}")
            for node in self.subject.nodes
            for at, kr in enumerate(node.key_results)
        }

    @cached_property
    def parts(self) -> dict[str, tuple[Place, ...]]:
        """What serves each key result that is served at all, by its id: also what only supports it."""
        found: dict[str, list[Place]] = {}
        for place in self.key_results.values():
            if place.kr.serves in self.key_results:
                found.setdefault(str(place.kr.serves), []).append(place)
        return {name: tuple(rows) for name, rows in found.items()}

    def serves(self, node: CascadeNode, above: CascadeNode) -> frozenset[str]:
        """Which strategies of the node above a node takes over, by itself or by one of its key results."""
        named = {*node.serves, *self._served_by((node,))}
        return frozenset(way.id for way in above.strategies if way.id in named or way.text in named)

    def taken(self, node: CascadeNode) -> frozenset[str]:
        """All that the nodes below a node say they serve: ids, or the words themselves."""
        below = self.children.get(node.id, ())
        return frozenset({name for one in below for name in one.serves} | self._served_by(below))

    def unknown(self, names: Iterable[str]) -> bool:
        """Whether some of these are served and none of them is anything in this cascade."""
        return any(names) and not any(name in self._served for name in names)

    def _served_by(self, nodes: Iterable[CascadeNode]) -> set[str]:
        return {kr.serves for one in nodes for kr in one.key_results if kr.serves}

    def sentences(self, node: CascadeNode) -> Iterator[tuple[str, str]]:
        """The strategies and key results of a node that are written: where each stands, and what it says."""
        here = self.places[node.id]
        for at, way in enumerate(node.strategies):
            if way.text:
                yield f"{here}.{strategy_place(at)}", way.text
        for at, kr in enumerate(node.key_results):
            if kr.text:
                yield f"{here}.{kr_place(at)}", kr.text

    def key_result_views(self, node: CascadeNode) -> list[KeyResultView]:
        """What rules of a single key result look at, for each of a node's that is written."""
        here = self.places[node.id]
        found = (self.views.get(f"{here}.{kr_place(at)}") for at in range(len(node.key_results)))
        return [view for view in found if view is not None]

    def is_step(self, kr: NodeKeyResult) -> bool:
        """Whether a key result is one of the steps to a milestone of the level above."""
        whole = self.key_results.get(kr.serves or "")
        return whole is not None and whole.kr.kind == "milestone"

    def guards(self, kr: NodeKeyResult) -> bool:
        """Whether a key result is a guardrail: its owner keeps it, nobody has to take it over."""
        found = self.views.get(self.key_results[kr.id].where)
        return found is not None and found.guards

    @cached_property
    def _heights(self) -> dict[str, int]:
        """How many levels stand below each node; whoever is far down comes first."""
        depth: dict[str, int] = {}
        for node in self.subject.nodes:
            way = []
            at: CascadeNode | None = node
            while at is not None and at.id not in depth:
                way.append(at.id)
                at = self.nodes.get(at.parent) if at.parent else None
            for name in reversed(way):
                parent = self.nodes[name].parent
                depth[name] = depth[parent] + 1 if parent in depth else 0
        heights = dict.fromkeys(depth, 0)
        for name in sorted(depth, key=depth.__getitem__, reverse=True):
            parent = self.nodes[name].parent
            if parent in heights:
                heights[parent] = max(heights[parent], heights[name] + 1)
        return heights

    def height(self, node: CascadeNode) -> int:
        """How many levels stand below a node."""
        return self._heights[node.id]

    def beside(self, node: CascadeNode, other: CascadeNode) -> bool:
        """Whether two nodes stand below the same one, and none of them above the other."""
        own = [one.id for one in self._above(node)]
        above = [one.id for one in self._above(other)]
        return own[-1:] == above[-1:] != [] and other.id not in own and node.id not in above

    def _above(self, node: CascadeNode) -> Iterator[CascadeNode]:
        at = self.nodes.get(node.parent) if node.parent else None
        while at is not None:
            yield at
            at = self.nodes.get(at.parent) if at.parent else None

    @cached_property
    def _served(self) -> dict[str, str]:
        """Whose each strategy and key result is, by its id and by its words; of those that share one the first."""
        found: dict[str, str] = {}
        for node in self.subject.nodes:
            said: tuple[Strategy | NodeKeyResult, ...] = (*node.strategies, *node.key_results)
            for one in said:
                found.setdefault(one.id, node.id)
                found.setdefault(one.text, node.id)
        return found

    @cached_property
    def _top(self) -> CascadeNode | None:
        """The node without one above it that most levels stand below; of several the first."""
        roots = [node for node in self.subject.nodes if node.parent is None]
        return max(roots, key=self.height, default=None)

    def is_lower(self, node: CascadeNode) -> bool:
        """Whether a node without one above it stands below the top: it serves something there, or is of a lower level.

        One that no level is known of is lower where nobody stands below it.
        """
        top = self._top
        if top is None or node is top:
            return False
        named = {*node.serves, *self._served_by((node,))}
        if any(self._served.get(name, node.id) != node.id for name in named):
            return True
        if node.level is not None and top.level is not None:
            return node.level != top.level
        return node.id not in self.children

    @cached_property
    def accounts(self) -> tuple[Reckoning, ...]:
        """What the parts of each number come to."""
        return accounts(self)

    @property
    def reading(self) -> Reading:
        """A cascade is in the language of its first objective."""
        texts = (text for node in self.subject.nodes if (text := node.objective))
        return self.readings.read(next(texts, ""))
