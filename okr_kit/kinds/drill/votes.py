"""Answers that are noted without a word: votes of a class, and rounds that say nothing before their end.

In the work on an item ``vote`` is such an answer, ``again`` the one of the second round. What they count as depends on
what the class does: :func:`as_of` is the state as it counts now, made anew for each look and never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...tally import Ballot, Choices
from ..base import Context, State
from .draw import deal
from .items import closing, key_results, sentence, where
from .sheet import Part, Sheet, asked
from .work import first, noted, work


def quiet(ctx: Context) -> bool:
    """Whether answers are only noted down here: the class does it now, or keys wait for the end of the round."""
    ends = ctx.exercise.settings.get("feedback") == "end"
    return ctx.live.silent or (ends and (ctx.mode == "own" or ctx.exercise.together))


def hands_in(ctx: Context, state: State) -> bool:
    """Whether a round that says nothing before its end is handed in here: first to hear how many are right, then for the keys.

    At a table that talks about what its members answered, the table decides item by item. In class keys are the
    trainer's: a table that does it together hears once how many are right.
    """
    live = ctx.live
    if live.silent:
        once = live.phase == "task" and not (live.item or state.get("handed"))
        return once and at_table(ctx) and ctx.exercise.together and live.side == "table"
    return quiet(ctx) and ctx.decided is None


def redoes(ctx: Context, state: State, name: str) -> bool:
    """Whether an item that is done can be tried once more by itself: where the exercise lets it, and it was not all right."""
    mine, lets = work(state, name), ctx.exercise.settings.get("redo") is True
    return lets and mine["done"] and not quiet(ctx) and all(one["raw"] < 1 for one in mine["tries"])


def at_table(ctx: Context) -> bool:
    """Whether this is the work of a table."""
    return ctx.mode in ("group", "watch")


def led(ctx: Context) -> bool:
    """Whether the class chooses the item that is shown: all go together, or one is talked about.

    Tables go through their round by themselves, unless there is an item in hand.
    """
    live = ctx.live
    together = live.pace == "class" and (bool(live.item) or live.side == "own")
    return live.silent and (together or (bool(live.item) and live.phase != "task"))


def value(parts: Iterable[Part], answer: Mapping[str, str]) -> str:
    """An answer as one value: what was picked last, ``ok`` or the reason, an error, a bin; empty for what is typed.

    What is asked beside it is not in it.
    """
    picked = [answer[part.name] for part in parts if part.options and not part.beside and answer.get(part.name)]
    return picked[-1] if picked else ""


def accepted(ctx: Context, sheet: Sheet, name: str, answer: Mapping[str, str]) -> bool:
    """Whether the trainer takes this answer as right in this class."""
    also = ctx.live.accepted.get(name, ())
    return bool(also) and value(asked(ctx, sheet, name), answer) in also


def as_of(ctx: Context, sheet: Sheet, state: State) -> State:
    """The state as it counts now: the round that is done here, where it stands, and what each item's answers are worth."""
    draw = _round(ctx, sheet, state)
    known = [name for name in {**dict.fromkeys(draw), **state["items"], ctx.live.item: 0} if name in ctx.exercise.items]
    items = {name: counted(ctx, sheet, state, name) for name in known}
    return {**state, "draw": draw, "items": {**state["items"], **items}, "at": _at(ctx, state, draw)}


def counted(ctx: Context, sheet: Sheet, state: State, name: str) -> dict[str, Any]:
    """The work on an item as it counts now.

    Once the class has seen its key, it is done, answered or not. While answers are only noted, nothing else is known of
    it. Afterwards what was noted is the first try.
    """
    mine = work(state, name)
    if name == closing(ctx.exercise):
        return mine
    late = [mine["vote"]] if "vote" in mine and mine["vote"] not in mine["tries"] else []
    tries = [*mine["tries"], *late]
    if _key_seen(ctx, state, name):
        tries = [{**one, "raw": 1.0} if accepted(ctx, sheet, name, one["answer"]) else one for one in tries]
        return {**mine, "tries": tries, "done": True}
    if ctx.live.silent:
        given = [*([mine["vote"]] if "vote" in mine else []), *(one for one in tries if one["answer"])]
        vote = {"vote": given[0]} if given else {}
        return {**mine, **vote, "tries": [], "done": False, "hints": 0}
    if quiet(ctx):
        settled = bool(tries) and name in (ctx.decided or ())
        return {**mine, "tries": tries, "done": True} if settled else mine
    if mine["tries"] or not tries:
        return mine
    most = int(ctx.exercise.settings.get("tries", 2))
    return {**mine, "tries": tries, "done": tries[0]["raw"] == 1 or most == 1}


def _key_seen(ctx: Context, state: State, name: str) -> bool:
    """Whether the class has seen the key; after class it is none for who has begun anew."""
    live = ctx.live
    return live.keys(name) and (live.silent or (live.standing == "over" and not state.get("anew")))


