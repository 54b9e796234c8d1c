r"""Which step each clause of a retrospective belongs to, and of a cause whose part it tells, by a model with whole weights.

What people write is told apart by too many words for a table of patterns: the weights are learnt from texts that were cut
by hand (``python benchmarks/weights.py --write`` makes ``steps.tsv``). A clause is seen as its characters, one to three at
a time, with its heading and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from ....labeller import Labeller, Piece
from ....recount import STEPS
from ..learnt import labeller, runs, signs
from .clauses import Clause

#: What a clause can be. Of causes: one's own part, something outside, somebody else at fault, a mere name for the trouble,
#: a reproach to oneself, or none of these; ``head`` is a heading in words of its own, ``none`` belongs to no step.
OWN, OUTSIDE, OTHER, LABEL, SELF, FACT = CAUSES = (
    "cause/own",
    "cause/outside",
    "cause/other",
    "cause/label",
    "cause/self",
    "cause/fact",
)
#: Whose part a cause tells, if it is one of these.
_PARTS_TOLD = (OWN, OUTSIDE, OTHER)
#: So far ahead of the others the weights have to be (half a step of learning each): for a cause to lie outside
#: clearly, for somebody to be accused, for a clause to tell rather of one's own part than of what it stands between.
_CLEARLY, _ACCUSED, _RATHER_OWN = 20, 60, 40
LESSON, NONE, HEAD = "lesson", "none", "head"
LABELS = ("goal", "result", *CAUSES, LESSON, "action", NONE, HEAD)
#: The labels that a step can have.
_OF = {step: tuple(label for label in LABELS if label.startswith(step)) for step in STEPS}
_LATIN = re.compile(r"[a-z]+")
_EDGE = " ,;。:!?\t\n|"
#: A clause of fewer characters is short; a text has so many parts.
_SHORT, _PARTS = 4, 4


def step_of(label: str) -> str:
    """The step of a label; empty where it belongs to none."""
    step = label.partition("/")[0]
    return step if step in STEPS else ""


class Told(NamedTuple):
    """What a clause is: its label; whether its own words say so; and of a cause, whether they rather tell of one's own part.

    A cause between others is taken for one like them. Nobody is accused on that ground alone, and nobody's own part is overlooked.
    """

    label: str
    sure: bool
    rather_own: bool = False


def told(folded: str, clauses: Sequence[Clause]) -> list[Told]:
    """What each clause of a folded text is.

    Below a heading other things may stand too, but not they alone: then the heading is believed.
    """
    seen = _weighed_before(folded, clauses)
    weighed = model().weigh(seen)
    labels = model().label(seen, weighed)
    if firm := _believed(clauses, labels):
        weighed = [
            model().only(_OF[clauses[at].given], sums) if at in firm else sums for at, sums in enumerate(weighed)
        ]
        labels = model().label(seen, weighed)
    return [_part(label, sums) for label, sums in zip(labels, weighed, strict=True)]


def _believed(clauses: Sequence[Clause], labels: Sequence[str]) -> set[int]:
    """The clauses below headings of whose step none of them is."""
    found: set[int] = set()
    for step, run in groupby(range(len(clauses)), key=lambda at: clauses[at].given):
        places = list(run)
        if step and all(step_of(labels[at]) != step for at in places):
            found.update(places)
    return found


def _part(label: str, alone: Sequence[int]) -> Told:
    """What a clause tells whose own words weigh so."""
    if label not in _PARTS_TOLD:
        return Told(label, sure=True)
    sums = {one: alone[LABELS.index(one)] for one in _PARTS_TOLD}
    ahead = min(sums[label] - other for one, other in sums.items() if one != label)
    own = sums[OWN] - max(sums[OUTSIDE], sums[OTHER])
    return Told(
        label, ahead >= (_CLEARLY if label == OUTSIDE else _ACCUSED), rather_own=label != OWN and own > _RATHER_OWN
    )


@cache
def model() -> Labeller:
    """The model, read once."""
    return labeller(__package__, "steps.tsv", LABELS)


def pieces(folded: str, clauses: Sequence[Clause]) -> list[Piece]:
    """The clauses as the model sees them."""
    return [piece._replace(features=[*piece.features, *grams(said)]) for piece, said in _without_words(folded, clauses)]


def _weighed_before(folded: str, clauses: Sequence[Clause]) -> list[Piece]:
    """The same, with the characters of each clause weighed at once: who types changes few clauses."""
    return [piece._replace(weighed=_grams_weigh(said)) for piece, said in _without_words(folded, clauses)]


def _without_words(folded: str, clauses: Sequence[Clause]) -> Iterator[tuple[Piece, str]]:
    """What is seen of each clause beside its characters, and these."""
    last = len(clauses) - 1
    for at, clause in enumerate(clauses):
        said = folded[slice(*clause.span)].strip(_EDGE)
        short = ("short",) if len(said) < _SHORT else ()
        seen = (*_frame(clause.given, clause.opens), *short, *_place(at, last))
        yield Piece(seen, clause.opens, _OF[clause.given] if clause.sure else ()), said


@lru_cache(maxsize=8192)
def _grams_weigh(said: str) -> int:
    return model().packed_sum(grams(said))


def _place(at: int, last: int) -> Iterator[str]:
    yield f"part:{_PARTS * at // (last + 1)}"
    if at == 0:
        yield "first"
    if at == last:
        yield "last"


@cache
def _frame(given: str, opens: str) -> tuple[str, ...]:
    """What is seen of where a clause stands."""
    return "any", f"opens:{opens}", f"head:{given}", f"head:{given}:{opens}"


@lru_cache(maxsize=8192)
def grams(said: str) -> frozenset[str]:
    """The characters, one to three at a time, with the ends marked; numbers and words of letters as one each."""
    found = runs(signs(said))
    found.update(f"word:{word}" for word in _LATIN.findall(said))
    return frozenset(found)
