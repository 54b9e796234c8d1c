"""What is read: runs of text, statements, feedback, lists, tables, ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "warn", "info", "human"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that caused a finding; ``severity`` decides the underline."""

    text: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Strong:
    """A stretch of text that carries weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch that went or came between two drafts; ``kind`` is gone or new."""

    text: str
    kind: str


Run = str | Marked | Strong | Edit


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``role`` is body, where (small, above), note, lead, item (of a list), or of a heading: title, or head below it.

    ``wait`` is a title that fills a screen on which there is nothing to do but look elsewhere.
    """

    runs: tuple[Run, ...]
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Statement:
    """The hero of a screen: an O or KR as written, with a label such as ``KR 2`` and a note below."""

    runs: tuple[Run, ...]
    label: str = ""
    note: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Feedback: mark + word + colour; ``ask`` is the coach's question, set apart; ``quote`` is what is meant, as it was written."""

    tone: Tone
    title: str
    body: tuple[str, ...] = ()
    ask: str = ""
    ask_label: str = ""
    quote: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the learner is: one state per step (ok, part, no, now, todo) and the same in words.

    The states noted and seen say nothing of right or wrong.
    """

    steps: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers; ``caption`` says what the table shows."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


#: A cell of at most so many characters stays on one line where there is room for it (on the stage).
SHORT = 6


#: One line of a list, or one with lines of its own below it.
Lines = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short lines, numbered from ``start`` if ``ordered``; of a line that is a tuple, the rest stands below its first."""

    lines: tuple[Lines, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since the last draft: (tone, words) chips."""

    chips: tuple[tuple[Tone, str], ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to take home, with a button that copies it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of ours. ``note`` is a small line under the label, ``aside`` a word at the end of the row.

    ``style`` is row (in a list of ways), sub (a row that belongs to the one above), main or plain (looks like a button);
    ``state`` is ok, part, todo or empty.
    """

    label: str
    href: str
    note: str = ""
    aside: str = ""
    style: str = "row"
    state: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of ours, such as the QR code; ``alt`` says what it shows."""

    src: str
    alt: str


def beginning(text: str, most: int) -> str:
    """A text to be known again in a list: as it is, or its beginning and 「…」, in at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
