"""What her choices come to: the class's plan, with what the console says at each row whose minutes change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ...agenda import Row
from ...plan import Choice, Plan
from .decisions import MOST_MINUTES, Decision
from .minutes import Wanted, settle


def settled(
    rows: Sequence[Row],
    decisions: Iterable[Decision],
    choices: Mapping[str, Choice],
    say: Callable[..., str],
    *,
    kept: Collection[str] = (),
    guarded: Collection[str] = (),
    ease: Mapping[str, float] | None = None,
) -> Plan:
    """The plan that her choices come to; what she said nothing of is taken.

    Rows that she wants ``kept``, and those that are ``guarded`` (see :mod:`.guards`), pay for nothing.
    """
    made = {one: _choice(one, choices.get(one.id, Choice())) for one in decisions}
    taken = {one: choice.minutes or 0 for one, choice in made.items() if choice.taken}
    wanted = [Wanted(one.row, minutes, one.rank) for one, minutes in taken.items() if minutes]
    found = settle(rows, wanted, {one.row for one in taken if one.short}, {*kept, *guarded}, ease)
    notes: dict[str, list[str]] = {}
    for row, line in (pair for one in taken for pair in one.notes):
        notes.setdefault(row, []).append(line)
    _note_minutes(rows, found, {one.row: one.fills for one in taken if one.fills}, notes, say)
    return replace(
        found,
        before={one.row: one.before for one in taken if one.before},
        notes={row: tuple(lines) for row, lines in notes.items()},
        choices={one.id: choice for one, choice in made.items()},
        kept=frozenset(kept),
        because=tuple((one.title, one.reason) for one in taken),
    )


def _choice(one: Decision, chosen: Choice) -> Choice:
    """Her word on a proposal, with the minutes that it means."""
    if not one.minutes:
        return Choice(chosen.taken)
    minutes = one.minutes if chosen.minutes is None else max(0, min(MOST_MINUTES, chosen.minutes))
    return Choice(chosen.taken, minutes)


def _note_minutes(
    rows: Sequence[Row], found: Plan, fills: Mapping[str, str], notes: dict[str, list[str]], say: Callable[..., str]
) -> None:
    """Say at each row whose minutes change by how much, who gives them or gets them, and what is done in added ones."""
    titles, planned = {row.id: row.title for row in rows}, {row.id: row.minutes for row in rows}
    comma = say("before.comma")
    for name, minutes in found.minutes.items():
        more = minutes - planned[name]
        if more > 0:
            gives = (say("before.gives", title=titles[one.giver], n=one.minutes) for one in found.givers(name))
            lines = [say("before.note-more", n=more, listed=comma.join(gives))]
            lines += [fills[name]] if name in fills else []
        else:
            to = comma.join(f"「{titles[one]}」" for one in found.receivers(name))
            lines = [say("before.note-less" if to else "before.note-short", n=-more, listed=to)]
        notes[name] = [*lines, *notes.get(name, ())]
