"""What a sheet is: what a drill asks of one item, and how an answer is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from ...model import Exercise
from ..base import Context, State

if TYPE_CHECKING:
    from ...lang import Language

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the answer to one part: how much of it is right (0-1), and a sentence for what was answered.

    ``share`` is None where an answer cannot be judged; ``why`` is then the key of the sentence that says so. ``way`` is the
    wrong way that a known wrong answer was come by, in words.
    """

    share: float | None
    replies: tuple[str, ...] = ()
    why: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of an item: options to pick from, or, where there are none, something to type.

    Options are (letter on the screen, true value, words): letters keep codes out of the page. ``when`` shows the part
    only once another part has a value. ``mode`` is the phone's keyboard for what is typed, ``note`` a line beside it.
    What is asked ``beside`` counts in the mark and is nothing that a class votes on. ``unit`` stands behind what is
    typed. Of ``several`` options those picked are kept joined by commas, sorted. ``told`` says what an answer to this part
    alone is worth, where a sheet judges each part for itself (None where there is no answer); ``truth`` is then the key of
    what is typed, in words. ``heard`` is what one would hear to an option that is a question, by its value: said to who
    picked it, and of all of them once the item is done. ``weight`` is what a part is worth of the whole (0-1) that only
    rules can judge, which need a context: the sheet counts it as right where there is something.
    """

    name: str
    legend: str
    options: tuple[tuple[str, str, str], ...] = ()
    style: str = "chips"
    when: tuple[str, str] | None = None
    mode: str = "text"
    note: str = ""
    beside: bool = False
    unit: str = ""
    several: bool = False
    told: Callable[[str], Told | None] | None = None
    truth: str = ""
    heard: Mapping[str, str] = field(default_factory=dict)
    weight: float = 0.0

    def value(self, given: str) -> str:
        """The true value of what was picked (a letter from a page, the value itself from a notebook) or typed."""
        if not self.options:
            return given
        return next((true for letter, true, _ in self.options if given in (letter, true)), "")

    def values(self, given: tuple[str, ...]) -> str:
        """The true values of several that were picked, the same text in whatever order they stood on the screen."""
        picked = {self.value(one) for text in given for one in text.split(",")}
        return ",".join(sorted(filter(None, picked)))

    def picked(self, answer: str) -> tuple[str, ...]:
        """The values of an answer: one, or several."""
        return tuple(filter(None, answer.split(","))) if self.several else (answer,) if answer else ()


def marked(sheet: Sheet, item: Item, parts: Iterable[Part], answer: Mapping[str, str]) -> float | None:
    """What an answer is worth, 0 to 1: by the sheet, less what rules speak against; None while it is incomplete."""
    raw = sheet.mark(item, answer)
    if raw is None:
        return None
    judged = ((part.weight, part.told(answer.get(part.name, ""))) for part in parts if part.weight and part.told)
    return round(raw - sum(weight * (1 - (found.share or 0.0)) for weight, found in judged if found), 6)


class Sheet(Protocol):
    """What one kind of drill asks of an item.

    Its sentences are those of the drill, unless ``exercise.toml`` has one of its own: ``<kind>-again-half`` is said in
    the place of ``again-half``.
    """

    def check(self, exercise: Exercise, language: Language) -> None:
        """Raise ContentError if an item lacks a key."""

    def right(self, item: Item) -> bool:
        """Whether the item is right as it is (drawn in proportion to the wrong ones)."""

    def family(self, item: Item) -> str:
        """What makes items alike, so that a draw is varied."""

    def parts(self, ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
        """The questions, options in the order shown."""

    def mark(self, item: Item, answer: Mapping[str, str]) -> float | None:
        """0 to 1, or None while the answer is incomplete."""

    def key(self, ctx: Context, item: Item) -> str:
        """The right answer in words."""

    def codes(self, item: Item) -> list[str]:
        """What a wrong answer counts as in the log: the code of the main error first; nothing where there is none."""

    def truth(self, item: Item) -> Mapping[str, str]:
        """The right answer by part."""


def parts_of(ctx: Context, sheet: Sheet, state: State, name: str) -> tuple[Part, ...]:
    """The questions of an item as the learner of a state sees them."""
    return asked(ctx, sheet, name, state["seed"], state["round"])


def asked(ctx: Context, sheet: Sheet, name: str, seed: int = 0, number: int = 0) -> tuple[Part, ...]:
    """The questions of an item; the order of their options hangs on the seed and on the number of the round."""
    rng = Random(f"{seed}/{number}/{name}")  # noqa: S311 - a seeded shuffle, not a secret
    return sheet.parts(ctx, ctx.exercise.items[name], rng)
