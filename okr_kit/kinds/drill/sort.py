"""sort: which bin does this statement belong to (O, KR, KPI, task)?"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from ..base import Context
from .items import letters
from .sheet import Item, Part

if TYPE_CHECKING:
    from ...lang import Language


def check(exercise: Exercise, language: Language) -> None:
    """The exercise has bins, every item names one of them and carries its feedback."""
    file = f"{exercise.slug}.toml"
    bins = exercise.settings.get("bins")
    if not isinstance(bins, list) or not all(f"exercise.bin-{name}" in language.messages for name in bins):
        raise ContentError("content-key", file=file, key="bins")
    for name, item in exercise.items.items():
        for wanted in ("text", "bin", "reason", "question"):
            need(item, wanted, str, file, name)
        if item["bin"] not in bins:
            raise ContentError("content-key", file=file, key=f"{name}.bin")


def right(item: Item) -> bool:
    """No statement is wrong here; the draw goes by bins alone."""
    del item
    return False


def family(item: Item) -> str:
    """Statements of one bin are alike."""
    return str(item["bin"])


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The bins, always in the same order: they are places, not answers to be guessed by position."""
    del item, rng
    named = [(name, ctx.say(f"bin-{name}")) for name in ctx.exercise.settings["bins"]]
    return (Part("bin", ctx.say("ask-bin"), letters(named), "grid"),)


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """1 for the bin or one that also counts."""
    chosen = answer.get("bin", "")
    return None if not chosen else float(chosen == item["bin"] or chosen in item.get("also", ()))


def key(ctx: Context, item: Item) -> str:
    """The right answer in words."""
    return ctx.say(f"bin-{item['bin']}")


def codes(item: Item) -> list[str]:
    """What a wrong answer counts as."""
    return [str(item["bin"])]


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    return {"bin": str(item["bin"])}
