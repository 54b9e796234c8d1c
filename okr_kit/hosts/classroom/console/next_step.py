"""What comes next in an exercise or on a page, as the one main button of the 讲师台, and what may come instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ....live import ALL
from ....view import Button
from ..book import screens as book_screens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .... import agenda
    from ....tally import Choices
    from ..book.screens import Screen
    from .seen import Seen

#: Minutes for a second vote.
VOTE = 1
#: What is picked for the form at the foot: the cards of what is worth a debate belong to it.
PICK = "item"


@dataclass(frozen=True)
class Next:
    """``main`` is one button, or one for each card that can be picked; ``beside`` are the other ways on."""

    main: tuple[Button, ...] = ()
    beside: tuple[Button, ...] = ()


def form(seen: Seen) -> str:
    """The key of the form at the foot: what was picked on one step says nothing on the next."""
    return f"next-{seen.slug}-{seen.lesson['stamp']}"


def following(seen: Seen) -> Next:
    """The next step of the class."""
    if not seen.slug:
        return _from_page(seen)
    live = seen.live
    if seen.steps and live.phase != "answer":
        return _from_step(seen)
    match live.phase:
        case "task":
            return _first((step(seen, "close-item" if live.item else "close", "close", item=live.item),))
        case "again":
            return _first((step(seen, "spread", "spread", item=live.item), *_answer(seen, live.item)))
        case "spread":
            return _from_spread(seen)
        case "closed":
            return _from_talk(seen) if live.item else _from_closed(seen)
        case _:
            return _from_answer(seen)


def _from_step(seen: Seen) -> Next:
    """The next step of an exercise that she leads step by step; behind the last one its reference."""
    order = [one.id for one in seen.steps]
    coming = seen.steps[order.index(seen.live.item) + 1 :] if seen.live.item in order else seen.steps
    if not coming:
        return _first((step(seen, "step-end", "answer", all="1", item=seen.live.item),))
    one = coming[0]
    minutes = f"{seen.minutes(one):g}"
    label = seen.say("next-step" if one.minutes else "next-step-open", title=one.words, minutes=minutes)
    values = {"item": one.id, "minutes": minutes, "stamp": str(seen.lesson["stamp"])}
    return _first((Button(label, "item", values),))


def step(seen: Seen, word: str, do: str, /, **values: str) -> Button:
    """A button of the step that is on now: pressed when that has passed, it is refused."""
    mark = seen.mark(values["item"]) if values.get("item") else ""
    label = seen.say(word, mark=mark, minutes=values.get("minutes", ""))
    return Button(label.strip(), do, {**values, "stamp": str(seen.lesson["stamp"])})


def open_part(seen: Seen, part: agenda.Part, row: str) -> Button:
    """Open an exercise of a row on all phones."""
    label = seen.say("open-this", title=part.title, minutes=part.minutes)
    return Button(label, "open", {"slug": part.slug, "row": row, "stamp": str(seen.lesson["stamp"])})


def next_row(seen: Seen) -> tuple[Button, ...]:
    """下一页; none behind the last row. Rows that she skipped stay out."""
    ids = [row.id for row in seen.rows]
    here = ids.index(seen.lesson["row"]) if seen.lesson["row"] in ids else -1
    coming = [row for row in seen.rows[here + 1 :] if not seen.lesson["rows"].get(row.id, {}).get("skipped")]
    return tuple(_to_row(seen, row, here) for row in coming[:1])


def release(seen: Seen, word: str = "release") -> Button:
    """自由练习, or behind the last row 下课: everything is open again; asked about once, as it ends what everybody is at."""
    values = {"stamp": str(seen.lesson["stamp"])}
    return Button(seen.say(word), "release", values, confirm=seen.say("release-sure"))


def _to_row(seen: Seen, row: agenda.Row, here: int) -> Button:
    """To a row from the ``here``-th one (-1: from none); the first of another half-day says which."""
    word = "begin" if here < 0 else "next-row" if seen.rows[here].half == row.half else "next-half"
    label = seen.say(word, title=row.title, half=seen.room.say(f"half-{row.half}"))
    return Button(label, "row", {"row": row.id, "stamp": str(seen.lesson["stamp"])})


def _on(seen: Seen) -> Next:
    """What the page has behind the exercise in hand, then what comes after the page."""
    return _first((*_page_on(seen), *_away(seen)))


def _away(seen: Seen) -> tuple[Button, ...]:
    """The first exercise of the row that was not open yet, the next row; behind the last one, the end.

    One for after the course is opened from the agenda alone.
    """
    row = seen.row
    parts = [part for part in row.parts if not (part.after or part.slug in seen.lesson["works"])] if row else []
    ways = (*(open_part(seen, part, row.id) for part in parts[:1] if row), *next_row(seen))
    return ways or ((release(seen, "class-over"),) if seen.lesson["led"] else ())


def _page_on(seen: Seen) -> tuple[Button, ...]:
    """The next screen where the stage is at the page, else the one behind the exercise in hand; an exercise is opened."""
    row, stage = seen.row, seen.lesson["stage"]
    if row is None or not seen.slug or not row.page:
        return ()
    screens = book_screens.screens(seen.room, row.page)
    if stage["show"] == "page":
        at = stage["screen"]
        more = at + 1 < len(screens) and not _unopened(seen, screens[at])
        return (_turn(seen, at + 1),) if more else ()
    mine = [n for n, one in enumerate(screens) if one.slug == seen.slug]
    answers = [n for n in mine if screens[n].rest]
    if answers and not seen.keyed:  # no key was shown: the page's own answer comes first
        return (Button(seen.say("page-answer"), "show", {"show": "page", "screen": str(answers[0])}),)
    last = max(mine, default=len(screens))
    if last + 1 >= len(screens) or screens[last + 1].slug:
        return ()
    label = seen.say("page-on", title=screens[last + 1].title)
    return (Button(label, "show", {"show": "page", "screen": str(last + 1)}),)


def _unopened(seen: Seen, screen: Screen) -> bool:
    """Whether a screen is the task of an exercise that was not open yet: what stands behind it answers it."""
    row = seen.row
    slugs = [part.slug for part in row.parts if part.slug not in seen.lesson["works"]] if row else []
    return screen.slug in slugs


def _turn(seen: Seen, screen: int) -> Button:
    """To a screen of the page that is on the stage."""
    return Button(seen.say("next-screen"), "turn", {"screen": str(screen)})


def _first(ways: tuple[Button, ...]) -> Next:
    """The first way as the main button, the others beside it."""
    main, beside = ways[:1], ways[1:]
    return Next(tuple(replace(way, style="main") for way in main), tuple(replace(way, style="plain") for way in beside))


def _from_page(seen: Seen) -> Next:
    """Nothing is open: the next screen of the page that is on the stage, then what the page has to do.

    A task that stands there is opened first: the screens behind it hold its answer.
    """
    ways = _on(seen)
    if not turns(seen):
        return ways
    at = seen.lesson["stage"]["screen"]
    turn = _turn(seen, at + 1)
    if _unopened(seen, seen.screens[at]):
        return _first((*ways.main, turn))
    return _first((turn, *ways.main))


def turns(seen: Seen) -> bool:
    """Whether the foot leads to the next screen of the page on the stage: nothing is open, and there is one."""
    stage = seen.lesson["stage"]
    return not seen.slug and stage["show"] == "page" and stage["screen"] + 1 < len(seen.screens)


def _answer(seen: Seen, item: str) -> tuple[Button, ...]:
    """Straight to the key, where there is one."""
    return (step(seen, "answer-now", "answer", item=item),) if _keyed(seen, item) else ()


def _keyed(seen: Seen, item: str) -> bool:
    """Whether something is right or wrong in an item."""
    choice = seen.choice(item)
    return choice is None or choice.keyed


def _keys(seen: Seen) -> tuple[Button, ...]:
    """What holds of all the items whose key was not shown yet."""
    hidden = [one for one in seen.choices if one.keyed and not seen.live.keys(one.item)]
    word = "answer-rest" if seen.live.keyed else "answer-all"
    return (step(seen, word, "answer", all="1", item=""),) if hidden else ()


def _from_spread(seen: Seen) -> Next:
    """揭晓, where there is a key; a question without one has nothing behind its spread."""
    item = seen.live.item
    if not _keyed(seen, item):
        if keys := _keys(seen):  # what is asked at the end was put up first
            return _first((*keys, *_away(seen)[:1]))
        order = [one.item for one in seen.choices]
        coming = [one for one in seen.choices[order.index(item) + 1 :] if not one.keyed]
        if coming:
            return _spreads(seen, coming)
        tables = () if ALL in seen.live.keyed else _tables(seen)
        return _first((*tables, *_away(seen)[:1])) if tables else _on(seen)
    again = step(seen, "again", "again", item=item, minutes=str(VOTE))
    return _first((step(seen, "answer", "answer", item=item), again))


def _tables(seen: Seen) -> tuple[Button, ...]:
    """What was answered alone goes to the tables, where they have something to write together."""
    return (step(seen, "side-table", "side", side="table"),) if seen.grouped and seen.live.side == "own" else ()


def _spreads(seen: Seen, choices: Sequence[Choices]) -> Next:
    """Put the spread of a question without a key on the stage."""
    first = choices[0]
    return _first((step(seen, "spread-now", "spread", item=first.item), *_away(seen)[:1]))


def _from_talk(seen: Seen) -> Next:
    """An item is talked about: vote once more where that is worth it, or show the key, be it again."""
    item = seen.live.item
    again = step(seen, "again", "again", item=item, minutes=str(VOTE))
    if not _keyed(seen, item):
        return _first((step(seen, "spread-now", "spread", item=item), again))
    ways = (again, *_answer(seen, item))
    return _first(ways[::-1] if item in seen.proposals.reveal or seen.live.keys(item) else ways)


def _from_closed(seen: Seen) -> Next:
    """收卷 of the whole exercise: the tables, the cards that are worth a debate, all keys, or on where there are none."""
    every, cards = step(seen, "answer-all", "answer", all="1", item=""), debates(seen)
    if seen.to_table:
        return _first((step(seen, "side-table", "side", side="table"), every))
    if cards:
        return Next(cards, (every,))
    if seen.keyed:
        return _first((every,))
    return _spreads(seen, seen.choices) if seen.choices and seen.live.side == "own" else _on(seen)


def _from_answer(seen: Seen) -> Next:
    """A key is shown: the next item, the next debate, the rest of the keys, or on."""
    live = seen.live
    hidden = [one.item for one in seen.choices if not live.keys(one.item)]
    last = [one for one in seen.choices if not one.keyed and one.item != live.item]
    if (
        not hidden and not live.item and last and seen.keyed
    ):  # all keys are out: what was asked at the end is still to be seen
        return _spreads(seen, last)
    if not hidden:
        if live.item and len(seen.choices) > 1:  # the last key stands there: how all of them went is the end
            return _first((step(seen, "answer-whole", "answer", all="1", item=""), *_away(seen)[:1]))
        return _on(seen)
    rest = step(seen, "answer-rest", "answer", all="1", item="")
    if live.pace == "class":
        return _next_item(seen, hidden, rest)
    cards = debates(seen)
    return Next(cards, (rest,)) if cards else _first((rest, *_away(seen)[:1]))


def _next_item(seen: Seen, hidden: list[str], rest: Button) -> Next:
    """The next item that the class goes through; behind the last of them on, with what was left out beside it."""
    order = [one.item for one in seen.choices]
    later = order[order.index(seen.live.item) + 1 :] if seen.live.item in order else order
    coming = [item for item in (*later, *hidden) if item in hidden and item in seen.led]
    if coming:
        return _first((step(seen, "next-item", "item", item=coming[0]), rest))
    on = _on(seen)
    return replace(on, beside=(*on.beside, step(seen, "next-item", "item", item=hidden[0])))


def debates(seen: Seen) -> tuple[Button, ...]:
    """One main button for each card that is worth a debate; that of the picked one shows."""
    made = (
        (one, step(seen, "discuss", "discuss", item=one.item, minutes=str(one.minutes))) for one in seen.proposals.first
    )
    return tuple(replace(button, style="main", when=(PICK, one.item)) for one, button in made)
