"""What can be read off a retrospective without judging it: which stretch belongs to which step, and what stands in it.

The reading of a language is code of its pack (``lang/<tag>/retrospect``); this module holds the nouns. Places are those of
the texts as written: ``where`` names the text (``text``, or a step), a span counts its characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .model import Span

#: The steps of a retrospective, in their order.
STEPS = ("goal", "result", "cause", "lesson", "action")


class Mark(NamedTuple):
    """Something a saying holds, and where: a figure, a cause outside, a slogan … (:class:`Saying`)."""

    name: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, or as much of one as belongs to one step; ``step`` is empty where it could not be placed.

    ``marks`` are in order. Their names: ``figure`` (a number that counts or measures), ``aimed`` (a goal is spoken of),
    ``target`` (a number that was wanted), ``agreed`` (one that was agreed at first), ``change`` (from one number to another), ``actual``, ``activity`` (a number of what
    one did), ``measure`` (the name of what a number counts), ``won``, ``praise``, ``score``, ``source``, ``assumed``,
    ``unforeseen``, ``attained`` (reached or not), ``high``, ``low``, ``luck``, ``moved``, ``unmoved``, ``reason``, ``day``,
    ``why``, ``deeper``, ``condition``, ``general`` (from now on), ``always``, ``once``, ``several``, ``slogan``, ``phrase``;
    of a cause: ``own``, ``outside``, ``clear`` (clearly outside), ``other`` (somebody else's part), ``accused`` (clearly so),
    ``fault``, ``ours``, ``fact`` (nobody's part), ``symptom``, ``self``.
    """

    where: str
    span: Span
    step: str
    words: str
    marks: tuple[Mark, ...] = ()

    def has(self, *names: str) -> bool:
        """Whether it holds any of these."""
        return any(mark.name in names for mark in self.marks)

    def all(self, *names: str) -> tuple[Mark, ...]:
        """Those of these that it holds."""
        return tuple(mark for mark in self.marks if mark.name in names)


class Deed(NamedTuple):
    """One thing to do. ``who``, ``due`` and ``sign`` are the words that say so, empty where nothing does.

    ``perhaps``: a sign may stand there, though none was found. ``people`` and ``days`` are all that its words name.
    ``slogan`` is where a clause is a phrase without object, number or check, ``hollow`` whether nothing else is said;
    ``weak``: it is training or a rule alone. ``onward``: it only says what goes into the next cycle; ``exact``: no word of
    it is one of those that phrases are made of, or a number stands beside them; ``general``: it holds from now on
    (以后, 一律), as a rule does.
    """

    where: str
    span: Span | None
    what: str
    who: str = ""
    due: str = ""
    sign: str = ""
    perhaps: bool = False
    slogan: Span | None = None
    hollow: bool = False
    weak: bool = False
    onward: bool = False
    exact: bool = False
    general: bool = False
    people: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def _more_than_wanted(saying: Saying) -> bool:
    """Whether a saying of a goal also has a number in front of what was wanted (上周 9.6%, 指标 5 以内)."""
    wanted = saying.all("aimed", "target", "change")
    return bool(wanted) and any(mark.span[1] <= wanted[0].span[0] for mark in saying.all("figure"))


@dataclass(frozen=True)
class Recount:
    """A whole retrospective as read. ``unread`` says why it cannot be judged (``foreign``, ``wordless``, ``genre``, ``cut``).

    ``headed`` are the steps that have a heading or a field of their own, ``alone`` says that one person writes about himself.
    """

    sayings: tuple[Saying, ...]
    deeds: tuple[Deed, ...]
    unread: str = ""
    headed: frozenset[str] = frozenset()
    alone: bool = False

    @cached_property
    def by_step(self) -> Mapping[str, tuple[Saying, ...]]:
        """The sayings of each step; those that could not be placed under ``""``."""
        found: dict[str, list[Saying]] = {step: [] for step in (*STEPS, "")}
        for saying in self.sayings:
            found[saying.step].append(saying)
        return {step: tuple(sayings) for step, sayings in found.items()}

    @cached_property
    def present(self) -> frozenset[str]:
        """The steps that are there: said in a sentence of theirs, or beside another."""
        found = {step for step in STEPS if self.by_step[step]}
        beside = self.of("goal", "result", "cause", "lesson", "")
        if any(
            saying.has("target") or (saying.step == "result" and saying.has("aimed", "attained")) for saying in beside
        ):
            found.add("goal")
        if any(saying.step != "goal" and saying.has("actual", "score", "attained") for saying in beside) or any(
            saying.has("score") or _more_than_wanted(saying) for saying in self.of("goal")
        ):
            found.add("result")
        if any(saying.has("why") for saying in self.of("result", "")) or any(
            saying.has("symptom") for saying in self.of("", *(() if "result" in self.headed else ("result",)))
        ):
            found.add("cause")
        if self.deeds:
            found.add("action")
        if any(deed.general for deed in self.deeds):
            found.add("lesson")
        return frozenset(found)

    def of(self, *steps: str) -> tuple[Saying, ...]:
        """What was said in these steps."""
        return tuple(saying for step in steps for saying in self.by_step[step])

    def marks(self, name: str, *steps: str) -> Iterator[tuple[Saying, Mark]]:
        """Everything of that name in these steps, with the saying it stands in; in all where none is named."""
        for saying in self.of(*steps) if steps else self.sayings:
            for mark in saying.marks:
                if mark.name == name:
                    yield saying, mark
