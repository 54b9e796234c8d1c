"""What role plays come to: one group's record in words, and figures of all groups without a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from ...view import Figure, Figures, Items, Node, Text
from ..base import Context, State, Together
from . import group, pad
from .pad import Noted
from .script import BEFORE, Script
from .standing import step
from .words import say

#: Below so many groups nothing is said of them together.
FEWEST = 3


def notes(ctx: Context, play: Script, state: State) -> list[str]:
    """What the observers of the own group noted, line by line."""
    return [words for noted in group.pads(ctx, play, state) for words in lines(ctx, play, noted)]


def lines(ctx: Context, play: Script, noted: Noted) -> list[str]:
    """What one pad says."""
    found = []
    timed, first = play.seat(play.pad.timed), play.seat(noted.first)
    if timed and noted.minutes:
        words = "noted-spoken" if noted.minutes >= 1 else "noted-spoken-little"
        found.append(say(ctx, words, name=timed.name, n=_minutes(noted.minutes)))
    marks = [say(ctx, "noted-mark", words=words, n=noted.counts.get(name, 0)) for name, words in play.pad.marks]
    found += [say(ctx, "noted-marks", marks="，".join(marks))] if noted.counts else []
    if play.pad.stages and noted.stages:
        steps = ctx.policy.retrospective_steps
        skipped = "、".join(name for n, name in enumerate(steps) if str(n) not in noted.stages)
        found.append(say(ctx, "noted-skipped", names=skipped) if skipped else say(ctx, "noted-all"))
    found += [say(ctx, "noted-first", name=first.name)] if first else []
    return found


def _minutes(found: float) -> str:
    """「6」, 「0.5」: halves are as exact as a thumb is."""
    return f"{round(found * 2) / 2:g}"


def together(ctx: Context, play: Script, tables: tuple[tuple[State, ...], ...]) -> Together:
    """Figures of the step, and once the reference is shown what the groups' pads and lines come to."""
    groups = [one for table in tables for one in _groups(table)]
    whole = [one for one in groups if _whole(play, one)]
    now = step(ctx, play)
    written = Figure(
        say(ctx, "lines-written"), str(sum(_sent(play, one) is not None for one in whole)), str(len(whole))
    )
    if now is not None and now.does in BEFORE:
        seated = sum(bool(state["seat"]) for table in tables for state in table)
        figures: tuple[Figure, ...] = (
            Figure(say(ctx, "seated"), str(seated), str(sum(map(len, tables)))),
            Figure(say(ctx, "groups-whole"), str(len(whole)), str(len(groups)) if groups else ""),
        )
    else:
        figures = (written,) if play.writer and now is not None and now.does == "line" else ()
    return Together(figures, _shown(ctx, play, whole))


def _groups(table: Sequence[State]) -> list[list[State]]:
    """The members of each group of a table, as far as they sit."""
    found: defaultdict[int, list[State]] = defaultdict(list)
    for state in table:
        if state["seat"]:
            found[state["group"]].append(state)
    return list(found.values())


def _whole(play: Script, members: Sequence[State]) -> bool:
    """Whether all who talk are there."""
    return {seat.id for seat in play.seats if seat.talks} <= {state["seat"] for state in members}


def _sent(play: Script, members: Sequence[State]) -> State | None:
    """The state with the group's line, if it was sent."""
    return next((state for state in members if state["seat"] == play.writer and state["sent"]), None)


def _shown(ctx: Context, play: Script, groups: Sequence[Sequence[State]]) -> tuple[Node, ...]:
    """For everybody: medians of the pads, and in how many groups the writer took on something himself."""
    observers = {seat.id for seat in play.seats if not seat.talks}
    kept = [
        [pad.noted(one["taps"]) for one in members if one["seat"] in observers and one["taps"]] for members in groups
    ]
    pads = [one for one in kept if one]
    figures: list[Figure] = []
    timed = play.seat(play.pad.timed)
    if len(pads) >= FEWEST:
        if timed:
            spoken = median(median(one.minutes for one in mine) for mine in pads)
            figures.append(Figure(say(ctx, "all-spoken", name=timed.name), say(ctx, "all-minutes", n=_minutes(spoken))))
        for name, words in play.pad.marks:
            times = median(median(one.counts.get(name, 0) for one in mine) for mine in pads)
            figures.append(Figure(words, say(ctx, "all-times", n=f"{times:g}")))
    found: list[Node] = [Text((say(ctx, "all", n=len(pads)),), "note"), Figures(tuple(figures))] if figures else []
    asked = [str(one) for one in ctx.exercise.settings.get("debrief", ())]
    return (*found, *_mine(ctx, play, groups), *_debrief(ctx, asked))


def _debrief(ctx: Context, asked: Sequence[str]) -> tuple[Node, ...]:
    return (Text((say(ctx, "debrief"),), "lead"), Items(tuple(asked), ordered=True)) if asked else ()


def _mine(ctx: Context, play: Script, groups: Sequence[Sequence[State]]) -> tuple[Node, ...]:
    sent = [state for state in (_sent(play, members) for members in groups) if state is not None]
    if len(sent) < FEWEST:
        return ()
    mine = sum(any(word in state["line"]["who"] for word in play.mine) for state in sent)
    writer = play.seat(play.writer)
    return (Text((say(ctx, "all-mine", n=mine, of=len(sent), name=writer.name if writer else ""),), "lead"),)
