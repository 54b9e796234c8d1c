"""「课前计划」: what the answers propose, whose minutes pay for it, the class's own agenda, a report, interview and tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ipywidgets as widgets

from ... import bank
from ...agenda import Row
from ...errors import OkrKitError
from ...hosts.classroom.book import Book, timetable
from ...hosts.classroom.book import agenda as book_agenda
from ...hosts.classroom.book import source as book_source
from ...hosts.jupyter.widget import class_content
from ...lint import Workspace
from ...plan import Choice, Plan
from .. import class_store
from ..class_now import Here, course_folder, here
from ..survey import answers, decisions, guards, interview
from ..survey.analysis import analyse
from ..survey.questions import Questionnaire
from ..survey.settling import settled
from . import account, choices, look, report
from .seating import Seats

#: Where the class server shows what was settled.
CONSOLE, TIMETABLE = "/trainer", timetable.ADDRESS


class PlanPage:
    """The page of one class: ``choices``, ``account``, ``report``, ``interview`` and ``seats`` are its parts.

    ``saved`` is the plan as the class has it, ``settled`` what the page would keep now.
    """

    def __init__(self, where: Here, content: bank.Content, folder: Path) -> None:
        """Read the answers, the kept plan and the book's agenda from the course ``folder``. Raises StoreError, ContentError."""
        self.where, self.content, self.say = where, content, content.language.say
        asked = Questionnaire.of(content)
        responses = answers.read(where.files)
        self.analysis = analyse(responses, asked, Workspace(content.language, content.policy))
        self.rows = book_agenda.agenda(content, Book(folder))
        drawn = class_store.drawn(content, *decisions.DRILLS.values())
        self.decisions = decisions.decide(self.analysis, asked, content, self.rows, drawn)
        units = _units(folder, self.rows)
        self.guards = guards.guards(self.analysis, asked, self.say)
        self.guarded = {row for row, unit in units.items() if unit in self.guards}
        self.ease = guards.ease(self.analysis, units, asked)
        self._account()
        self.saved = self._read()
        self.picked, self.kept = dict(self.saved.choices), set(self.saved.kept)
        self._choices()
        self.report = look.block()
        lines = [self.say("before.interview-volunteers"), self.say("before.interview-profile")]
        lines += [interview.profile(responses, asked, self.say), self.say("before.interview-asks")]
        self.interview = look.block(*(look.para(line) for line in lines))
        self.seats = Seats(content).box
        self._show()
        self._report()

    @classmethod
    def here(cls) -> PlanPage:
        """The page of the class around us."""
        found = here()
        return cls(found, class_content(), course_folder(Path.cwd()))

    # -- what she can do ------------------------------------------------------------------------------------------------

    def choose(self, name: str, choice: Choice) -> None:
        """Take a proposal, change its minutes, or leave it."""
        self.picked[name] = choice
        look.show(self._said)
        self._show()

    def leave_alone(self, rows: set[str]) -> None:
        """These rows pay for nothing."""
        self.kept = rows
        look.show(self._said)
        self._show()

    def save(self) -> None:
        """Keep the plan for the class: console, stage and timetable follow at once."""
        say = self.say
        if class_store.in_class():
            ways = [look.link(say("before.plan-see-console"), CONSOLE)]
            ways.append(look.link(say("before.plan-see-timetable"), TIMETABLE))
        else:
            ways = [look.para(say("before.plan-see-class"))]
        self._keep(self.settled, [look.para(say("before.plan-saved"), "good"), *ways])

    def reset(self) -> None:
        """The book's agenda again."""
        self._keep(Plan(), [look.para(self.say("before.plan-reset-done"), "good")])

    # -- parts ----------------------------------------------------------------------------------------------------------

    def _choices(self) -> None:
        """A box for each proposal, or why there is none."""
        count = self.analysis.count
        if self.decisions:
            self.choices, self.boxes = choices.stack(self.decisions, self.picked, self.say, self.choose)
            return
        key = "plan-nothing" if self.analysis.enough else "plan-few" if count else "plan-none"
        self.choices = look.stack(look.block(look.para(self.say(f"before.{key}", n=count))))

    def _account(self) -> None:
        """Who pays, what the half-days come to, and the buttons."""
        say = self.say
        self._table, self._state, self._said = look.block(), look.block(), look.block()
        self._left, self._sure = look.stack(), look.Sure()
        go, back = look.button(say("before.plan-save"), "primary"), look.button(say("before.plan-reset"))
        go.disabled = not self.decisions  # an empty plan would take the place of the one that is kept
        go.on_click(lambda _: self.save())
        back.on_click(lambda _: self._ask_reset())
        buttons = widgets.HBox([go, back])
        self.account = look.stack(self._table, self._left, self._state, buttons, self._sure.box, self._said)

    def _ask_reset(self) -> None:
        """Once more, before what is kept is gone."""
        words, yes, no = (self.say(f"before.plan-reset-{key}") for key in ("sure", "yes", "no"))
        self._sure.ask(words, yes, no, self.reset)

    def _read(self) -> Plan:
        """The plan as the class has it; the book's where it cannot be read, with a sentence and no word on what it says."""
        self._known = True
        try:
            return class_store.plan(self.where)
        except OkrKitError as error:
            look.fail(self._said, self.content.language, error)
            self._known = False
            return Plan()

    def _show(self) -> None:
        """Everything that hangs on her choices."""
        self.settled = self.saved
        if self.decisions:
            self.settled = settled(
                self.rows, self.decisions, self.picked, self.say,
                kept=self.kept, guarded=self.guarded, ease=self.ease,
            )  # fmt: skip
        reasons = self.say("before.and").join
        why = [self.say("before.plan-guard", unit=unit, reasons=reasons(found)) for unit, found in self.guards.items()]
        asks = any(one.minutes for one in self.decisions)
        parts = account.parts(self.settled, self.rows, self.say)
        look.show(self._table, *parts, *(look.para(line) for line in why if asks))
        self._left.children = tuple(self._keeping())
        self._show_state()

    def _show_state(self) -> None:
        """Whether what the page shows is what the class has."""
        if not self._known:
            words: list[str] = []
        elif not self.decisions:
            words = [self.say("before.plan-state-alone")] if self.saved.changes else []
        elif not self.saved.choices and not self.saved.changes:
            words = [self.say("before.plan-state-none")]
        else:
            same = self.settled == self.saved
            words = [self.say("before.plan-state-same" if same else "before.plan-state-unsaved")]
        look.show(self._state, *(look.para(line, "bad" if self.settled != self.saved else "") for line in words))

    def _keeping(self) -> list[widgets.Widget]:
        """A box for each row that pays, to leave it alone."""
        rows = {one.giver for one in self.settled.paid} | self.kept
        short = {one.row for one in self.decisions if one.short}
        boxes: list[widgets.Widget] = []
        for row in (one for one in self.rows if self.decisions and one.id in rows - short):
            box = widgets.Checkbox(
                value=row.id in self.kept, indent=False, layout=look.column(),
                description=f"{self.say('before.plan-keep')}：{row.title}",
            )  # fmt: skip
            box.observe(lambda change, name=row.id: self._toggle(name, taken=bool(change["new"])), "value")
            boxes.append(box)
        return boxes

    def _toggle(self, name: str, *, taken: bool) -> None:
        self.leave_alone(self.kept | {name} if taken else self.kept - {name})

    def _report(self) -> None:
        """The way to a report of what is kept; none while that cannot be read."""
        if not self._known:
            look.show(self.report)
            return
        name, today = self.where.class_name, f"{date.today():%Y-%m-%d}"  # noqa: DTZ011 - hers, on her computer
        page = report.page(name, today, self.analysis, self.saved, self.rows, self.content.language)
        look.show(self.report, look.para(self.say("before.report-saved")), report.link(page, name, self.say))

    def _keep(self, plan: Plan, told: list[str]) -> None:
        try:
            class_store.keep_plan(self.where, plan)
        except OkrKitError as error:
            look.fail(self._said, self.content.language, error)
            return
        self.saved, self._known = plan, True
        look.show(self._said, *told)
        if self.decisions:
            look.show(self.choices.children[0], choices.lead(self.decisions, plan.choices, self.say))
        self._show()
        self._report()


def _units(folder: Path, rows: tuple[Row, ...]) -> dict[str, int]:
    """The unit of each row that is a page of the book."""
    pages = {row.id: book_source.page(folder, row.page) for row in rows if row.page}
    return {name: int(page.meta["unit"]) for name, page in pages.items() if isinstance(page.meta.get("unit"), int)}
