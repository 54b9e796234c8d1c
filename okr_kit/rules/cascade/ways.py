"""Rules over the way from one level to the next: numbers without a way, lists of things to do, too many of everything."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ..base import Hit, Rule
from .view import CascadeView

#: Most strategies of one owner, and most levels below one.
MOST_WAYS = 5
MOST_LEVELS = 3
_WORK = ("K-ACTIVITY", "K-BINARY")


def no_strategy(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-NOSTRAT: a level hands down numbers alone, or who stands below does not say which strategy he takes."""
    for node in view.subject.nodes:
        below = [one for one in view.children.get(node.id, ()) if not (one.anchored or one.bottom_up)]
        if below and not any(way.text for way in node.strategies):
            yield Hit(None, {"owner": view.called(node)}, where=view.places[node.id])
            continue
        for one in below:
            if not view.serves(one, node):
                yield Hit(None, {"owner": view.called(one)}, where=view.places[one.id])


def only_tasks(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-TASK: more than half of a lower level's key results only say what will be done."""
    for node, _ in view.links:
        read = [found for found in view.key_result_views(node) if not found.reading.unread]
        busy = [found for found in read if found.cause is not None and found.cause.code in _WORK]
        steps = {kr.text for kr in node.key_results if view.is_step(kr)}
        busy = [found for found in busy if found.subject.type != "milestone" and found.reading.raw not in steps]
        numbers = sum(not kr.text and kr.target is not None for kr in node.key_results)
        if 2 * len(busy) > len(read) + numbers:
            words = "；".join(found.reading.raw for found in busy)
            yield Hit(None, {"owner": view.called(node), "words": words}, where=view.places[node.id])


def too_many(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-MANY: more strategies than anybody can carry, or more levels below one owner than anybody can follow."""
    for node in view.subject.nodes:
        ways = sum(bool(way.text) for way in node.strategies)
        levels = view.height(node)
        above = view.nodes.get(node.parent) if node.parent else None
        deepest = levels > MOST_LEVELS and (above is None or view.height(above) <= MOST_LEVELS)
        if ways > MOST_WAYS or deepest:
            yield Hit(None, {"owner": view.called(node), "ways": ways, "levels": levels}, where=view.places[node.id])


#: In the order in which their findings are read.
RULES = (
    Rule("D-NOSTRAT", "warn", no_strategy),
    Rule("D-TASK", "warn", only_tasks),
    Rule("D-MANY", "warn", too_many),
)
