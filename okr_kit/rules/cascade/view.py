"""What rules over a cascade look at: its nodes by id, who stands below whom, whose number is part of whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...model import Cascade, CascadeNode, NodeKeyResult
from ...text import Reading, Readings
from ..places import kr_place, node_place
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

    @cached_property
    def accounts(self) -> tuple[Reckoning, ...]:
        """What the parts of each number come to."""
        return accounts(self)

    @property
    def reading(self) -> Reading:
        """A cascade is in the language of its first objective."""
        texts = (text for node in self.subject.nodes if (text := node.objective))
        return self.readings.read(next(texts, ""))