def _round(ctx: Context, sheet: Sheet, state: State) -> list[str]:
    """The items of the round: in class those of the class, at a table without those that nobody needs to talk about."""
    draw = list(state["draw"])
    if ctx.live.silent and ctx.exercise.settings.get("group") and state["round"]:
        draw = deal(ctx.exercise, sheet, state["seed"], 0, [])
    if at_table(ctx) and not ctx.exercise.together:
        opened = state.get("opened", ())
        draw = [name for name in draw if name not in ctx.agreed or name in opened or noted(work(state, name))]
    return draw


def _at(ctx: Context, state: State, draw: list[str]) -> str:
    """Where the round stands: at the class's item, else at one's own, or at the next that belongs to the round."""
    if led(ctx):
        return ctx.live.item if ctx.live.item in ctx.exercise.items else "summary"
    at, whole = str(state["at"]), list(state["draw"])
    if at == "summary" or at in draw:
        return at
    behind = whole[whole.index(at) :] if at in whole else []
    return next((name for name in (*behind, *draw) if name in draw), "summary")


def ballots(ctx: Context, sheet: Sheet, state: State) -> Iterator[Ballot]:
    """The answers of both rounds; the first one is what was noted in class, or the first try before that."""
    for name, mine in {**state.get("votes", {}), **state["items"]}.items():
        if name not in ctx.exercise.items:
            continue
        parts = asked(ctx, sheet, name)
        for number, one in ((1, first(mine)), (2, mine.get("again"))):
            if one and (picked := value(parts, one["answer"])):
                beside, right = _beside(parts, one["answer"]), one["raw"]
                if name == closing(ctx.exercise):
                    right = None
                elif beside:
                    right = float(_worth(ctx, sheet, name, one["answer"]) == 1)
                ways = _ways(parts, one["answer"])
                yield Ballot(name, _voted(parts).picked(picked), right, mine["sure"], number, beside, ways)


def _voted(parts: tuple[Part, ...]) -> Part:
    """The question that a class votes on: the first with options that is not asked beside another one."""
    return next((part for part in parts if part.options and not part.beside), parts[0])


def _worth(ctx: Context, sheet: Sheet, name: str, answer: Mapping[str, str]) -> float:
    """What the part of an answer that a class votes on is worth, as if what was asked beside it were right."""
    item = ctx.exercise.items[name]
    truth = {part.name: sheet.truth(item).get(part.name, "") for part in asked(ctx, sheet, name) if part.beside}
    return sheet.mark(item, {**answer, **truth}) or 0.0


def _beside(parts: Iterable[Part], answer: Mapping[str, str]) -> tuple[str, ...]:
    """What was picked beside the part that a class votes on."""
    return tuple(answer.get(part.name, "") for part in parts if part.beside and part.options)


def _ways(parts: Iterable[Part], answer: Mapping[str, str]) -> tuple[str, ...]:
    """The known wrong ways by which an answer was come by."""
    found = (part.told(answer.get(part.name, "")) for part in parts if part.told)
    return tuple(one.way for one in found if one and one.way)


def choices(ctx: Context, sheet: Sheet, seed: int) -> Iterator[Choices]:
    """The items of that round with every answer there is to them, in the order in which phones show them.

    Behind them what everybody is asked at the end, alone.
    """
    last = closing(ctx.exercise)
    names = [*deal(ctx.exercise, sheet, seed, 0, []), *([last] if last and not at_table(ctx) else [])]
    for name in names:
        item, parts = ctx.exercise.items[name], asked(ctx, sheet, name, seed)
        options = tuple(_options(parts))
        if options:
            above, lines = where(ctx, item), key_results(ctx, item)
            vote, keyed = _voted(parts), name != last
            leave = str(item.get("leave", ""))
            yield Choices(name, sentence(item), vote.legend, options, keyed, vote.several, above, lines, leave)


def right(ctx: Context, sheet: Sheet, name: str) -> tuple[str, ...]:
    """The values that are worth all of an item; where several are picked, those that belong together."""
    parts = asked(ctx, sheet, name)
    if name == closing(ctx.exercise):
        return ()
    vote = _voted(parts)
    if vote.several:
        return vote.picked(sheet.truth(ctx.exercise.items[name]).get(vote.name, ""))
    return tuple(value for value, _ in _options(parts) if _worth(ctx, sheet, name, _answer(parts, value)) == 1)


def _options(parts: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """Every value that an answer can have, with its words; what only opens another question is none."""
    opening = {part.when for part in parts if part.when and not part.beside}
    for part in parts:
        if not part.beside:
            yield from ((true, label) for _, true, label in part.options if (part.name, true) not in opening)


def _answer(parts: tuple[Part, ...], value: str) -> dict[str, str]:
    """The answer of that value, by part: with what opens its question."""
    part = next(one for one in parts if not one.beside and value in [true for _, true, _ in one.options])
    return {**(_answer(parts, part.when[1]) if part.when else {}), part.name: value}
