"""What role plays come to: one group's record in words, and figures of all groups without a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from ...view import Columns, Figure, Figures, Items, Node, Text
from ..base import Context, State, Together
from . import group, pad, register
from .pad import Noted
from .script import BEFORE, Script
from .standing import ended, step
from .words import say

#: Below so many groups nothing is said of them together.
FEWEST = 3


def notes(ctx: Context, play: Script, state: State) -> list[str]:
    """What the observers of the own group noted, line by line."""
    return [words for noted in group.pads(ctx, state) for words in lines(ctx, play, noted)]


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
    whole = [one for one in groups if _whole(play, one) or _sent(play, one)]
    now = step(ctx, play)
    written = Figure(
        say(ctx, "lines-written"), str(sum(_sent(play, one) is not None for one in whole)), str(len(whole))
    )
    if now is None or ended(ctx):
        return Together((), _shown(ctx, play, whole))
    figures: tuple[Figure, ...] = ()
    if now.does in BEFORE:
        figures = (Figure(say(ctx, "groups-whole"), str(len(whole)), str(len(groups)) if groups else ""),)
    if now.does == "seat":
        seated = sum(bool(state["seat"]) for table in tables for state in table)
        figures = (Figure(say(ctx, "seated"), str(seated), str(sum(map(len, tables)))), *figures)
    if now.does == "line" and play.writer:
        figures = (written,)
    return Together(figures)


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
    """For everybody: medians of the pads; in how many groups the writer took on something himself, and what to talk about."""
    kept = [[pad.noted(taps) for one in members for taps in pad.rounds(one["taps"])] for members in groups]
    pads = [one for one in kept if one]
    asked = [str(one) for one in ctx.exercise.settings.get("debrief", ())]
    said = _debrief(ctx, asked)
    medians = (*_spoken(ctx, play, pads), *_first_mark(ctx, play, pads))
    figures = (*medians, *_mine(ctx, play, groups))
    sheets = [state for one in groups for state in one if state["seat"] == play.writer]
    tables = register.together(ctx, play, sheets) if play.sheet else ()
    if not figures and not tables:
        return said
    note = (Text((say(ctx, "all", n=len(pads)),), "note"),) if medians else ()
    shown = (Figures(figures),) if figures else ()
    return (Columns(((*tables, *note, *shown), said)),)


def _spoken(ctx: Context, play: Script, pads: Sequence[Sequence[Noted]]) -> tuple[Figure, ...]:
    """How long the timed seat spoke, of the groups that timed it."""
    timed = play.seat(play.pad.timed)
    minutes = [median(found) for mine in pads if (found := [one.minutes for one in mine if one.minutes])]
    if timed is None or len(minutes) < FEWEST:
        return ()
    return (Figure(say(ctx, "all-spoken", name=timed.name), say(ctx, "all-minutes", n=_minutes(median(minutes)))),)


def _first_mark(ctx: Context, play: Script, pads: Sequence[Sequence[Noted]]) -> tuple[Figure, ...]:
    """How often what the pad asks for first was done."""
    if not play.pad.marks or len(pads) < FEWEST:
        return ()
    name, words = play.pad.marks[0]
    times = median(median(one.counts.get(name, 0) for one in mine) for mine in pads)
    return (Figure(words, say(ctx, "all-times", n=f"{times:g}")),)


def _debrief(ctx: Context, asked: Sequence[str]) -> tuple[Node, ...]:
    return (Text((say(ctx, "debrief"),), "lead"), Items(tuple(asked), ordered=True)) if asked else ()


def _mine(ctx: Context, play: Script, groups: Sequence[Sequence[State]]) -> tuple[Figure, ...]:
    """In how many groups the writer took on something himself, of those that wrote."""
    sent = [state for state in (_sent(play, members) for members in groups) if state is not None]
    writer = play.seat(play.writer)
    if writer is None or not play.mine or len(sent) < FEWEST:
        return ()
    mine = sum(any(word in state["line"]["who"] for word in play.mine) for state in sent)
    return (Figure(say(ctx, "all-mine", name=writer.name), str(mine), say(ctx, "all-groups", n=len(sent))),)
