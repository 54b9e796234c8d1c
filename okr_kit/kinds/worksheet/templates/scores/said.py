"""What is said of a score, of one key result and of the whole: in words, and as the account that it was worked out by."""

from __future__ import annotations

from .....scoring import colour
from .....view import Items, Node, Sum, Table, Text, beginning
from ...figures import figure, quotient, taken_off
from ...figures import span as spanned
from ...work import Work
from . import parts
from .parts import Scored

#: How a colour stands in an account.
STATES = {"green": "good", "yellow": "warn", "red": "bad", "": "info"}
#: How much of a key result names it, in characters.
SHORT = 22


def score_words(work: Work, one: Scored) -> str:
    """「0.8 绿」, 「没守住」, 「暂缓」; empty while something is missing."""
    if one.lack:
        return ""
    score = one.score
    if score.score is None:
        return work.say(f"state-{score.state}")
    said = f"{score.score:.1f} {work.say(f'colour-{score.colour}')}"
    return f"{said} {work.say('beyond', n=f'{score.beyond:.0%}')}" if score.beyond else said


def way(work: Work, one: Scored) -> str:
    """「9.6 → 7.6%」 as typed; empty for what has no way."""
    if one.type in parts.PLAIN:
        return ""
    return spanned(work.text(one.id, "baseline"), work.text(one.id, "target"), one.unit)


def span(work: Work, one: Scored) -> str:
    """「9.6 → 7.6%　挑战」: the way with the type behind it."""
    return "　".join(filter(None, (way(work, one), work.ctx.say(f"type-{one.type}") if one.type else "")))


def account(work: Work, one: Scored) -> tuple[Node, ...]:
    """How the score of one key result was worked out; by distance beside it where the company counts otherwise."""
    if one.lack or one.score.state != "scored" or one.score.raw is None:
        return ()
    baseline, target, actual = map(figure, one.numbers)
    walked = f"({actual} − {taken_off(baseline)}) ÷ ({target} − {taken_off(baseline)})"
    state = STATES[one.score.colour]
    if work.ctx.policy.scoring_formula == "distance":
        return (Sum(walked, quotient(one.score.raw), "", score_words(work, one), state),)
    low, high = (one.numbers[0] or 0), (one.numbers[1] or 0)
    ratio = f"{target} ÷ {actual}" if one.numbers[0] is not None and low > high else f"{actual} ÷ {target}"
    first = Sum(ratio, quotient(one.score.raw), "", score_words(work, one), state)
    if one.distance.raw is None:
        return (first,)
    return (first, Text((work.say("by-distance", account=f"{walked} = {quotient(one.distance.raw)}"),), "note"))


def total(work: Work) -> Sum:
    """The O under the thumb: its key results' scores, their mean or weighed, the guardrails beside it."""
    ready, whole = parts.ready(work), parts.objective(work)
    every = parts.key_results(work)
    guards = [one for one in every if one.type == "guardrail" and not one.lack]
    broken = sum(one.score.state == "broken" for one in guards)
    guarded = work.say("guards-broken", n=broken) if broken else work.say("guards-kept") if guards else ""
    if whole is None:
        return Sum("O", "？", words="　".join(filter(None, (work.say("nothing-yet"), guarded))))
    open_ = sum(one.counts and bool(one.lack) for one in every)
    shade = colour(whole, work.ctx.policy.scoring_limits)
    words = [work.say(f"colour-{shade}"), guarded, work.say("still-open", n=open_) if open_ else ""]
    state = "info" if open_ else "warn" if broken and shade == "green" else STATES[shade]
    return Sum(_mean(ready), f"{whole:.1f}", "", "　".join(filter(None, words)), state)


def _mean(ready: list[Scored]) -> str:
    """「O (0.8 + 0.5) ÷ 2」, or with weights 「O 0.8 × 60% + 0.5 × 40%」."""
    if all(one.weight for one in ready):
        whole = sum(one.weight or 0 for one in ready)
        return "O " + " + ".join(f"{one.score.score} × {figure((one.weight or 0) / whole * 100)}%" for one in ready)
    listed = " + ".join(f"{one.score.score}" for one in ready)
    return f"O ({listed}) ÷ {len(ready)}" if len(ready) > 1 else f"O {listed}"


def apart(work: Work) -> tuple[Node, ...]:
    """What is reported beside the mean; under a title of its own what cannot be scored yet, with what it lacks."""
    lines, open_ = [], []
    for one in parts.key_results(work):
        name = f"{one.name}　{beginning(one.text, SHORT)}".strip("　")
        if one.lack and (one.text or one.type):
            open_.append(work.say("lacks", name=name, what=work.say(f"lack-{one.lack}")))
        elif not one.lack and one.score.score is None:
            said = work.say(f"state-{one.score.state}")
            until = work.text(one.id, "later")
            lines.append(work.say("apart-until" if until else "apart", name=name, said=said, until=until))
    lists = (("apart-title", lines), ("open-title", open_))
    return tuple(
        node for title, rows in lists if rows for node in (Text((work.say(title),), "head"), Items(tuple(rows)))
    )


def sheet(work: Work) -> tuple[Node, ...]:
    """The whole as a table to take along."""
    headers = tuple(work.say(f"head-{name}") for name in ("kr", "way", "actual", "score"))
    rows = tuple(
        (
            f"{one.name}　{one.text}",
            span(work, one),
            came(work, one),
            score_words(work, one) or work.say(f"lack-{one.lack}"),
        )
        for one in parts.key_results(work)
        if one.text
    )
    whole = parts.objective(work)
    said = work.say("o-score", n="？" if whole is None else f"{whole:.1f}")
    return (Text((said,), "lead"), Table(headers, rows)) if rows else ()


def came(work: Work, one: Scored) -> str:
    """What came of a key result, as it is kept in its document: the number, or what was said in its place."""
    if until := work.text(one.id, "later"):
        return work.say("until", day=until)
    if one.type not in parts.PLAIN:
        return work.text(one.id, "actual")
    said = work.text(one.id, "reached")
    if said == "part":
        return work.text(one.id, "part")
    return work.say(f"{'trial' if one.type != 'milestone' else 'milestone'}-{said}") if said else ""
