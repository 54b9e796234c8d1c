"""``{exercise}``: the box of an exercise, with its paper version where the page brings none of its own.

``{cards}`` and ``{paper}``: what is printed for those without a phone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from okr_words import Ours, plain, say

from okr_kit import engine, view
from okr_kit.bank import NEEDS
from okr_kit.hosts.classroom.book.site import KEY_END, KEY_START

if TYPE_CHECKING:
    from collections.abc import Iterable


class Exercise(Ours):
    """``{exercise} slug``: task, material and fold-out answer on paper; a way to the class version where there is one."""

    has_content = True
    required_arguments = 1
    option_spec = {  # noqa: RUF012 - docutils reads it from the class
        "title": directives.unchanged,
        "minutes": directives.nonnegative_int,
        "need": lambda value: directives.choice(value, NEEDS),
        "group": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """The box."""
        slug = self.arguments[0]
        exercise = self.settings.content.exercises.get(slug)
        title = self.options.get("title") or (exercise.title if exercise else "")
        minutes = self.options.get("minutes", exercise.minutes if exercise else None)
        need = self.options.get("need") or (exercise.need if exercise else "must")
        if not title or minutes is None or not (self.content or exercise):
            raise self.error(f"exercise {slug}: needs a title, minutes and a text, or an entry in the bank")
        home = vars(self.env).setdefault("okr_exercises", {})
        home[slug] = {"page": self.env.docname, "title": title, "minutes": minutes, "need": need}
        group = self.options.get("group")
        facts = [say("minutes", n=minutes), say(f"need-{need}"), say("group", n=group) if group else say("alone")]
        box = nodes.container(classes=["okr-exercise"], ids=[f"exercise-{slug}"])
        box += nodes.rubric("", say("exercise", title=title))
        box += nodes.paragraph("", "　".join(facts), classes=["okr-facts"])
        if exercise:
            box += nodes.raw("", f'<p class="okr-online" data-okr-slug="{slug}" hidden></p>', format="html")
        if self.content:
            self.state.nested_parse(self.content, self.content_offset, box)
        elif exercise:
            self.made_of(slug)
            box += self.parsed(markdown(engine.paper(engine.Context(self.settings.content, exercise))))
        self.withhold(box, slug if exercise else "")
        return [box]

    def withhold(self, box: nodes.container, slug: str) -> None:
        """Give the answer a sheet of its own in print, and mark where it begins and ends.

        A class leaves it out of learners' pages until it has seen the key.
        """
        named = self.settings.content.language.say("screens.mark-answer")
        for fold in list(box.findall(nodes.container)):
            title = next(iter(fold.children), None)
            if fold.get("design_component") == "dropdown" and title is not None and title.astext().startswith(named):
                fold["container_classes"] = [*fold["container_classes"], "okr-answer"]
                place = fold.parent.index(fold)
                for at, mark in ((place + 1, KEY_END), (place, KEY_START)) if slug else ():
                    fold.parent.insert(at, nodes.raw("", mark.format(slug=slug), format="html"))


class Cards(Ours):
    """``{cards} slug``: the cards or slips of an exercise to be cut out."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One box a card."""
        exercise = self.settings.content.exercises.get(self.arguments[0])
        cards = engine.cards(engine.Context(self.settings.content, exercise)) if exercise else ()
        if not cards:
            raise self.error(f"cards {self.arguments[0]}: no exercise of the bank with cards")
        self.made_of(self.arguments[0])
        sheet = nodes.container(classes=["okr-cards"], ids=[f"cards-{self.arguments[0]}"])
        for card in cards:
            box = nodes.container(classes=["okr-card"])
            box += self.parsed(markdown((card,)))
            sheet += box
        return [sheet]


class Paper(Ours):
    """``{paper} slug``: an exercise for those without a phone, without its answer."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Its title, its minutes and its lines, on a sheet of its own."""
        exercise = self.settings.content.exercise(self.arguments[0])
        self.made_of(exercise.slug)
        parts = engine.paper(engine.Context(self.settings.content, exercise))
        asked = [part for part in parts if not isinstance(part, view.Fold)]
        sheet = nodes.container(classes=["okr-paper"], ids=[f"paper-{exercise.slug}"])
        sheet += nodes.rubric("", say("exercise", title=exercise.title))
        sheet += nodes.paragraph("", say("minutes", n=exercise.minutes), classes=["okr-facts"])
        sheet += self.parsed(markdown(asked))
        return [sheet]


def markdown(parts: Iterable[view.Node]) -> str:
    """The nodes of an exercise's paper version as MyST Markdown; a kind of exercise says what they are."""
    return "\n\n".join(filter(None, (_block(part) for part in parts)))


def _block(part: view.Node) -> str:
    match part:
        case view.Text(runs, role):
            words = "".join(_run(run) for run in runs)
            mark = {"note": "_", "head": "**"}.get(role, "") if words else ""
            return f"{mark}{words}{mark}"
        case view.Statement(runs, label):
            return " ".join(filter(None, (f"**{plain(label)}**" if label else "", "".join(_run(run) for run in runs))))
        case view.Items(lines, ordered):
            return "\n".join(_item(f"{number}." if ordered else "-", line) for number, line in enumerate(lines, 1))
        case view.Table(headers, rows):
            table = [headers, ["---"] * len(headers), *rows]
            return "\n".join(
                "| " + " | ".join(plain(cell) if cell != "---" else cell for cell in row) + " |" for row in table
            )
        case view.Fold(title, children):
            return f"::::{{dropdown}} {plain(title)}\n{markdown(children)}\n::::"
        case view.Card(children, title):
            return "\n\n".join(filter(None, (f"**{plain(title)}**" if title else "", markdown(children))))
    raise TypeError(f"a paper version has no {type(part).__name__}")


def _run(run: view.Run) -> str:
    return plain(run) if isinstance(run, str) else f"**{plain(run.text)}**"


def _item(mark: str, line: view.Lines) -> str:
    """One line of a list; what stands below it becomes a list of its own."""
    if isinstance(line, str):
        return f"{mark} {plain(line)}"
    inside = " " * (len(mark) + 1)  # as far as the line's own words, or it would end the list
    return "\n".join([f"{mark} {plain(line[0])}", "", *(f"{inside}- {plain(below)}" for below in line[1:])])
