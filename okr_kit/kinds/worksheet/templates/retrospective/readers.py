"""Two people who read it: whether it would happen again, and how deep it goes. What they say never becomes a score."""

from __future__ import annotations

from .....view import Node, Say
from ...template import Entry, Row, Step
from ...work import Work

#: The rows of the two readers, who they can be, what they answer, how deep they find it.
ROWS = ("reader1", "reader2")
WHO, AGAIN, MARKS = ("peer", "lead", "trainer"), ("yes", "no", "open"), ("0", "1", "2", "3")


def step(work: Work) -> Step:
    """One question to two people, after class."""
    title, task = work.say("readers-title"), work.say("readers-task")
    rows = tuple(_row(work, name, n) for n, name in enumerate(ROWS, 1))
    return Step("readers", title, task, rows, later=True)


def _row(work: Work, name: str, n: int) -> Row:
    entries = (
        _chips(work, "who", "reader", WHO),
        _chips(work, "again", "again", AGAIN),
        Entry("why", work.say("reader-why"), lines=2, limit=300, needed=False),
        _chips(work, "mark", "mark", MARKS),
    )
    return Row(name, entries, work.say("reader-n", n=n), aside=marked(work, name))


def _chips(work: Work, name: str, words: str, values: tuple[str, ...]) -> Entry:
    options = tuple((one, work.say(f"{words}-{one}")) for one in values)
    note = work.words(f"{words}-note") or ""
    return Entry(name, work.say(words), "list" if name == "mark" else "chips", note=note, options=options, needed=False)


def marked(work: Work, name: str) -> str:
    """「2/3」, or nothing."""
    said = work.text(name, "mark")
    return work.say("mark-of", n=said) if said else ""


def depth(work: Work) -> list[dict[str, str]]:
    """What the readers said, as parts of a document."""
    rows = ({name: work.text(row, name) for name in ("who", "again", "why", "mark")} for row in ROWS)
    return [row for row in rows if any(row.values())]


def standing(work: Work) -> tuple[Node, ...]:
    """What people say of how deep it goes: beside the score of how complete it is written, never in it."""
    rated = [row["mark"] for row in depth(work) if row["mark"]]
    words = "、".join(work.say("mark-of", n=one) for one in rated) or work.say("depth-none")
    return (Say("human", work.say("depth-is", said=words), (work.say(f"depth-{len(rated)}"),)),)
