"""Whom the names in a cascade mean: ids as people write them become those that stand there.

A table says 「S1、S2」 for two strategies, ``kr1`` for ``KR1``, a superior's name instead of his row's id; and every owner
counts his key results from KR1 on. What means nothing here is left as it is: rules speak about it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..fold import fold
from ..model import CascadeNode, NodeKeyResult

_BETWEEN = re.compile(r"[、,;/\s]+")


def resolved(nodes: Sequence[CascadeNode]) -> tuple[CascadeNode, ...]:
    """The nodes with every parent and everything served by its own id; a key result's id that several owners use is split."""
    above = _parents(nodes)
    shared = {name for name, count in Counter(kr.id for node in nodes for kr in node.key_results).items() if count > 1}
    said = {node.id: _said(node) for node in nodes if node.id in above.values()}
    return tuple(
        _resolved(replace(node, parent=above[node.id]), said.get(above[node.id] or "", ({}, {})), shared)
        for node in nodes
    )


def _parents(nodes: Sequence[CascadeNode]) -> dict[str, str | None]:
    """Each node's parent: by its id, else by an id written otherwise, else by an owner that only one node has."""
    ids = {node.id for node in nodes}
    alike = _only((_plain(node.id), node.id) for node in nodes)
    owners = _only((_plain(node.owner), node.id) for node in nodes if node.owner)
    found = {}
    for node in nodes:
        name = node.parent
        if name is not None and name not in ids:
            meant = alike.get(_plain(name)) or owners.get(_plain(name))
            name = meant if meant and meant != node.id else name
        found[node.id] = name
    return found


def _resolved(node: CascadeNode, said: tuple[Mapping[str, str], Mapping[str, str]], shared: set[str]) -> CascadeNode:
    ways, krs = said
    return replace(
        node,
        serves=tuple(dict.fromkeys(one for name in node.serves for one in _meant(name, {**krs, **ways}))),
        key_results=tuple(_own(node, kr, ways, krs, shared) for kr in node.key_results),
    )


def _own(
    node: CascadeNode, kr: NodeKeyResult, ways: Mapping[str, str], krs: Mapping[str, str], shared: set[str]
) -> NodeKeyResult:
    """A key result under an id of its own, with what it serves: of an id that several owners use, the one above is meant."""
    serves = _meant(kr.serves, {**ways, **krs})[0] if kr.serves else None
    if serves in shared and serves in krs:
        serves = split(node.parent or "", serves)
    return replace(kr, id=split(node.id, kr.id) if kr.id in shared else kr.id, serves=serves)


def split(node: str, name: str) -> str:
    """The id of a key result whose own id others use too."""
    return f"{node}/{name}"


def _said(above: CascadeNode) -> tuple[dict[str, str], dict[str, str]]:
    """How the strategies and the key results of a node may be named: by id, by their words, a number by its metric."""
    ways = _names([(way.id, way.id) for way in above.strategies], [(way.text, way.id) for way in above.strategies])
    krs = _names(
        [(kr.id, kr.id) for kr in above.key_results],
        [(kr.text, kr.id) for kr in above.key_results] + [(kr.metric or "", kr.id) for kr in above.key_results],
    )
    return ways, krs


def _names(ids: list[tuple[str, str]], words: list[tuple[str, str]]) -> dict[str, str]:
    """Names to ids: an id to the letter before one written otherwise, and that before words."""
    plain = [(_plain(name), meant) for name, meant in ids]
    said = [(_plain(name), meant) for name, meant in words if name]
    return _only(said) | _only(plain) | dict(ids)


def _meant(name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """What a name means: itself where it is known or nothing alike is, several where several are written in one."""
    found = known.get(name) or known.get(_plain(name))
    if found:
        return (found,)
    several = [known.get(one) or known.get(_plain(one)) for one in _BETWEEN.split(fold(name)) if one]
    return tuple(one for one in several if one) if len(several) > 1 and all(several) else (name,)


def _only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names that mean one thing alone."""
    found: dict[str, str] = {}
    double = set()
    for name, meant in pairs:
        if found.setdefault(name, meant) != meant:
            double.add(name)
    return {name: meant for name, meant in found.items() if name not in double}


def _plain(name: str | None) -> str:
    return "".join(fold(name or "").lower().split())


def unclear(nodes: Sequence[CascadeNode]) -> Iterator[str]:
    """Ids of key results that cannot be told apart: twice in one node, or served from where none of them is the one above."""
    owners: dict[str, list[str]] = {}
    for node in nodes:
        for kr in node.key_results:
            owners.setdefault(kr.id, []).append(node.id)
    above = _parents(nodes)
    served: dict[str, set[str | None]] = {}
    for node in nodes:
        for kr in node.key_results:
            served.setdefault(kr.serves or "", set()).add(above[node.id])
    for name, having in owners.items():
        if len(having) > 1 and (len(set(having)) < len(having) or served.get(name, set()) - set(having)):
            yield name
