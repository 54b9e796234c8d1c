"""question: up to four asks about one material, to pick, to rate, or to work out as a number.

An item has ``text`` (what it is about, in a line), perhaps a material (:mod:`okr_kit.kinds.material`) or a ``sample``
(:mod:`.sample`), and ``asks`` (:mod:`.asks`, what is written :mod:`.written`); ``about`` names the kind of thing, for the
end of a round, ``key`` the right answers in short, ``solved`` a table that is shown with the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from .. import material
from ..base import Context
from . import sample, written
from .asks import STYLES, TYPED, WRITTEN, Ask, several, sound, told, words
from .asks import truth as right_answer
from .items import letters
from .sheet import Item, Part, Told

if TYPE_CHECKING:
    from ...lang import Language

MOST_ASKS = 4
#: How the options of an ask stand on a screen.
STYLE = {"one": "list", "several": "list", "scale": "list"}
#: Options no longer than this stand side by side, in characters.
BRIEF = 8


def check(exercise: Exercise, language: Language) -> None:
    """Every item has its text, its asks with keys and feedback, and a material that can be shown."""
    file = f"{exercise.slug}.toml"
    for name, item in exercise.items.items():
        for wanted in ("text", "reason", "question"):
            need(item, wanted, str, file, name)
        need(item, "hints", list, file, name)
        asks = need(item, "asks", list, file, name)
        if not 0 < len(asks) <= MOST_ASKS:
            raise ContentError("content-key", file=file, key=f"{name}.asks")
        for ask in asks:
            for wanted in ("name", "legend", "style"):
                need(ask, wanted, str, file, f"{name}.asks")
            need(ask, "weight", (int, float), file, f"{name}.{ask['name']}")
            fine = (
                written.sound(ask, language.cards) if ask["style"] == WRITTEN else ask["style"] in STYLES and sound(ask)
            )
            if ask["weight"] <= 0 or not fine:
                raise ContentError("content-key", file=file, key=f"{name}.{ask['name']}")
        if len({ask["name"] for ask in asks}) < len(asks):
            raise ContentError("content-twice", file=file, key=f"{name}.asks")
        material.check(item, file, name)
        material.check({"table": item.get("solved")}, file, f"{name}.solved")
    sample.check(exercise)


def right(item: Item) -> bool:
    """No material is wrong as it is; the draw goes by what items are about."""
    del item
    return False


def family(item: Item) -> str:
    """Items about the same kind of thing are alike."""
    return str(item.get("about", ""))


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The asks in their order, their options in a seeded one; a scale and what says ``fixed`` stay as they are.

    A class votes on the first ask that has options.
    """
    voted = next((ask for ask in item["asks"] if ask["style"] not in TYPED), None)
    whole = sum(float(ask["weight"]) for ask in item["asks"])
    return tuple(
        _written(ctx, ask, whole) if ask["style"] == WRITTEN else _part(ask, rng, beside=ask is not voted)
        for ask in item["asks"]
    )


def _told(ask: Ask, given: str) -> Told | None:
    """What an answer to one ask is worth; what is written stands until rules have read it."""
    if ask["style"] == WRITTEN:
        return Told(1.0) if given else None
    return told(ask, given)


def _written(ctx: Context, ask: Ask, whole: float) -> Part:
    judge, weight = partial(written.told, ctx, ask), float(ask["weight"]) / whole
    name, legend, note = str(ask["name"]), str(ask["legend"]), str(ask.get("note", ""))
    return Part(name, legend, note=note, beside=True, told=judge, truth=words(ask), weight=weight)


def _part(ask: Ask, rng: Random, *, beside: bool) -> Part:
    name, legend = str(ask["name"]), str(ask["legend"])
    note, judge = str(ask.get("note", "")), partial(told, ask)
    if ask["style"] in TYPED:
        unit = str(ask.get("unit") or ask.get("scale", ""))
        return Part(name, legend, mode="decimal", note=note, beside=beside, unit=unit, told=judge, truth=words(ask))
    named = [(str(one["id"]), str(one["text"])) for one in ask["options"]]
    if ask["style"] != "scale" and not ask.get("fixed"):
        rng.shuffle(named)
    style = STYLE[ask["style"]]
    if ask.get("fixed") and max(len(text) for _, text in named) <= BRIEF:  # in their own order
        style = "two" if len(named) == len(("yes", "no")) else "chips"
    heard = {str(one["id"]): str(one["heard"]) for one in ask["options"] if one.get("heard")}
    many = several(ask)
    return Part(name, legend, letters(named), style, note=note, beside=beside, several=many, told=judge, heard=heard)


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """What the asks are worth together, each by its weight; None while one is open or cannot be read."""
    shares = [(float(ask["weight"]), _told(ask, answer.get(ask["name"], ""))) for ask in item["asks"]]
    whole = sum(weight for weight, _ in shares)
    got = 0.0
    for weight, said in shares:
        if said is None or said.share is None:
            return None
        got += weight * said.share
    return round(got / whole, 6)


def key(ctx: Context, item: Item) -> str:
    """The right answers in words: those of the item where it has a short form, else each of them."""
    return str(item.get("key", "")) or ctx.lang.say("exercise.question-key-join").join(
        words(ask) for ask in item["asks"]
    )


def codes(item: Item) -> list[str]:
    """What a wrong answer counts as: the kind of thing that the item is about."""
    return [str(item["about"])] if item.get("about") else []


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    return {str(ask["name"]): right_answer(ask) for ask in item["asks"]}
