"""Rules over what a level takes from the one above word for word: its objective, or a number of it as objective."""

from __future__ import annotations

from collections.abc import Iterator

from ...fold import fold
from ...lang import Language
from ...model import CascadeNode, NodeKeyResult
from ...policy import CoursePolicy
from ...text import Reading
from ..bare import bare
from ..base import Hit, Rule
from ..heads import MOVING
from ..likeness import differences, likeness
from ..places import O_PLACE
from .view import CascadeView

#: From here on two objectives say the same.
_SAME = 0.85
#: Fewer characters say nothing that could be copied.
_SHORTEST = 4
#: So many characters in one sentence alone say something of their own.
_OWN_WORDS = 3


def same_objective(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-COPY: the objective of the level above again, with at most the owner's name, a number or a filling word changed."""
    for node, above in view.links:
        own, upper = view.objective(node), view.objective(above)
        if own is None or upper is None or node.anchored:
            continue
        owners = [fold(name) for name in (node.owner, above.owner) if name]
        one, other = bare(own, *owners), bare(upper, *owners)
        if min(len(one), len(other)) < _SHORTEST and one != other:
            continue
        if one and likeness(one, other, _SAME) >= _SAME and not _says_more(own, one, other):
            yield _hit(view, node, above, own)


def only_a_number(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-KR2O: the objective is a key result of the level above, and says nothing but that number."""
    for node, above in view.links:
        own = view.objective(node)
        aims = own is not None and (view.is_measure(node) or (own.first(*MOVING) and len(own.clauses) == 1))
        if own is None or node.anchored or not aims:
            continue
        what = view.measure(own.raw)
        taken = [kr for kr in above.key_results if what and _is_of(what, own, view, kr)]
        if taken:
            kr = next((one for one in taken if one.id in {row.serves for row in node.key_results}), taken[0])
            yield _hit(view, node, above, own, kr=kr.text or kr.metric or kr.id)


def _is_of(what: str, own: Reading, view: CascadeView, kr: NodeKeyResult) -> bool:
    """Whether a measure is that of a key result: a sentence with a number where it is much alike, else to the letter."""
    for text in filter(None, (kr.text, kr.metric)):
        known, name = view.readings.read(text), view.measure(text)
        if what == name or (own.numbers and likeness(what, name, _SAME) >= _SAME):
            return True
        inside = len(what) > 2 and (what in name or (name in what and len(what) - len(name) < _OWN_WORDS))
        if inside and {one.value for one in own.numbers} & {one.value for one in known.numbers}:
            return True
    return False


def _says_more(own: Reading, one: str, other: str) -> bool:
    """Whether a sentence that is much alike has another hero, or words of its own."""
    same = own.patterns["same_people"]
    person = own.patterns["person_end"]
    for here, there, behind in differences(same.sub("", one), same.sub("", other)):
        if len(here) >= _OWN_WORDS or (len(here) > 1 and len(there) > 1):
            return True
        if here and there and (person.match(behind) or (person.match(here[-1]) and person.match(there[-1]))):
            return True
    return False


def _hit(view: CascadeView, node: CascadeNode, above: CascadeNode, own: Reading, **more: str) -> Hit:
    """The whole objective, with the names of both ends."""
    where = f"{view.places[node.id]}.{O_PLACE}"
    named = {"owner": view.called(node), "above": view.called(above), "words": own.raw.strip()}
    return Hit((0, len(own.raw)), named | more, where=where)


#: In the order in which their findings are read.
RULES = (
    Rule("D-COPY", "error", same_objective),
    Rule("D-KR2O", "error", only_a_number),
)
