"""Kinds as small as can be, for tests alone.

``guess`` is a kind of its own: a number about a key result that came from another exercise, whose document it follows.
``estimate`` is a sheet of the drill that asks for a number to be typed. Both show what a new kind needs: a module, its
line in ``KINDS``, its sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from learner import content

from okr_kit import bank, documents, kinds
from okr_kit.errors import ActionError
from okr_kit.kinds.base import Focus, Kind, Outcome, fields
from okr_kit.kinds.drill import Part
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
        first = next(part for part in documents.TYPES["okr"].graded.places(doc) if part != "o")
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


class Estimate:
    """A sheet: type a number; within the item's tolerance is right, within twice of it half right."""

    def check(self, exercise, language):
        """Nothing is needed."""

    def right(self, item):
        """No item is wrong as it is."""
        return False

    def family(self, item):
        """All are alike."""
        return ""

    def parts(self, ctx, item, rng):
        """One number."""
        return (Part("number", "百分之几？", mode="decimal", note="只填数"),)

    def mark(self, item, answer):
        """None while no number stands there."""
        typed = answer.get("number", "")
        if not typed.replace(".", "", 1).isdigit():
            return None
        off = abs(float(typed) - item["value"])
        return 1.0 if off <= item["tolerance"] else 0.5 if off <= 2 * item["tolerance"] else 0.0

    def key(self, ctx, item):
        """The number."""
        return f"{item['value']}%"

    def codes(self, item):
        """No error of the catalogue is at stake."""
        return []

    def truth(self, item):
        """The number by part."""
        return {"number": str(item["value"])}


ESTIMATES = {
    name: {
        "text": text,
        "value": value,
        "tolerance": 3,
        "reason": reason,
        "question": "凭什么这么估？",
        "hints": ["先想多少人。"],
    }
    for name, text, value, reason in (
        ("a", "新店长三个月内离开的占比", 40, "十个里走四个。"),
        ("b", "客户第二次下单的占比", 25, "四个里有一个。"),
    )
}
ESTIMATE = Exercise(
    "estimate-shares",
    "estimate",
    "估一估占比",
    "看一句话，估一个数。",
    2,
    3,
    "optional",
    "test",
    ESTIMATES,
    {"draw": 2},
)
#: What the sheet says in the place of the drill's own sentences.
SENTENCES = {
    "exercise.estimate-pick-first": "还没有填数：填一个数，再提交。",
    "exercise.estimate-again-half": "差得不远，再估一次。",
    "exercise.estimate-missed-line": "{name}：{n} 题第一次差得远。",
}


@contextmanager
def with_small_kind() -> Iterator[bank.Content]:
    """The shipped content with the small kinds and one exercise of each."""
    known, language = dict(kinds.KINDS), content().language
    kinds.KINDS.update({"guess": Guess(), "estimate": kinds.Drill(Estimate())})
    words = replace(language, messages={**language.messages, **SENTENCES})
    try:
        yield replace(
            content(), language=words, exercises={**content().exercises, SLUG: EXERCISE, ESTIMATE.slug: ESTIMATE}
        )
    finally:
        kinds.KINDS.clear()
        kinds.KINDS.update(known)
