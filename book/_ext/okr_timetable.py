"""``{timetable}``: what happens when in the four half-days, computed from the minutes that pages declare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from okr_words import Ours, say

from okr_kit.hosts.classroom.book.site import TIMETABLE_END, TIMETABLE_START
from okr_kit.hosts.classroom.book.source import Planned, half_days

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class TimetableNode(nodes.General, nodes.Element):
    """Stands for the timetable until every page's minutes are known."""


class Timetable(Ours):
    """``{timetable}``: filled in when all pages are read."""

    def run(self) -> list[nodes.Node]:
        """A place to fill in."""
        return [TimetableNode()]


def fill_timetable(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the place into one table for each half-day."""
    for place in list(doctree.findall(TimetableNode)):
        made: list[nodes.Node] = []
        for half, rows in half_days(Path(app.srcdir)).items():
            total = sum(row.minutes for row in rows)
            made.append(nodes.rubric("", say(f"half-{half}", n=total)))
            made.append(_table(app, docname, rows))
        marks = (nodes.raw("", mark, format="html") for mark in (TIMETABLE_START, TIMETABLE_END))
        place.replace_self([next(marks), *made, next(marks)])


def _table(app: Sphinx, docname: str, rows: list[Planned]) -> nodes.table:
    """Start, part (a link to its page), minutes, and minutes of the short variant."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (1, 5, 1, 1)), cols=4)
    head, body, clock = nodes.thead(), nodes.tbody(), 0
    head += _row([nodes.Text(say(name)) for name in ("start", "part", "length", "short")])
    for row in rows:
        name: nodes.Node = nodes.Text(row.title)
        if row.page:
            link = app.builder.get_relative_uri(docname, row.page)
            name = nodes.reference("", row.title, refuri=link, internal=True)
        short = "" if row.short == row.minutes else str(row.short)
        body += _row([nodes.Text(f"+{clock}"), name, nodes.Text(str(row.minutes)), nodes.Text(short)])
        clock += row.minutes
    group += [head, body]
    return nodes.table("", group, classes=["okr-timetable"])


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        row += nodes.entry("", nodes.paragraph("", "", cell))
    return row


def always(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The timetable hangs on every page's minutes."""
    return ["book/timetable"] if "book/timetable" in env.all_docs and (added or changed or removed) else []
