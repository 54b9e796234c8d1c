"""A kind as small as can be, for tests alone: guess a number about a key result that came from another exercise.

It shows what a new kind needs: a module, its line in ``KINDS``, its sentences. It follows the document it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from learner import content

from okr_kit import bank, documents, kinds
from okr_kit.errors import ActionError
from okr_kit.kinds.base import Focus, Kind, Outcome, fields
from okr_kit.model import Exercise
from okr_kit.view import Button, Field, Form, Statement, Text

SLUG = "guess-confidence"
EXERCISE = Exercise(
    SLUG,
    "guess",
    "估一估信心",
    "看这条 KR，估一个信心。",
    2,
    3,
    "optional",
    "test",
    {},
    {"takes": ["okr"], "group": True},
)


class Guess(Kind):
    """Type a confidence from 0 to 10 for the first key result; anything but a number is asked for again."""

    shape = {"guess": str}  # noqa: RUF012 - read, never changed
    follows = True

    def check(self, exercise, language):
        """Nothing is needed."""

    def start(self, ctx, state):
        """Nothing guessed yet."""
        return {**state, "guess": ""}

    def act(self, ctx, state, action, at):
        """Take the guess."""
        if action["do"] != "guess":
            raise ActionError("action-unknown", do=action["do"])
        typed = fields(action).get("guess", "")
        state["last"]["graded"] = typed.isdigit()
        return {**state, "guess": typed}

    def view(self, ctx, state):
        """The key result that was given, if any, and a field."""
        field = Field("guess", "信心", state["guess"], mode="decimal")
        form = Form("guess", (field,), (Button("估好了", "guess", style="main", submit=True),))
        doc = state["given"].get("okr")
        if doc is None:
            return (Text((ctx.exercise.task,)), form)
        first = next(part for part in documents.TYPES["okr"].places(doc) if part != "o")
        noun = documents.follow([doc], documents.reference(doc, first))
        return (Statement((noun.text,), "KR"), form)

    def focus(self, ctx, state):
        """The one question."""
        return Focus("guess", str(state["guess"]))

    def outcome(self, ctx, state):
        """Done once a number stands there."""
        done = state["guess"].isdigit()
        return Outcome(100 if done else None, float(done), done, int(done), 1, graded=bool(state["last"].get("graded")))

    def paper(self, ctx):
        """The task alone."""
        return (Text((ctx.exercise.task,)),)


@contextmanager
def with_small_kind() -> Iterator[bank.Content]:
    """The shipped content with the small kind and one exercise of it."""
    known = dict(kinds.KINDS)
    kinds.KINDS["guess"] = Guess()
    try:
        yield replace(content(), exercises={**content().exercises, SLUG: EXERCISE})
    finally:
        kinds.KINDS.clear()
        kinds.KINDS.update(known)
