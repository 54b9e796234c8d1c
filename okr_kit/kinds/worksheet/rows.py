"""The rows of a step: each a line that says what it holds and opens to be filled in, marked where something was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...view import Actions, Button, Choice, Field, Line, Node, Option, beginning
from .acts import LONGEST_TYPED
from .template import Entry, Note, Row, Step
from .work import Work

#: The tones of notes that mark what they mean, the first wins; with the state of the mark.
MARKS = {"revise": "bad", "near": "warn", "ask": "info", "human": "human"}
#: How much of what was written in a row its line shows, in characters.
SHORT = 42


def rows(work: Work, step: Step, notes: Iterable[Note], inside: Mapping[str, tuple[Node, ...]]) -> tuple[Node, ...]:
    """The rows of a step; ``inside`` are, by row, nodes that stand at its end."""
    marks = _marks(notes)
    first = next((row for row in step.rows if row.title and not filled(work, row)), None)
    return tuple(node for row in step.rows for node in _row(work, step, row, marks, inside.get(row.id, ()), first))


def filled(work: Work, row: Row) -> bool:
    """Whether something stands in a row."""
    return any(held(work, row, entry) for entry in row.entries)


def held(work: Work, row: Row, entry: Entry) -> str:
    """What stands in an entry, taken or too long to be."""
    late = work.state["unsent"].get(f"{row.id}.{entry.name}")
    return str(late) if late is not None else work.text(row.id, entry.name)


def blanks(work: Work, step: Step) -> list[tuple[Row, Entry]]:
    """The entries of a step that are needed and blank."""
    every = ((row, entry) for row in step.rows for entry in row.entries)
    return [(row, entry) for row, entry in every if entry.needed and not held(work, row, entry)]


def words(work: Work, row: Row, entry: Entry) -> str:
    """What stands in an entry, in words."""
    said = work.text(row.id, entry.name)
    if not entry.chosen:
        between = "" if entry.unit == "%" else " "
        return f"{said}{between}{entry.unit}" if said and entry.unit and not said.endswith(entry.unit) else said
    return "、".join(label for one, label in entry.options if one in said.split(","))


def choice(work: Work, row: Row, entry: Entry, tone: str = "") -> Choice:
    """An entry that is chosen, as a question; ``tone`` is that of what was found in what is picked."""
    picked, state = work.several(row.id, entry.name), MARKS.get(tone, "")
    options = tuple(Option(one, label, one in picked, state if one in picked else "") for one, label in entry.options)
    style, many = ("chips", True) if entry.style == "several" else (entry.style, False)
    note = work.say(f"mark-{tone}") if tone else entry.note
    return Choice(f"{row.id}.{entry.name}", entry.label, options, style, many, note=note)


def _fresh(work: Work, step: Step, name: str) -> bool:
    """Whether an entry is as it was when its step was checked."""
    seen = work.state["results"].get(step.id, {"seen": {}})["seen"]
    return bool(seen.get(name, "") == work.values.get(name, ""))


def _marks(notes: Iterable[Note]) -> dict[str, str]:
    """The tone that marks each entry."""
    found: dict[str, str] = {}
    order = list(MARKS)
    for note in notes:
        for name in note.at if note.tone in MARKS else ():
            found[name] = min(found.get(name, note.tone), note.tone, key=order.index)
    return found


def _row(
    work: Work, step: Step, row: Row, marks: Mapping[str, str], said: tuple[Node, ...], first: Row | None
) -> tuple[Node, ...]:
    """The entries of a row; behind a line that says what it holds, where it has a title."""
    inside: tuple[Node, ...] = (*row.above, *(_entry(work, step, row, entry, marks) for entry in row.entries), *said)
    if row.made:
        inside = (*inside, _moving(work, step, row))
    if not row.title:
        return inside
    state, mark = _mark(work, step, row, marks)
    line = Line(
        f"{step.id}-{row.id}",  # the same row of another step is another line: it opens by itself
        row.title,
        inside,
        row is first,
        row.note,
        row.aside,
        row.track,
        _says(work, row),
        state,
        mark,
    )
    return (line,)


def _mark(work: Work, step: Step, row: Row, marks: Mapping[str, str]) -> tuple[str, str]:
    """How a row stands since its step was checked, as a state and in words: changed, meant by what was found, not filled in."""
    result = work.state["results"].get(step.id)
    if result is None:
        return "", ""
    names = [f"{row.id}.{entry.name}" for entry in row.entries]
    meant = [marks[name] for name in names if name in marks]
    changed = any(result["seen"].get(name, "") != work.values.get(name, "") for name in names)
    if meant and changed:
        return "info", work.say("mark-changed")
    if meant:
        tone = min(meant, key=list(MARKS).index)
        return MARKS[tone], work.say(f"mark-{tone}")
    blank = next((entry for one, entry in blanks(work, step) if one is row), None)
    if blank is not None:
        return "warn", work.say("blank-yet" if filled(work, row) else "row-blank", label=blank.label)
    return "", ""


def _says(work: Work, row: Row) -> str:
    """What was written in a row and its line does not say yet, in short."""
    line = f"{row.title} {row.note} {row.aside}"
    texts = (held(work, row, one) for one in row.entries if one.style == "text")
    text = next((said for said in texts if said and said not in line), "")
    return beginning(" ".join(text.split()), SHORT)


def _entry(work: Work, step: Step, row: Row, entry: Entry, marks: Mapping[str, str]) -> Node:
    name = f"{row.id}.{entry.name}"
    if entry.chosen:
        tone = marks.get(name, "") if entry.style != "several" and _fresh(work, step, name) else ""
        return choice(work, row, entry, tone)
    late = work.state["unsent"].get(name)
    unread = entry.style == "number" and bool(held(work, row, entry)) and not _read(work, row, entry)
    note = work.say("too-long", n=len(late), most=entry.limit) if late else entry.note
    note = work.say("number-unread") if unread and not late else note
    mode = {"number": "decimal", "date": "date"}.get(entry.style, "text")
    state = "bad" if late else "warn" if unread else MARKS.get(marks.get(name, ""), "")
    return Field(
        name,
        entry.label,
        held(work, row, entry),
        note,
        entry.lines,
        LONGEST_TYPED,
        mode,
        entry.placeholder,
        entry.half,
        unit=entry.unit,
        state=state,
    )


def _read(work: Work, row: Row, entry: Entry) -> bool:
    """Whether a number was understood: in the unit behind its field; where none stands there, a range is one too."""
    if entry.unit:
        return work.amount(row.id, entry.name, entry.unit) is not None
    return work.quantity(row.id, entry.name) is not None


def _moving(work: Work, step: Step, row: Row) -> Node:
    """Up, down, off."""
    values = {"list": step.list, "row": row.id}
    sure = work.say("drop-sure") if filled(work, row) else ""
    return Actions(
        (
            Button(work.say("up"), "up", values, "quiet"),
            Button(work.say("down"), "down", values, "quiet"),
            Button(work.say("drop"), "drop", values, "quiet", confirm=sure),
        )
    )
