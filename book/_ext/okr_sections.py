"""What a section's front matter says, on its page and in the handbook; the notes to the trainer, which learners do not get.

A learner's page shows the minutes and aims below its title and the points before what to take home. ``{unit-plan} 2``
prints what the minutes of a unit's pages go to, ``{unit-notes} 2`` their notes to the trainer; ``none`` is for the pages
of no unit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from okr_reference import table
from okr_words import Ours, plain, say

from okr_kit.hosts.classroom.book import source as book_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

#: The argument for pages that belong to no unit.
NONE = "none"


def as_section(app: Sphinx, docname: str, source: list[str]) -> None:
    """Show a page's front matter to its readers, and take the note to the trainer out of a learner's page."""
    folder = Path(app.srcdir)
    if not (folder / f"{docname}.md").is_file():
        return
    page = book_source.page(folder, docname)
    text = source[0]
    if "half" in page.meta:
        minutes = page.number("minutes")
        line = say("in-class", n=minutes) if minutes else say("at-home")
        text = re.sub(r"^(# .+)$", rf'\1\n\n<p class="okr-minutes">{line}</p>\n', text, count=1, flags=re.MULTILINE)
    if page.aims:
        text = re.sub(r"^(> .+\n)(?!>)", rf"\1\n{_box('aims', page.aims)}\n", text, count=1, flags=re.MULTILINE)
    home = f"**{app.okr.content.language.say('screens.mark-home')}**"  # type: ignore[attr-defined]
    if page.points and home in text:
        before, after = text.rsplit(f"\n{home}", 1)
        text = f"{before}\n{_box('points', page.points)}\n\n{home}{after}"
    source[0] = text if page.trainers else book_source.parted(text, _mark(app))[0]


def _box(name: str, sentences: tuple[str, ...]) -> str:
    """Sentences in a box of their own."""
    return "\n".join(
        [f"```{{container}} okr-{name}", f"**{say(name)}**", "", *(f"- {one}" for one in sentences), "```"]
    )


def _mark(app: Sphinx) -> str:
    return str(app.okr.content.language.say("screens.mark-note"))  # type: ignore[attr-defined]


class Unit(Ours):
    """What the pages of a unit are made of; ``none`` are the pages of no unit."""

    required_arguments = 1

    def pages(self) -> Iterator[book_source.Page]:
        """The unit's pages for learners, in the order of the contents."""
        folder = Path(self.env.srcdir)
        for name in book_source.order(folder):
            page = book_source.page(folder, name)
            if not page.trainers and str(page.meta.get("unit", NONE)) == self.arguments[0]:
                self.env.note_dependency(str(folder / f"{name}.md"))
                yield page


class UnitPlan(Unit):
    """``{unit-plan} 2``: minutes, short version, what they go to, what the short version leaves out."""

    def run(self) -> list[nodes.Node]:
        """One table."""
        rows = [self.row(page) for page in self.pages() if "half" in page.meta and page.number("minutes")]
        minutes, short = (sum(int(row[place]) for row in rows) for place in (1, 2))
        heads = ("part", "length", "plan-short", "plan-parts", "plan-cut")
        total = say("plan-total", n=minutes, short=short)
        return self.parsed(f"{table(heads, rows)}\n\n{total}")

    def row(self, page: book_source.Page) -> tuple[str, ...]:
        """One page."""
        minutes = page.number("minutes")
        parts = page.spent(self.settings.content.language.say("screens.plan-comma"))
        link = f"[{plain(page.title)}]({Path(page.name).name}.md)"
        return link, str(minutes), str(page.number("short", minutes)), plain(parts), plain(page.cut)


class UnitNotes(Unit):
    """``{unit-notes} 2``: the notes to the trainer, each below the title of its page."""

    def run(self) -> list[nodes.Node]:
        """One part a page."""
        made: list[nodes.Node] = []
        for page in self.pages():
            note = book_source.parted(page.text, _mark(self.env.app))[1]
            if note:
                made += self.parsed(f"**[{plain(page.title)}]({Path(page.name).name}.md)**\n\n{note}")
        return made
