"""The end of a round: what the score means, what to look at again, where to go on. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...tally import SURE
from ...view import Actions, Button, Card, Fold, Link, Node, Say, Text, beginning
from ..after import after
from ..base import Context, State
from . import gathered
from .form import CERTAINTY, last
from .items import closing, drawable, sentence
from .screen import SHORT, agreed, progress
from .sheet import Sheet, asked, parts_of
from .votes import at_table, hands_in, quiet
from .words import own, pick
from .work import best, finished, noted, result, standing, work

#: How many kinds of error are put before a learner at once.
MOST = 2
#: From which score on a round counts as good, and as fair.
GOOD, FAIR = 85, 60


def page(ctx: Context, sheet: Sheet, state: State) -> tuple[Node, ...]:
    """The summary of a round, or how much of it is still open."""
    works = {name: work(state, name) for name in state["draw"]}
    nodes: list[Node] = [progress(ctx, state)] if works else []
    nodes.append(Text((ctx.say("summary-title"),), "title"))
    left = [name for name, mine in works.items() if not (mine["done"] or (quiet(ctx) and noted(mine)))]
    forth: tuple[Button | Link, ...] = ()
    if not works:
        nodes.append(Say("info", ctx.say("table-nothing"), (ctx.say("table-nothing-next"),)))
    elif left:
        nodes.append(Say("info", ctx.say("summary-open", n=len(left))))
        ready = ctx.exercise.settings.get("blank") and len(left) < len(works) and hands_in(ctx, state)
        hand = (Button(own(ctx, "end-blank"), "hand-in"),) if ready else ()
        forth = (*hand, Button(ctx.say("go-open"), "go", {"item": left[0]}, "main"))
    elif not finished(state):
        said, forth = _waiting(ctx, state, works)
        nodes.append(said)
    else:
        nodes += [*_score(ctx, state), *_missed(ctx, sheet, state, works), *_calibration(ctx, works)]
        nodes += [*gathered.known(ctx, state, ends=True), *gathered.rated(ctx, state), *after(ctx)]
    nodes += _last(ctx, sheet, state) if not left else []
    rows = Actions(tuple(_row(ctx, sheet, name, works[name], number) for number, name in enumerate(state["draw"], 1)))
    if works:
        nodes.append(Fold(ctx.say("summary-items"), (rows,), open=bool(left) or not finished(state)))
    nodes += agreed(ctx, state)
    if not (ctx.live.silent or (quiet(ctx) and not finished(state))):
        nodes += _rounds(ctx, state)
        forth = forth or ctx.onward
    if forth:
        nodes.append(Actions(forth, foot=True))
    return tuple(nodes)


def _waiting(
    ctx: Context, state: State, works: Mapping[str, Mapping[str, Any]]
) -> tuple[Say, tuple[Button | Link, ...]]:
    """Everything is noted and nothing is shown yet: what it waits for, and what can be done meanwhile."""
    if ctx.live.silent:
        return _in_class(ctx, state, len(works))
    if ctx.decided is not None:
        table = tuple(replace(way, style="main") for way in ctx.onward[:1])
        return Say("info", ctx.say("end-table"), (ctx.say("end-table-next"),)), table
    hand = Button(ctx.say("end-keys" if state.get("handed") else "end-hand"), "hand-in", style="main")
    waiting = [mine for mine in works.values() if not mine["done"]]
    if not state.get("handed"):
        return Say("info", ctx.say("end-all", total=len(waiting)), (ctx.say("end-all-next"),)), (hand,)
    right = sum(mine["tries"][0]["raw"] == 1 for mine in waiting)
    return Say("info", own(ctx, "end-right", total=len(waiting), n=right), (ctx.say("end-right-next"),)), (hand,)


def _in_class(ctx: Context, state: State, total: int) -> tuple[Say, tuple[Button | Link, ...]]:
    """While the class does it keys are the trainer's; a table that does it together hears how many are right, once."""
    if hands_in(ctx, state):
        hand = Button(ctx.say("end-hand"), "hand-in", style="main")
        return Say("info", ctx.say("end-all", total=total), (ctx.say("end-all-next"),)), (hand,)
    if at_table(ctx) and state.get("handed"):
        said = own(ctx, "end-right", total=total, n=state.get("right", 0))
        return Say("info", said, (ctx.say("live-right-next"),)), ()
    return Say("info", ctx.say("live-noted-all"), (ctx.say("live-noted-all-next"),)), ()


