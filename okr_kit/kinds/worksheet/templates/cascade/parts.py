"""What all sheets of a cascade share: findings read once, notes made of them, a guardrail, an O that is no copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from .....documents import subject
from .....documents.cascade import blank_cascade
from .....model import Exercise, Finding, Objective
from .....quantity import parse
from .....view import Node
from ...statements import judged, unread, words
from ...template import Check, Entry, Note, Row, Step, Tone
from ...work import Work

if TYPE_CHECKING:
    from ....base import Context

Nodes = list[dict[str, Any]]
#: Findings that take something off, and how they are told.
TOLD: Mapping[str, Tone] = {"error": "revise", "warn": "revise", "info": "ask"}

#: Findings on how words stand to the level above.
WORDS = ("D-COPY", "D-KR2O")


class StepList(Protocol):
    """What a module of steps gives; the template speaks for it to the machine."""

    @property
    def MATERIALS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """What it can be filled in for; the first one is begun with."""

    def check_bank(self, exercise: Exercise) -> None:
        """Raise ContentError if the bank file lacks something."""

    def carry(self, ctx: Context, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
        """What is taken over into one's own business."""

    def steps(self, work: Work) -> tuple[Step, ...]:
        """The pages."""

    def checks(self, work: Work) -> tuple[Check, ...]:
        """What is checked."""

    def nodes(self, work: Work) -> Nodes:
        """The nodes of the cascade document."""

    def tile(self, work: Work) -> tuple[Node, ...]:
        """What everybody may see of it."""


def found(work: Work, nodes: Nodes) -> tuple[Finding, ...]:
    """Everything that the rules have against a cascade of these nodes."""
    return work.ctx.workspace.lint(subject(blank_cascade("here", nodes))).findings


def notes(findings: Iterable[Finding], at: tuple[str, ...]) -> tuple[Note, ...]:
    """Findings as notes, none twice: what is certain or likely is to be changed, the rest a question."""
    told = (Note(TOLD[one.severity], "", words(one), at, one.code) for one in findings)
    return tuple({(one.code, *one.params.values()): one for one in told}.values())


def own_words(
    work: Work, text: str, above: Iterable[str], numbers: Iterable[str], at: tuple[str, ...]
) -> tuple[Note, ...]:
    """What is wrong with an O as such, and whether it is a copy: of a sentence above it, or of a number there alone."""
    wrong: list[Finding] = []
    tops: Nodes = [{"objective": said} for said in above if said]
    tops += [{"key_results": [{"id": "k", "text": said}]} for said in numbers if said]
    for top in tops:
        pair: Nodes = [
            {"id": "above", "owner": work.say("above-owner"), **top},
            {"id": "own", "owner": work.say("own-owner"), "parent": "above", "objective": text},
        ]
        wrong += [one for one in found(work, pair) if one.code in WORDS]
    return (*judged(work, Objective(text), at), *notes(wrong, at))


def objective(
    work: Work, name: str, step: str, weight: float, above: Iterable[str] = (), numbers: Iterable[str] = ()
) -> Check:
    """An O: written, without an error, no copy of what stands above it. ``name`` is the row that holds it."""
    text, at = work.text(name, "objective"), (f"{name}.objective",)
    if not text:
        return Check(f"{name}-objective", step, weight, 0, open=True)
    told = own_words(work, text, above, numbers, at)
    if unread(told):
        return Check(f"{name}-objective", step, weight, 0, told, open=True)
    return Check(f"{name}-objective", step, weight, 0.5 if told else 1, told)


def guard_row(work: Work) -> Row:
    """A guardrail, and how it stands now."""
    entries = (
        Entry("text", work.say("guard"), note=work.say("guard-note"), lines=2),
        Entry("now", work.say("guard-now"), note=work.say("guard-now-note"), limit=20, needed=False),
    )
    return Row("guard", entries)


def guard(work: Work, step: str, weight: float) -> Check:
    """A guardrail needs a line that can be checked: a number in its words, or the one it must not be worse than."""
    text, now = work.text("guard", "text"), work.text("guard", "now")
    if not text:
        return Check("guard", step, weight, 0, open=True)
    if work.ctx.workspace.readings.read(text).numbers or parse(now):
        return Check("guard", step, weight, 1)
    key = "guard-unread" if now else "guard-number"
    return Check("guard", step, weight, 0.5, (Note("revise", key, {"now": now}, ("guard.text", "guard.now")),))


def guard_text(work: Work) -> str:
    """The guardrail with its mark and its number in brackets."""
    text, now, mark = work.text("guard", "text"), work.text("guard", "now"), work.say("guard-mark")
    full = f"{text}（{now}）" if text and now and now not in text else text
    return full if not full or full.startswith(mark) else f"{mark}：{full}"


def from_to(work: Work, metric: str, before: str, after: str) -> str:
    """「年 UV 从 4000 万到 4400 万」; one that stays says so, what is no number stands alone: nobody takes the start for it."""
    gap = " " if metric[-1:].isascii() and metric else ""
    if not before or parse(after) is None:
        return f"{metric}{gap}{after}" if after else metric
    return work.say("stays" if before == after else "from-to", metric=f"{metric}{gap}", before=before, after=after)


def key_result(name: str, text: str, **known: str | bool) -> dict[str, Any]:
    """A key result of a node, without what is blank."""
    return {"id": name, "text": text, **{key: value for key, value in known.items() if value}}


def node(name: str, **known: Any) -> dict[str, Any]:
    """A node without what is blank."""
    return {"id": name, **{key: value for key, value in known.items() if value}}


def is_b(work: Work) -> bool:
    """Whether the course puts the number into the O, and the strategy with its measure into the KR."""
    return work.ctx.policy.mapping == "B"


def percent(work: Work, row: str, name: str) -> float | None:
    """A rate in percent, typed with or without its sign."""
    return percent_of(work.text(row, name))


def percent_of(typed: str) -> float | None:
    """What a typed rate is in percent; None for no number or another unit."""
    read = parse(typed)
    return read.value if read and read.high is None and read.unit in ("", "%") else None


def shown(number: float, places: int = 3) -> str:
    """A number without trailing zeros: 11.0 and 2.75 stay what people write."""
    return f"{number:.{places}f}".rstrip("0").rstrip(".")
