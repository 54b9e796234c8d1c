"""Rules over who takes what over: what nobody takes, what hangs in the air, what was never spoken about."""

from __future__ import annotations

from collections.abc import Iterator

from ...fold import fold
from ...lang import Language
from ...model import CascadeNode, Severity
from ...policy import CoursePolicy
from ..base import Hit, Rule
from ..places import kr_place, strategy_place
from .view import CascadeView

#: Shortest name of an owner that is looked for in the sentences of others.
_SHORTEST_NAME = 2


def nobody_takes(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-GAP: a strategy or a number that nobody below takes, once there is somebody below at all.

    A strategy without anybody is certain (error) where all below say which one they take.
    """
    for node in view.subject.nodes:
        below = view.children.get(node.id, ())
        if not below:
            continue
        where, taken = view.places[node.id], view.taken(node)
        silent = any(not view.serves(one, node) for one in below if not (one.anchored or one.bottom_up))
        severity: Severity = "warn" if silent else "error"
        for at, way in enumerate(node.strategies):
            if way.text and way.id not in taken and way.text not in taken:
                yield _open(view, node, way.text, f"{where}.{strategy_place(at)}", severity)
        for at, kr in enumerate(node.key_results):
            if not (kr.own or kr.id in taken or kr.id in view.parts or view.guards(kr)):
                yield _open(view, node, kr.text or kr.metric or kr.id, f"{where}.{kr_place(at)}", "warn")


def _open(view: CascadeView, node: CascadeNode, words: str, where: str, severity: Severity) -> Hit:
    return Hit(None, {"owner": view.called(node), "words": words}, severity, where)


def hangs_in_the_air(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-ORPHAN: what is named as the level above is not there (error); a lower level names none, or an unknown strategy."""
    for node in view.subject.nodes:
        where = view.places[node.id]
        if node.parent is not None and node.parent not in view.nodes:
            yield Hit(None, {"owner": view.called(node), "above": node.parent}, where=where)
        elif node.parent is None and not node.bottom_up and view.is_lower(node):
            yield Hit(None, {"owner": view.called(node), "above": ""}, "warn", where)
        elif node.parent is not None and view.unknown(node.serves):
            yield Hit(None, {"owner": view.called(node), "above": "、".join(node.serves)}, "warn", where)


def never_agreed(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-SIDE: a sentence names another owner beside this one, and nothing is agreed with that one."""
    owners = {fold(node.owner): node for node in view.subject.nodes if node.owner and len(node.owner) >= _SHORTEST_NAME}
    sizes: dict[str, list[int]] = {}
    for size, start in sorted({(len(name), name[:_SHORTEST_NAME]) for name in owners}, reverse=True):
        sizes.setdefault(start, []).append(size)
    for node in view.subject.nodes:
        for place, text in view.sentences(node):
            other = _named(view.readings.read(text).folded, owners, sizes)
            if other is None or other.owner == node.owner or not view.beside(node, other):
                continue
            agreed = fold("\n".join(node.depends))
            if fold(other.owner or "") not in agreed and other.id not in node.depends:
                yield Hit(None, {"owner": view.called(node), "above": other.owner, "words": text}, where=place)
                break


def _named(text: str, owners: dict[str, CascadeNode], sizes: dict[str, list[int]]) -> CascadeNode | None:
    """The first owner whose name stands in a sentence: it is read once, however many owners there are.

    ``sizes`` says how long the names are that begin with two characters, longest first.
    """
    for start in range(len(text) - 1):
        for size in sizes.get(text[start : start + _SHORTEST_NAME], ()):
            if found := owners.get(text[start : start + size]):
                return found
    return None


#: In the order in which their findings are read.
RULES = (
    Rule("D-GAP", "error", nobody_takes, ("warn",)),
    Rule("D-ORPHAN", "error", hangs_in_the_air, ("warn",)),
    Rule("D-SIDE", "warn", never_agreed),
)
