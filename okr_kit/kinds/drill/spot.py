"""spot: is this statement right, or to be changed, and if so why?"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from ...model import Exercise
from ..base import Context
from .items import check_items, letters
from .sheet import Item, Part

if TYPE_CHECKING:
    from ...lang import Language

#: What seeing that something is wrong is worth when the reason is not the right one.
HALF = 0.5


def check(exercise: Exercise, language: Language) -> None:
    """Every item has codes, distractors and feedback, and every code has a card."""
    check_items(exercise, language)


def right(item: Item) -> bool:
    """Right as it is: no codes."""
    return not item["codes"]


def family(item: Item) -> str:
    """Items with the same main error are alike."""
    return str(item["codes"][0]) if item["codes"] else ""


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The verdict, and for ``revise`` the main reason."""
    verdicts = (("ok", "ok", ctx.say("verdict-ok")), ("revise", "revise", ctx.say("verdict-revise")))
    codes = [*item["codes"][:1], *item["choices"]]
    rng.shuffle(codes)
    reasons = letters((code, ctx.lang.card(code).title) for code in codes)
    return (
        Part(
            "verdict", ctx.say(f"ask-verdict-{item.get('subject', ctx.exercise.settings['subject'])}"), verdicts, "two"
        ),
        Part("reason", ctx.say("ask-reason"), reasons, "chips", ("verdict", "revise")),
    )


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """1 for all right, a half for a wrong reason under the right verdict."""
    verdict, reason = answer.get("verdict", ""), answer.get("reason", "")
    if not verdict or (verdict == "revise" and not reason):
        return None
    if verdict != truth(item)["verdict"]:
        return 0.0
    return 1.0 if verdict == "ok" or reason in (*item["codes"], *item.get("also", ())) else HALF


def key(ctx: Context, item: Item) -> str:
    """The right answer in words."""
    return ctx.lang.card(item["codes"][0]).title if item["codes"] else ctx.say("right-as-is")


def codes(item: Item) -> list[str]:
    """What a wrong answer counts as."""
    return list(item["codes"])


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    return {"verdict": "revise", "reason": item["codes"][0]} if item["codes"] else {"verdict": "ok"}
