"""The machine of a survey: pages of questions, sent page by page, changed until they are closed. The screens are in :mod:`.screen`.

Without keys nothing is right or wrong. With keys the score waits until the key is shown, and nothing can be changed then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...errors import ActionError
from ...model import Exercise
from ...tally import Ballot, Choices
from ...view import Node
from ..base import Action, Context, Entered, Focus, Kind, Outcome, State, value
from . import answers, paper, questions, screen, steps
from .answers import Answer
from .check import check
from .questions import Question

if TYPE_CHECKING:
    from ...lang import Language


class Survey(Kind):
    """Questions of the bank's ``items``, each with a style, an own page or one shared with others, a side."""

    shape = answers.SHAPE
    gone_words = "survey-gone"

    def check(self, exercise: Exercise, language: Language) -> None:
        """Every question has what its style needs."""
        del language
        check(exercise)

    def start(self, ctx: Context, state: State) -> State:
        """The first page, nothing answered."""
        first = next(iter(questions.pages(ctx.exercise, table=questions.at_table(ctx))))
        return {**state, "at": first, "answers": {}, "again": {}, "unsent": {}, "asked": [], "missed": []}

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: send (a page), go (to a page)."""
        del at
        do, page = str(action["do"]), value(action, "page") or steps.at(ctx, state)
        asked = _asked(ctx, page)
        if do not in ("send", "go") or asked is None:
            raise ActionError("action-unknown", do=do)
        open_ones = [one for one in asked if steps.takes(ctx, state, one)]
        if not open_ones:
            raise ActionError("live-closed")
        return {**state, "at": page} if do == "go" else _sent(ctx, state, action, open_ones)

    def keep(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """What a page held when it was closed."""
        del at
        asked = _asked(ctx, value(action, "page") or steps.at(ctx, state))
        return _kept(ctx, state, action, asked) if asked else state

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """A page of questions, or what was answered."""
        return screen.page(ctx, state, self.task(ctx))

    def paper(self, ctx: Context) -> tuple[Node, ...]:
        """All questions, with what can be picked and lines to write on."""
        return paper.page(ctx)

    def without_gone(self, ctx: Context, state: State) -> tuple[State, int]:
        """What was answered to questions and options that are still there."""
        if not super().fits(ctx, state):
            return state, 0
        return answers.without(questions.questions(ctx.exercise), state)

    def task(self, ctx: Context) -> str:
        """The bank's ``task``, or ``table_task`` for a table."""
        found = ctx.exercise.settings.get("table_task") if questions.at_table(ctx) else None
        return str(found or ctx.exercise.task)

    def focus(self, ctx: Context, state: State) -> Focus:
        """The first question of the page; a table's members can vote on one that takes a single answer."""
        return screen.focus(ctx, state)

    def settled(self, ctx: Context, state: State, item: str) -> bool:
        """A table's questions open to who has answered his own, or cannot any more."""
        del item
        own = [one for page in questions.pages(ctx.exercise, table=False).values() for one in page]
        return all(answers.now(state, one) or not ctx.live.takes(one.id) for one in own)

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """How many questions have an answer; a score only where keys are shown."""
        mine = steps.asked(ctx)
        given = [one for one in mine if answers.counts(one, state)]
        return Outcome(
            score=_score(ctx, state, questions.questions(ctx.exercise)),
            progress=len(given) / len(mine),
            done=len(given) == len(mine),
            answered=len(given),
            total=len(mine),
            graded=bool(state["last"].get("graded")),
            notice=str(state["last"].get("notice", "")),
        )

    def ballots(self, ctx: Context, state: State) -> tuple[Ballot, ...]:
        """What was picked."""
        return answers.ballots(steps.asked(ctx), state)

    def choices(self, ctx: Context, seed: int) -> tuple[Choices, ...]:
        """The questions with options that everybody answers alone, or a table together, in the bank's order."""
        del seed
        return tuple(
            Choices(
                one.id,
                one.text,
                one.note,
                tuple((option.id, option.words) for option in one.options),
                keyed=bool(one.key),
                several=one.style == "several",
            )
            for one in steps.asked(ctx)
            if one.options
        )

    def key(self, ctx: Context, item: str) -> tuple[Node, ...]:
        """What is right, with the reason, where the question has a key."""
        return screen.key(ctx, questions.questions(ctx.exercise)[item])

    def right(self, ctx: Context, item: str) -> tuple[str, ...]:
        """The options of the question's key."""
        return questions.questions(ctx.exercise)[item].key

    def board(self, ctx: Context, state: State) -> tuple[Entered, ...]:
        """What was picked and typed, question by question."""
        given = answers.given(steps.asked(ctx), state)
        return tuple(Entered(one.text, answers.words(one, found), typed=bool(found["text"])) for one, found in given)

    def beside(self, ctx: Context, item: str) -> Mapping[str, str]:
        """The unit that treats each option."""
        options = questions.questions(ctx.exercise)[item].options
        return {option.id: option.beside for option in options if option.beside}