def _last(ctx: Context, sheet: Sheet, state: State) -> list[Node]:
    """What is asked once at the end, for who answers alone."""
    name = closing(ctx.exercise)
    if not name or ctx.mode != "own" or (ctx.live.silent and not ctx.live.takes(name)):
        return []
    return [Card((last(ctx, sheet, state, parts_of(ctx, sheet, state, name)),), sentence(ctx.exercise.items[name]))]


def _score(ctx: Context, state: State) -> list[Node]:
    """The score, what it means at work and how it is made; without a score, what was right at once."""
    now, top = result(state), best(state)
    paced = ctx.live.silent and ctx.live.pace == "class"
    if not now["total"]:
        return [Text((ctx.say("live-seen"),), "lead")]
    if not ctx.scored or top is None or paced:
        return [Text((own(ctx, "summary-first", first=now["first"], total=now["total"]),), "lead")]
    band = "good" if now["score"] >= GOOD else "fair" if now["score"] >= FAIR else "poor"
    minutes = max(1, round(state["spent"] / 60_000))
    nodes: list[Node] = [
        Text((own(ctx, "summary-score", **now),), "lead"),
        Text((own(ctx, f"means-{band}"),)),
        Text((own(ctx, "summary-made", minutes=minutes),), "note"),
    ]
    if "best" in state:
        word = "summary-best-other" if top["score"] > now["score"] else "summary-best-this"
        nodes.insert(1, Text((ctx.say(word, score=top["score"]),), "note"))
    return nodes


def _missed(ctx: Context, sheet: Sheet, state: State, works: Mapping[str, Mapping[str, Any]]) -> list[Node]:
    """The kinds of error that slipped through most, each with a tap to its item; right ones taken for wrong count too."""
    slips: dict[str, list[str]] = {}
    for name, mine in works.items():
        if mine["tries"] and mine["tries"][0]["raw"] < 1:
            item = ctx.exercise.items[name]
            kind = str(item.get("about") or sheet.key(ctx, item))
            slips.setdefault("" if sheet.right(item) else kind, []).append(name)
    if not slips and result(state)["total"] < len(works):
        return []
    if not slips:
        return [Say("good", ctx.say("summary-clean"))]
    most = sorted(slips.items(), key=lambda pair: -len(pair[1]))
    rows = []
    for kind, names in most[:MOST]:
        at = "、".join(str(state["draw"].index(name) + 1) for name in names)
        words = own(ctx, "missed-line" if kind else "missed-right", name=kind, n=len(names), at=at)
        rows.append(Button(words, "go", {"item": names[0]}, "row"))
    nodes: list[Node] = [Actions(tuple(rows))]
    if len(most) > MOST:
        nodes.append(Text((ctx.say("missed-more", n=len(most) - MOST),), "note"))
    return [Card(tuple(nodes), ctx.say("missed-title"))]


def _calibration(ctx: Context, works: Mapping[str, Mapping[str, Any]]) -> list[Node]:
    """Sure and wrong, unsure and right: the two numbers worth knowing about oneself, where there is one."""
    rated = [mine for mine in works.values() if mine["sure"] and mine["tries"]]
    wrong = sum(mine["sure"] == SURE and mine["tries"][0]["raw"] < 1 for mine in rated)
    right = sum(mine["sure"] == CERTAINTY[0] and mine["tries"][0]["raw"] == 1 for mine in rated)
    return [Text((ctx.say("calibration", wrong=wrong, right=right),), "note")] if wrong or right else []


def _row(ctx: Context, sheet: Sheet, name: str, mine: Mapping[str, Any], number: int) -> Button:
    """One item in the list at the end, with its standing."""
    mark, vote = standing(mine), mine.get("vote")
    stands = ctx.say(f"state-{mark}")
    if mark == "noted" and vote and ctx.exercise.together and at_table(ctx):  # the table lays out what it has before it
        stands = pick(asked(ctx, sheet, name), vote["answer"])
    words = ctx.say("row", n=number, words=beginning(sentence(ctx.exercise.items[name]), SHORT), state=stands)
    return Button(words, "go", {"item": name}, f"row {mark}")


def _rounds(ctx: Context, state: State) -> list[Node]:
    """Start over, or another draw, with the word that the best result stays; never the main thing to do."""
    names = drawable(ctx.exercise)
    left = len(set(names) - {*state["seen"], *state["draw"]})
    again = Button(ctx.say("restart"), "restart", confirm=ctx.say("restart-sure"), clears=True)
    more = Button(ctx.say("redraw" if left else "redraw-all", n=left), "redraw", clears=True)
    said = ctx.scored and finished(state) and ctx.mode != "watch"
    ways = (again, more) if len(names) > len(state["draw"]) else (again,)
    return [*([Text((ctx.say("rounds-kept"),), "note")] if said else []), Actions(ways)]
