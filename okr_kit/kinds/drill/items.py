"""What the sheets share: checking an item's keys and lettering its options."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from .. import material
from . import sample

if TYPE_CHECKING:
    from ...lang import Language
    from ..base import Context


def letters(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """(letter, true value, words) for each (true value, words)."""
    return tuple((letter, true, words) for letter, (true, words) in zip(ascii_lowercase, named, strict=False))


def closing(exercise: Exercise) -> str:
    """The question that is asked once, at the end of a round, and is in no score; empty where there is none."""
    return next((name for name, item in exercise.items.items() if item.get("closing") is True), "")


def drawable(exercise: Exercise) -> list[str]:
    """The items that a round is made of."""
    return [name for name in exercise.items if name != closing(exercise)]


def always(exercise: Exercise) -> list[str]:
    """The items that everybody has in his first round."""
    return [name for name in drawable(exercise) if exercise.items[name].get("always")]


def check_always(exercise: Exercise, draw: int) -> None:
    """Raise ContentError unless ``always`` is true or false and a round has a place for each of those items."""
    file = f"{exercise.slug}.toml"
    for name, item in exercise.items.items():
        if not isinstance(item.get("always", False), bool):
            raise ContentError("content-key", file=file, key=f"{name}.always")
    if (count := len(always(exercise))) > draw:
        raise ContentError("content-always", file=file, count=count, draw=draw)


def statements(item: Any) -> list[str]:
    """The texts of an item: the statement, or the O and its KRs."""
    if "text" in item:
        return [str(item["text"])]
    return [str(item["objective"]), *(kr if isinstance(kr, str) else str(kr["text"]) for kr in item["key_results"])]


def sentence(item: Any) -> str:
    """The statement of an item, or the objective of a set."""
    return str(item.get("text") or item["objective"])


def where(ctx: Context, item: Any) -> str:
    """What stands above an item, small: its industry or the case of them all; for a KR its O, for a set its cycle."""
    about = [str(item.get("industry") or ctx.exercise.settings.get("industry", ""))]
    if "text" not in item:
        about.append(str(item.get("cycle", "")))
    elif item.get("objective"):
        about.append(ctx.say("under-objective", text=item["objective"]))
    return "　".join(filter(None, about))


def key_results(ctx: Context, item: Any) -> tuple[str, ...]:
    """The KRs of a set as lines; for a single statement the material that it stands on, if there is one."""
    if "text" in item:
        return (*sample.lines(ctx, item), *material.lines(item))
    rows = enumerate(item["key_results"], 1)
    return tuple(
        ctx.say("copy-kr", n=n, text=row if isinstance(row, str) else ctx.say("paper-weighted", **row))
        for n, row in rows
    )


#: What a statement of a drill may be, as it is named before it (``label-<subject>``); nothing where the task says it.
SUBJECTS = ("", "objective", "key_result", "statement")


def check_items(exercise: Exercise, language: Language) -> None:
    """Raise ContentError unless every item has its text, codes with cards, distractors, marks and feedback."""
    file = f"{exercise.slug}.toml"
    for name, item in exercise.items.items():
        for wanted in ("reason", "question"):
            need(item, wanted, str, file, name)
        for wanted in ("codes", "choices", "hints"):
            need(item, wanted, list, file, name)
        if "text" not in item:
            need(item, "objective", str, file, name)
            need(item, "key_results", list, file, name)
        elif item.get("subject", "") not in SUBJECTS:
            raise ContentError("content-key", file=file, key=f"{name}.subject")
        codes = [*item["codes"], *item["choices"], *item.get("also", ())]
        if any(code not in language.cards for code in codes) or set(item["codes"]) & set(item["choices"]):
            raise ContentError("content-key", file=file, key=f"{name}.codes")
        texts = statements(item)
        if any(not any(mark in text for text in texts) for mark in item.get("marks", ())):
            raise ContentError("content-key", file=file, key=f"{name}.marks")