def _asked(ctx: Context, page: str) -> list[Question] | None:
    """The questions of a page, None where there is no such page here."""
    return steps.open_pages(ctx).get(page)


def _score(ctx: Context, state: State, asked: Mapping[str, Question]) -> int | None:
    """The share of keyed questions that are right, 0-100; None while a key is hidden."""
    keyed = [one for one in asked.values() if one.key]
    if not keyed or not all(answers.shown(ctx, state, asked, one) for one in keyed):
        return None
    marks = [answers.right(one, found) or 0 if (found := answers.now(state, one)) else 0 for one in keyed]
    return round(100 * sum(marks) / len(keyed))


def _sent(ctx: Context, state: State, action: Action, asked: list[Question]) -> State:
    """Take what counts, keep what does not; go on once all counts and nothing has to be asked for."""
    given = {one.id: answers.read(one, action) for one in asked}
    wrong = {one.id: why for one in asked if (why := answers.problem(one, given[one.id][0]))}
    unsent = {**state["unsent"], **{name: given[name][0] for name in wrong}}
    new: State = {**state, "unsent": unsent, "at": asked[0].page}
    for one in asked:
        if one.id not in wrong:
            second = ctx.live.round(one.id) > 1 or one.id in state["again"]
            new = _stored(new, one, given[one.id][0], second=second)
    cut = [name for name, (_, more) in given.items() if more]
    new["last"] = {**state["last"], "graded": not wrong, "wrong": wrong, "cut": cut, "page": asked[0].page}
    wanted = [] if wrong or asked[0].page in state["asked"] else steps.wanted(ctx, new, asked)
    if wanted:
        new["asked"], new["last"]["wanted"] = [*state["asked"], asked[0].page], wanted
    return new if wrong or cut or wanted else {**new, "at": steps.after(ctx, asked[0].page)}


def _kept(ctx: Context, state: State, action: Action, asked: list[Question]) -> State:
    """At 收卷: what is picked or typed counts if it is whole, in the vote that its page was of; nothing blank takes an answer away.

    What the step on which it was picked did not take waits to be sent.
    """
    every, second, made = questions.questions(ctx.exercise), value(action, "round") == "2", ctx.made
    new = state
    for one in asked:
        given, _ = answers.read(one, action)
        if answers.blank(given) or given == answers.now(state, one) or answers.shown(ctx, state, every, one):
            continue
        here = made is not None and made.takes(one.id, table=ctx.mode != "own")
        taken = made is None or (here and second == (made.round(one.id) == 2))
        if answers.problem(one, given) or not taken:
            new = {**new, "unsent": {**new["unsent"], one.id: given}}
        else:
            new = _stored(new, one, given, second=second)
    return new


def _stored(state: State, question: Question, answer: Answer, *, second: bool) -> State:
    """The state with that answer, of the first vote or the second."""
    part = "again" if second else "answers"
    unsent = {name: draft for name, draft in state["unsent"].items() if name != question.id}
    return {**state, part: {**state[part], question.id: answer}, "unsent": unsent}
