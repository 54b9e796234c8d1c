"""What is checked of a score sheet: whether it is whole; what a score says is a remark, never a mistake."""

from __future__ import annotations

from .....scoring import meaning
from .....view import beginning
from ...template import Check, Note, Tone
from ...work import Work
from . import parts
from .parts import Scored
from .said import SHORT, score_words, way

AGREED, SCORED = 40, 60
#: So many key results are a set of which one can say that all of them were easy.
SEVERAL = 3
#: An actual so many times smaller or larger than both the baseline and the target was hardly meant (0.961 beside 94.5 %).
FAR = 20


def checks(work: Work) -> tuple[Check, ...]:
    """What was agreed is there (40); each key result has a score, or says why it has none (60)."""
    rows = [one for one in parts.key_results(work) if one.text or one.type or any(one.numbers)]
    return (_agreed(work, rows), _scored(work, rows))


def _agreed(work: Work, rows: list[Scored]) -> Check:
    whole = [
        one for one in rows if one.text and one.type and all(work.text(one.id, name) for name in _needed(work, one))
    ]
    share = len(whole) / len(rows) if rows else 0.0
    return Check("agreed", "agreed", AGREED, share, _unread(work, rows, ("baseline", "target")), open=share < 1)


def _needed(work: Work, one: Scored) -> tuple[str, ...]:
    """The numbers that a key result of its type needs."""
    if one.type in parts.PLAIN:
        return ()
    starts = one.type != "guardrail" and work.ctx.policy.scoring_formula == "distance"
    return ("baseline", "target") if starts else ("target",)


def _scored(work: Work, rows: list[Scored]) -> Check:
    known = [one for one in rows if not one.lack]
    share = len(known) / len(rows) if rows else 0.0
    notes = [*_unread(work, rows, ("actual",)), *(note for one in known for note in _means(work, one))]
    whole = share == 1
    notes += [*_weighed(work, rows), *(_all(work, known) if whole else ())]
    return Check("scored", "scores", SCORED, share, tuple(notes), open=not whole)


def _unread(work: Work, rows: list[Scored], names: tuple[str, ...]) -> tuple[Note, ...]:
    """Numbers that were typed and cannot be read beside their unit."""
    return tuple(
        Note("ask", "unread-number", {"name": one.name, "typed": work.text(one.id, name)}, (f"{one.id}.{name}",))
        for one in rows
        if one.type not in parts.PLAIN
        for name in names
        if work.text(one.id, name) and work.amount(one.id, name, one.unit) is None
    )


def _means(work: Work, one: Scored) -> tuple[Note, ...]:
    """What the score of one key result says, by its type."""
    said = "broken" if one.score.state == "broken" else meaning(one.score, one.type or None)
    if _is_far(one):
        params = {"name": one.name, "typed": work.text(one.id, "actual"), "way": way(work, one)}
        return (Note("ask", "far", params, (f"{one.id}.actual",)),)
    if said in ("", "reached"):
        return ()
    tone: Tone = "good" if said == "sweet" else "ask"
    entry = "reached" if one.type in parts.PLAIN else "actual"
    return (Note(tone, said, {"name": one.name, "score": score_words(work, one)}, (f"{one.id}.{entry}",)),)


def _is_far(one: Scored) -> bool:
    """Whether the actual is of another size or sign than both ends of the way, and may be a slip."""
    baseline, target, actual = one.numbers
    if not baseline or not target or not actual or one.score.state != "scored" or baseline * target < 0:
        return False
    ends = (abs(baseline), abs(target))
    return actual * target < 0 or abs(actual) < min(ends) / FAR or abs(actual) > max(ends) * FAR


def _weighed(work: Work, rows: list[Scored]) -> tuple[Note, ...]:
    """Weights that do not come to a whole, or that some have and others not."""
    counting = [one for one in rows if one.counts]
    weights = [one.weight for one in counting if one.weight is not None]
    at = tuple(f"{one.id}.weight" for one in counting)
    if not weights:
        return ()
    if len(weights) < len(counting):
        return (Note("ask", "weights-some", {"n": str(len(counting) - len(weights))}, at),)
    if abs(sum(weights) - 1) <= work.ctx.policy.weight_tolerance:
        return ()
    return (Note("ask", "weights-sum", {"sum": f"{sum(weights):.0%}"}, at),)


def _all(work: Work, rows: list[Scored]) -> tuple[Note, ...]:
    """What all scores together say, and where the retrospective begins."""
    scored = [one for one in rows if one.score.score is not None]
    if len(scored) >= SEVERAL and all(one.score.score == 1 for one in scored):
        return (Note("ask", "all-reached", {"n": str(len(scored))}),)
    lowest = min(scored, key=lambda one: one.score.raw or 0, default=None)
    if lowest is None or lowest.score.score == 1:
        return ()
    name = f"{lowest.name}　{beginning(lowest.text, SHORT)}"
    return (Note("next", "lowest", {"name": name, "score": score_words(work, lowest)}),)
