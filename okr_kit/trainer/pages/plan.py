"""「课前计划」: what the answers propose, whose minutes pay for it, the class's own agenda, a report, interview and tables."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from ... import bank
from ...agenda import Row
from ...errors import OkrKitError
from ...hosts.classroom.book import Book
from ...hosts.classroom.book import agenda as book_agenda
from ...hosts.classroom.book import source as book_source
from ...hosts.jupyter.widget import class_content
from ...lint import Workspace
from ...plan import Plan
from .. import class_store
from ..class_now import Here, course_folder, here
from ..survey import answers, decisions, interview
from ..survey.analysis import analyse
from ..survey.decisions import MOST_MINUTES, Choice, Decision
from ..survey.questions import Questionnaire
from . import account, look, report
from .seating import Seats


class PlanPage:
    """The page of one class: ``choices``, ``account``, ``report``, ``interview`` and ``seats`` are its parts."""

    def __init__(self, where: Here, content: bank.Content, folder: Path) -> None:
        """Read the answers and the book's agenda from the course ``folder``. Raises StoreError, ContentError."""
        self.where, self.content, self.say = where, content, content.language.say
        asked = Questionnaire.of(content)
        responses = answers.read(where.files)
        self.analysis = analyse(responses, asked, Workspace(content.language, content.policy))
        self.rows = book_agenda.agenda(content, Book(folder))
        drawn = class_store.drawn(content, *decisions.DRILLS.values())
        self.decisions = decisions.decide(self.analysis, asked, content, self.rows, drawn)
        self.ease = decisions.ease(self.analysis, _units(folder, self.rows), asked)
        self.picked: dict[str, Choice] = {}
        self.kept: set[str] = set()
        self._choices()
        self._account()
        self.report = look.block()
        lines = [self.say("before.interview-volunteers"), self.say("before.interview-profile")]
        lines += [interview.profile(responses, asked, self.say), self.say("before.interview-asks")]
        self.interview = look.block(*(look.para(line) for line in lines))
        self.seats = Seats(content).box
        self._show()

    @classmethod
    def here(cls) -> PlanPage:
        """The page of the class around us."""
        found = here()
        return cls(found, class_content(), course_folder(Path.cwd()))

    # -- what she can do ------------------------------------------------------------------------------------------------

    def choose(self, name: str, choice: Choice) -> None:
        """Take a proposal, change its minutes, or leave it."""
        self.picked[name] = choice
        self._show()

    def leave_alone(self, rows: set[str]) -> None:
        """These rows pay for nothing."""
        self.kept = rows
        self._show()

    def save(self) -> None:
        """Keep the plan for the class: console, stage and timetable follow at once."""
        self._keep(self.settled.plan, "before.plan-saved")

    def reset(self) -> None:
        """The book's agenda again."""
        self._keep(Plan(), "before.plan-reset-done")

    # -- parts ----------------------------------------------------------------------------------------------------------

    def _choices(self) -> None:
        """One box for each proposal: what, why, taken or not, how many minutes."""
        say, count = self.say, self.analysis.count
        if not self.decisions:
            key = "plan-nothing" if self.analysis.enough else "plan-few" if count else "plan-none"
            self.choices = look.stack(look.block(look.para(say(f"before.{key}", n=count))))
            return
        self.choices = look.stack(*(self._choice(one) for one in self.decisions))

    def _choice(self, one: Decision) -> widgets.Widget:
        say = self.say
        taken = widgets.ToggleButtons(
            options=[(say("before.plan-take"), True), (say("before.plan-leave"), False)], layout=look.wide()
        )
        minutes = widgets.BoundedIntText(
            one.minutes, min=0, max=MOST_MINUTES, description=say("before.plan-minutes"),
            style={"description_width": "initial"}, layout=widgets.Layout(width="180px"),
        )  # fmt: skip

        def changed(_: object) -> None:
            self.choose(one.id, Choice(bool(taken.value), int(minutes.value) if one.minutes else None))

        taken.observe(changed, "value")
        minutes.observe(changed, "value")
        words = look.block(look.head(one.title), look.para(one.reason))
        return look.stack(words, widgets.HBox([taken, *([minutes] if one.minutes else [])]))

    def _account(self) -> None:
        """Who pays, what the half-days come to, and the buttons."""
        say = self.say
        self._table, self._said = look.block(), look.block()
        self._left = look.stack()
        go, back = look.button(say("before.plan-save"), "primary"), look.button(say("before.plan-reset"))
        go.disabled = not self.decisions  # an empty plan would take the place of the one that is kept
        go.on_click(lambda _: self.save())
        back.on_click(lambda _: self.reset())
        self.account = look.stack(self._table, self._left, widgets.HBox([go, back]), self._said)
        try:
            ours = class_store.plan(self.where)
        except OkrKitError as error:
            look.fail(self._said, self.content.language, error)
            return
        if ours != Plan():
            look.show(self._said, look.para(say("before.plan-own", n=len(ours.minutes))))

    def _show(self) -> None:
        """Everything that hangs on her choices."""
        self.settled = decisions.settled(
            self.rows, self.decisions, self.picked, self.say, kept=self.kept, ease=self.ease
        )
        look.show(self._table, *account.parts(self.settled, self.rows, self.say))
        givers = {one.giver for one in self.settled.account.paid} | self.kept
        short = {one.row for one in self.decisions if one.short}
        boxes = []
        for row in (one for one in self.rows if one.id in givers - short):
            box = widgets.Checkbox(
                value=row.id in self.kept, indent=False, layout=look.column(),
                description=f"{self.say('before.plan-keep')}：{row.title}",
            )  # fmt: skip
            box.observe(lambda change, name=row.id: self._toggle(name, taken=bool(change["new"])), "value")
            boxes.append(box)
        self._left.children = tuple(boxes)
        page = report.page(self.where.class_name, self.analysis, self.settled, self.rows, self.content.language)
        look.show(self.report, report.link(page, self.say))

    def _toggle(self, name: str, *, taken: bool) -> None:
        self.leave_alone(self.kept | {name} if taken else self.kept - {name})

    def _keep(self, plan: Plan, told: str) -> None:
        try:
            class_store.keep_plan(self.where, plan)
        except OkrKitError as error:
            look.fail(self._said, self.content.language, error)
            return
        look.show(self._said, look.para(self.say(told), "good"))


def _units(folder: Path, rows: tuple[Row, ...]) -> dict[str, int]:
    """The unit of each row that is a page of the book."""
    pages = {row.id: book_source.page(folder, row.page) for row in rows if row.page}
    return {name: int(page.meta["unit"]) for name, page in pages.items() if isinstance(page.meta.get("unit"), int)}
