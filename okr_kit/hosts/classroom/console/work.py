"""The exercise in hand on the 讲师台: its phase, clock, how many have handed in, the item that is talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .... import agenda, engine
from ....tally import Choices, Spread
from ....view import Bar, Bars, Button, Clock, Figure, Figures, Fold, Form, Link, Node, Phases, Statement, Text
from ..book import timetable
from . import stage as console_stage

if TYPE_CHECKING:
    from .seen import Seen

#: What 「+1 分」 adds to the clock, in seconds.
MORE = 60


def nodes(seen: Seen) -> tuple[Node, ...]:
    """The exercise in hand; where there is none, what the class looks at."""
    if seen.exercise is None:
        return _page(seen)
    where = seen.row.title if seen.row else seen.say("no-row")
    return (
        Text((where,), "where"),
        Text((seen.exercise.title,), "title"),
        phases(seen),
        Figures(_figures(seen)),
        *_clock_buttons(seen),
        *item(seen),
    )


def _page(seen: Seen) -> tuple[Node, ...]:
    """Nothing is open: the row in hand with its page on the stage, or that nobody leads."""
    if not seen.lesson["led"] or seen.row is None:
        ended = seen.row is not None and seen.row == seen.rows[-1]
        word = "ended" if ended else "over" if seen.lesson["rows"] or seen.lesson["works"] else "not-begun"
        # What is done before the class has its pages in Voila, which only a course folder has.
        before = word == "not-begun" and bool(seen.room.notebooks)
        ways = (("prepare", "/voila/"), ("timetable", timetable.ADDRESS)) if before else ()
        way = (Link(seen.say(name), address, seen.say(f"{name}-note")) for name, address in ways)
        return (Text((seen.say(word),), "title"), Text((seen.say(f"{word}-next"),), "note"), *way)
    half = seen.room.say(f"half-{seen.row.half}")
    clock = Clock(seen.say("clock-break"), seen.row_end, seen.now, 0, seen.say("clock-over"))
    rest = (Figures((clock,)),) if seen.row.pause else ()
    return (Text((half,), "where"), Text((seen.row.title,), "title"), *rest, *console_stage.turning(seen))


def phases(seen: Seen) -> Phases:
    """Where the exercise stands, in her words; without keys nothing is talked about, without votes nothing is spread."""
    live = seen.live
    if seen.steps:
        return _steps(seen)
    words = ["task", "closed"]
    if seen.choices:
        words += ["talk", "again", "spread"] if seen.keyed else ["spread"]
    if seen.keyed:
        words.append("answer")
    here = "talk" if live.phase == "closed" and live.item else live.phase
    place = words.index(here) if here in words else len(words) - 1
    states = ("past" if n < place else "now" if n == place else "todo" for n in range(len(words)))
    return Phases(
        tuple((seen.say(f"phase-{w}"), state) for w, state in zip(words, states, strict=True)), seen.say("phases")
    )


def _steps(seen: Seen) -> Phases:
    """The steps of an exercise that she leads step by step; its reference is the last one."""
    words = [*(one.words for one in seen.steps), seen.say("step-reference")]
    order = [one.id for one in seen.steps]
    here = order.index(seen.live.item) if seen.live.item in order else 0
    place = len(order) if seen.live.phase == "answer" else here
    states = ("past" if n < place else "now" if n == place else "todo" for n in range(len(words)))
    return Phases(tuple(zip(words, states, strict=True)), seen.say("phases"))


def _figures(seen: Seen) -> tuple[Clock | Figure, ...]:
    """The clock, and how far people are: who has handed in, or what a step counts; a step without a clock has none."""
    if not seen.steps or seen.count is None:
        return (_clock(seen), handed(seen))
    figures, live = seen.count.together.figures, seen.live
    return figures if figures and not (live.until or live.left) else (_clock(seen), *figures)


def _clock(seen: Seen) -> Clock | Figure:
    """The time that is left of the step; without a clock that of the row, as the agenda plans it. It ends nothing."""
    live = seen.live
    if live.until or live.left:
        cue, left = (seen.step.cue, seen.step.left) if seen.step else ("", 0)
        label = seen.say("clock-still" if live.left else "clock")
        cue_left = round(left * agenda.MINUTE)
        return Clock(label, live.until, seen.now, live.left, seen.say("clock-over"), cue=cue, cue_left=cue_left)
    until = seen.row_end
    if until and live.phase != "task":
        return Clock(seen.say("clock-row"), until, seen.now, 0, seen.say("clock-over"))
    return Figure(seen.say("clock-time"), seen.say("clock-none"))


def handed(seen: Seen) -> Figure:
    """How many have handed in, of all who joined, and how many phones are off; or how many tables have decided."""
    count = seen.count
    if count is None:
        return Figure(seen.say("joined"), str(seen.joined))
    if seen.live.side == "table":
        return Figure(seen.say("decided"), str(count.tables_done), seen.say("tables", n=len(count.tables)))
    note = seen.say("away", left=count.joined - count.handed, n=count.joined - count.connected)
    return Figure(seen.say("handed"), str(count.handed), str(count.joined), note)


def _clock_buttons(seen: Seen) -> tuple[Node, ...]:
    """More time, standing still, no clock, while there is one."""
    live = seen.live
    if not (live.until or live.left):
        return ()
    more = Button(seen.say("clock-more"), "clock", {"seconds": str(MORE)})
    still = Button(seen.say("clock-run"), "run") if live.left else Button(seen.say("clock-pause"), "pause")
    return (Form("clock", (), (more, still, Button(seen.say("clock-off"), "clock", {"off": "1"}))),)


def item(seen: Seen) -> tuple[Node, ...]:
    """The item that is voted on or talked about, with its spread, which is on this screen alone."""
    choice = seen.item
    if choice is None:
        return ()
    mark = seen.mark(choice.item)
    label = seen.say("item", mark=mark, n=len(seen.choices)) if mark else ""
    found = seen.count.spreads.get(choice.item) if seen.count else None
    return (
        Statement((choice.statement,), label, small=True),
        *(spread(seen, *found, heaviest=choice.several and not choice.keyed) if found else ()),
        *_key(seen, choice),
    )


def _key(seen: Seen, choice: Choices) -> tuple[Node, ...]:
    """The key with its reason, for her to read before anybody else."""
    if not choice.keyed or seen.exercise is None:
        return ()
    ctx = engine.Context(seen.room.content, seen.exercise, "trainer", live=seen.live)
    return (Fold(seen.say("key"), engine.key(ctx, choice.item), key="key"),)


def spread(seen: Seen, first: Spread, second: Spread | None, *, heaviest: bool = False) -> tuple[Node, ...]:
    """How the class is spread over the answers to an item, before and after the debate; too few are only counted.

    ``heaviest`` puts what most people picked on top, as the stage has it.
    """
    last = second or first
    if not last.shown:
        return (Text((seen.say("too-few", n=last.people),), "note"),)
    before = {value: people for value, _, people in first.counts} if second else {}
    counts = sorted(last.counts, key=lambda row: -row[2]) if heaviest else last.counts
    rows = tuple(
        Bar(words, people, str(people), before=before.get(value), before_words=str(before.get(value, "")))
        for value, words, people in counts
    )
    most = max([*(people for _, _, people in last.counts), *before.values(), 1])
    legend = (seen.say("before"), seen.say("after")) if second else None
    return (Bars(rows, most, right(seen, first, second), legend),)


def right(seen: Seen, first: Spread, second: Spread | None) -> str:
    """「46 % → 72 % 答对」, for her eyes alone; nothing where there is no key."""
    shares = [
        seen.say("percent", n=round(100 * one.right / one.people))
        for one in (first, second)
        if one and one.right is not None and one.people
    ]
    return (
        seen.say("right", share=" → ".join(shares), n=(second or first).people)
        if shares
        else seen.say("answers", n=(second or first).people)
    )
