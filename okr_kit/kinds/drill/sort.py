"""sort: which bin does this statement belong to (O, KR, KPI, task), and where the exercise asks, one thing beside it?

``bins`` are the names of bins that have words in the messages, or a table of names with their words, where only this
exercise has them; an item may have a table of its own. ``second`` is asked of every item that answers it: ``legend``,
``options`` (names with words). An item with ``closing = true`` has no bin that is
right: it is asked once, at the end of the round, with a line to write (``line``), and is in no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from ...shape import fits
from ..base import Context
from .items import letters
from .sheet import Item, Part
from .words import own

if TYPE_CHECKING:
    from ...lang import Language

#: What the second question is worth of an item that asks it.
SECOND = 0.25
#: So many bins stand in one row.
THREE = 3


def check(exercise: Exercise, language: Language) -> None:
    """The exercise has bins, every item names one of them and carries its feedback."""
    file = f"{exercise.slug}.toml"
    _check_bins(exercise.settings.get("bins"), language, file, "bins")
    second = _check_second(exercise, file)
    for name, item in exercise.items.items():
        closing = item.get("closing") is True
        for wanted in ("text", "line") if closing else ("text", "bin", "reason", "question"):
            need(item, wanted, str, file, name)
        own_bins = item.get("bins")
        if own_bins is not None:
            _check_bins(own_bins, language, file, f"{name}.bins")
        known = own_bins if own_bins is not None else exercise.settings["bins"]
        keys = () if closing else (item["bin"], *item.get("also", ()))
        if any(one not in known for one in keys):
            raise ContentError("content-key", file=file, key=f"{name}.bin")
        if "second" in item and need(item, "second", str, file, name) not in second:
            raise ContentError("content-key", file=file, key=f"{name}.second")
    if sum(item.get("closing") is True for item in exercise.items.values()) > 1:
        raise ContentError("content-key", file=file, key="closing")


def _check_bins(bins: Any, language: Language, file: str, key: str) -> None:
    """Names that have words, or names with their words; at least two."""
    named = isinstance(bins, dict) and all(isinstance(words, str) and words for words in bins.values())
    known = isinstance(bins, list) and all(f"exercise.bin-{name}" in language.messages for name in bins)
    if not (named or known) or len(bins) < 2:
        raise ContentError("content-key", file=file, key=key)


def _check_second(exercise: Exercise, file: str) -> Mapping[str, str]:
    """The options of the second question; none where there is no such question."""
    second = exercise.settings.get("second")
    if second is None:
        return {}
    if not isinstance(second, dict):
        raise ContentError("content-key", file=file, key="second")
    need(second, "legend", str, file, "second")
    options: dict[str, str] = need(second, "options", dict, file, "second")
    if not fits(options, {str: str}):
        raise ContentError("content-key", file=file, key="second.options")
    return options


def _bins(ctx: Context, item: Item) -> dict[str, str]:
    """The bins of an item with their words, in order."""
    bins = item.get("bins", ctx.exercise.settings["bins"])
    return dict(bins) if isinstance(bins, dict) else {name: ctx.say(f"bin-{name}") for name in bins}


def right(item: Item) -> bool:
    """No statement is wrong here; the draw goes by bins alone."""
    del item
    return False


def family(item: Item) -> str:
    """Statements of one bin are alike."""
    return str(item["bin"])


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The bins, always in the same order: they are places, not answers to be guessed by position.

    The options of an item's own are answers, and stand in any order; where none is right, in that of the bank.
    """
    named = list(_bins(ctx, item).items())
    if "bins" in item and not item.get("closing"):
        rng.shuffle(named)
    legend = str(item.get("ask") or own(ctx, "ask-bin"))
    asked = (
        Part("bin", legend, letters(named), "list" if "bins" in item else "three" if len(named) == THREE else "grid"),
    )
    if item.get("closing"):
        return (*asked, Part("line", str(item["line"]), beside=True))
    if "second" not in item:
        return asked
    second = ctx.exercise.settings["second"]
    options = letters(second["options"].items())
    return (*asked, Part("second", str(second["legend"]), options, "two", beside=True))


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """1 for the bin or one that also counts; where something is asked beside it, that is worth ``SECOND`` of it."""
    chosen, beside = answer.get("bin", ""), answer.get("second", "")
    if item.get("closing"):
        return 1.0 if chosen or answer.get("line") else None
    if not chosen or ("second" in item and not beside):
        return None
    good = float(chosen == item["bin"] or chosen in item.get("also", ()))
    return good if "second" not in item else good * (1 - SECOND) + (beside == item["second"]) * SECOND


def key(ctx: Context, item: Item) -> str:
    """The right answer in words."""
    if item.get("key"):
        return str(item["key"])
    bins, second = _bins(ctx, item), ctx.exercise.settings.get("second", {})
    beside = str(second["options"][item["second"]]) if "second" in item else ""
    return "　".join(filter(None, (bins[item["bin"]], beside)))


def codes(item: Item) -> list[str]:
    """What a wrong answer counts as."""
    return [str(item["bin"])]


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    if item.get("closing"):
        return {}
    beside = {"second": str(item["second"])} if "second" in item else {}
    return {"bin": str(item["bin"]), **beside}
