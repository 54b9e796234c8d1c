"""One objective with its key results: what the whole knows, its parts know too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..grade import score
from ..model import Finding, OkrSet
from ..policy import CoursePolicy
from ..rules import SetView, okr_set
from ..rules.places import O_PLACE, kr_place
from ..text import Readings
from . import key_result, objective
from .base import Part, Subject
from .fields import many, one, word, words


def parts(noun: OkrSet) -> tuple[Part, ...]:
    """The objective and each key result, with the cycle, the superior's O and the objective above it."""
    above = noun.objective
    cycle = above.cycle or noun.cycle
    own = replace(above, cycle=cycle, parent=above.parent or noun.parent)
    return (
        Part(O_PLACE, own),
        *(
            Part(kr_place(at), replace(kr, objective=kr.objective or above.text or None, cycle=kr.cycle or cycle))
            for at, kr in enumerate(noun.key_results)
        ),
    )


def set_score(findings: tuple[Finding, ...], places: tuple[str, ...], policy: CoursePolicy) -> int:
    """0-100: the course's shares of the objective, the mean of the key results, and the set as a whole.

    What could not be read stands at none of the ``places`` and takes no share.
    """

    def of(where: str) -> int:
        return score((finding for finding in findings if finding.where == where), policy)

    krs = [of(place) for place in places if place != O_PLACE]
    shares: list[tuple[float, float]] = [(policy.share_set, of("set"))]
    if O_PLACE in places:
        shares.append((policy.share_objective, of(O_PLACE)))
    if krs or len(places) == 1:
        shares.append((policy.share_key_results, sum(krs) / len(krs) if krs else 0.0))
    total = sum(share * points for share, points in shares) / sum(share for share, _ in shares)
    return int(total + 0.5)


def human(noun: OkrSet) -> tuple[str, ...]:
    """What people have to judge of its parts, and whether the key results together are enough."""
    own = parts(noun)[0].noun
    return (*objective.human(own), *(key_result.human(noun.key_results[0]) if noun.key_results else ()), "S-INSUFF")


def _view(noun: OkrSet, views: Mapping[str, Any], readings: Readings) -> SetView:
    del readings
    krs = {place: view for place, view in views.items() if place != O_PLACE}
    return SetView(noun, views[O_PLACE], tuple(krs.values()), tuple(krs))


OKR_SET = Subject(
    "okr_set",
    OkrSet,
    fields=(
        one("objective", objective.OBJECTIVE),
        many("key_results", key_result.KEY_RESULT, kr_place, missing="no-key-results"),
        word("cycle"),
        word("parent"),
        words("others"),
    ),
    view=_view,
    rules=okr_set.RULES,
    human=human,
    parts=parts,
    score=set_score,
    whole="set",
)
