"""The agenda on the 讲师台: how late the class is, the rows of the half-day, what each of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .... import agenda
from ....agenda import MINUTE
from ....view import Actions, Button, Fold, Form, Items, Link, Node, Strong, Text
from ..work import clock_words
from .next_step import open_part

if TYPE_CHECKING:
    from .seen import Seen


def late(seen: Seen, line: Node) -> Node:
    """Below a line on who is there: 「晚 6 分　后面三页用短版，追回 7 分」 and the button for it, once a row is begun."""
    if seen.row is None:
        return Form("time", (line,))
    time = agenda.timing(seen.rows, seen.lesson, seen.now)
    minutes = round(time.late / MINUTE)
    word = "late" if minutes > 0 else "early" if minutes < 0 else "on-time"
    told = Strong(seen.say(word, n=abs(minutes)))
    if not time.gain or minutes <= 0:
        ends = seen.say("ends", time=clock_words(_end(seen)))
        return Form("late" if minutes > 0 else "time", (line, Text((told, "　", ends))))
    gain = seen.say("gain", rows=len(time.gaining), n=time.gain // MINUTE)
    button = Button(seen.say("use-short"), "short", {"rows": ",".join(time.gaining)})
    return Form("late", (line, Text((told, "　", gain))), (button,))


def nodes(seen: Seen) -> tuple[Node, ...]:
    """The rows of the half-day in hand, and the other half-days folded away."""
    halves = list(dict.fromkeys(row.half for row in seen.rows))
    here = seen.row.half if seen.row else next((h for h in halves if not _done(seen, h)), halves[-1] if halves else "")
    parts: list[Node] = [Text((seen.say("agenda"),), "head")]
    parts += [_half(seen, half, open_=half == here) for half in halves]
    return (*parts, *_elsewhere(seen))


def _done(seen: Seen, half: str) -> bool:
    rows = [row for row in seen.rows if row.half == half]
    return all(row.id in seen.lesson["rows"] for row in rows)


def _half(seen: Seen, half: str, *, open_: bool) -> Node:
    """One half-day."""
    starts, ours = _starts(seen, half), [row for row in seen.rows if row.half == half]
    place = next((n for n, row in enumerate(ours) if row.id == seen.lesson["row"]), 0)
    rows: list[Node] = [_row(seen, row, starts.get(row.id, 0)) for row in ours]
    if place > 1:
        rows[: place - 1] = [Fold(seen.say("earlier", n=place - 1), tuple(rows[: place - 1]), key=f"earlier-{half}")]
    return Fold(seen.room.say(f"half-{half}"), tuple(rows), open=open_, key=f"half-{half}")


def _starts(seen: Seen, half: str) -> dict[str, int]:
    """When each row began, or will begin as things stand.

    Nothing is said of a half-day that has not begun, and of rows that were passed over.
    """
    known, at, found, passed = seen.lesson["rows"], 0, dict[str, int](), True
    for row in (one for one in seen.rows if one.half == half):
        began = known.get(row.id, {}).get("at", 0)
        if passed and not began:
            continue
        found[row.id] = at = began if passed else at
        here = row.id == seen.lesson["row"]
        end = at + agenda.planned(row, seen.lesson) * MINUTE
        at = max(seen.now, end) if here else end
        passed = passed and not here
    return found


def _end(seen: Seen) -> int:
    """When the half-day in hand will be over, as things stand."""
    row = seen.row
    if row is None:
        return 0
    last = [one for one in seen.rows if one.half == row.half][-1]
    starts = _starts(seen, row.half)
    end = starts[last.id] + agenda.planned(last, seen.lesson) * MINUTE
    return max(seen.now, end) if last.id == row.id else end


def _row(seen: Seen, row: agenda.Row, start: int) -> Node:
    """One row: what she can do with it, and its note."""
    known, here = seen.lesson["rows"].get(row.id, {}), row.id == seen.lesson["row"]
    state = "now" if here else "off" if known.get("skipped") else "past" if "at" in known else "todo"
    inside: list[Node] = [_buttons(seen, row)]
    if row.note and not here:
        inside.append(Items(row.note))
    return Fold(
        row.title,
        tuple(inside),
        key=f"row-{row.id}",
        before=clock_words(start),
        aside=_minutes(seen, row),
        note=seen.say("skipped") if known.get("skipped") else _holds(row),
        state=state,
    )


def _holds(row: agenda.Row) -> str:
    """The exercises of a row, where they are not the row itself."""
    return "、".join(part.title for part in row.parts if part.title != row.title and not part.after)


def _minutes(seen: Seen, row: agenda.Row) -> str:
    """「13 分」, 「用了 9 / 13 分」, 「短 8 分」."""
    known, plan = seen.lesson["rows"].get(row.id, {}), agenda.planned(row, seen.lesson)
    if "at" in known:
        end = seen.now if row.id == seen.lesson["row"] else known.get("end", seen.now)
        return seen.say("minutes-used", used=(end - known["at"]) // MINUTE, n=plan)
    return seen.say("minutes-short" if known.get("short") else "minutes", n=plan)


def _buttons(seen: Seen, row: agenda.Row) -> Node:
    """Go to it, open its exercises, shorten it, skip it; each of them has its way back."""
    known, here = seen.lesson["rows"].get(row.id, {}), row.id == seen.lesson["row"]
    found: list[Button | Link] = []
    if not here:
        found.append(Button(seen.say("go-row"), "row", {"row": row.id, "stamp": str(seen.lesson["stamp"])}))
    found += [open_part(seen, part, row.id) for part in row.parts if part.slug != seen.slug]
    if row.short < row.minutes and not here:
        word = {"back": "1"} if known.get("short") else {}
        found.append(
            Button(seen.say("long" if word else "short", n=row.minutes - row.short), "short", {"rows": row.id, **word})
        )
    if not here:
        word = {"back": "1"} if known.get("skipped") else {}
        found.append(Button(seen.say("unskip" if word else "skip"), "skip", {"row": row.id, **word}))
    return Actions(tuple(found))


def _elsewhere(seen: Seen) -> tuple[Node, ...]:
    """Exercises that stand in no row."""
    named = {part.slug for row in seen.rows for part in row.parts}
    loose = [one for slug, one in seen.room.content.exercises.items() if slug not in named and slug != seen.slug]
    if not loose:
        return ()
    buttons = (open_part(seen, agenda.Part(one.slug, one.title, one.minutes), "") for one in loose)
    return (Fold(seen.say("elsewhere"), (Actions(tuple(buttons)),), key="elsewhere"),)
