"""What was entered, put together as the five texts that people read and the grader takes; and back from a text to its entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from .....recount import STEPS
from ...work import Work, once
from .key_result import actual, original, score

DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
#: The lists of rows.
CAUSES, ACTIONS = "causes", "actions"
ACTION_FIELDS = ("what", "who", "due", "sign")


class Piece(NamedTuple):
    """A stretch of a step's text, and the entry that it stands in; ``at`` is empty of words that nobody typed."""

    text: str
    at: str


@dataclass(frozen=True)
class Written:
    """One step as it was written; ``blank`` where nobody entered anything in it."""

    pieces: tuple[Piece, ...]
    blank: bool

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(piece.text for piece in self.pieces)

    def around(self, place: int) -> tuple[Piece, int]:
        """The piece that a place of the text is in, and where in the text that piece begins."""
        begun = 0
        for piece in self.pieces:
            if place < begun + len(piece.text):
                return piece, begun
            begun += len(piece.text)
        return Piece("", ""), begun


def step_names(work: Work) -> dict[str, str]:
    """What the course calls the five steps."""
    return dict(zip(STEPS, work.ctx.policy.retrospective_steps, strict=False))


@once
def written(work: Work) -> dict[str, Written]:
    """The five steps."""
    made = (_goal(work), _result(work), _cause(work), _lesson(work), _action(work))
    return {step: _step(work, pieces) for step, pieces in zip(STEPS, made, strict=True)}


def _step(work: Work, pieces: list[Piece]) -> Written:
    return Written(tuple(pieces), blank=not any(work.values.get(piece.at) for piece in pieces))


def causes(work: Work) -> list[str]:
    """The rows of causes that say something."""
    return [row for row in work.rows(CAUSES) if work.text(row, "text") or work.text(row, "why1")]


def actions(work: Work) -> list[str]:
    """The rows of what is to be done that say something."""
    return [row for row in work.rows(ACTIONS) if any(work.text(row, name) for name in ACTION_FIELDS)]


def day(work: Work, typed: str) -> str:
    """A date as it comes from a field for dates, as people write it; anything else as it is."""
    found = DATE.fullmatch(typed)
    return work.say("day", **{name: int(part) for name, part in found.groupdict().items()}) if found else typed


def _said(work: Work, key: str, row: str, name: str) -> list[Piece]:
    """An entry in its sentence (「假设：…。」), as pieces: what stands before it, what was typed, what stands behind."""
    typed = day(work, work.text(row, name))
    if not typed:
        return []
    before, _, behind = work.say(f"said-{key}", said="\0").partition("\0")
    return [Piece(before, ""), Piece(typed.rstrip("。；;，,"), f"{row}.{name}"), Piece(behind, "")]


def _goal(work: Work) -> list[Piece]:
    """The key result as it was agreed, what was taken for granted, whether it was changed."""
    kr = original(work)
    found = [Piece(kr.text.rstrip("。"), "kr.text"), Piece("。", "")] if kr.text else []
    if kr.span and not all(number in kr.text for number in (kr.baseline, kr.target) if number):
        found.append(Piece(work.say("said-span", said=kr.span), "number.target"))
    found += _said(work, "assume", "goal", "assume")
    if work.text("goal", "changed") == "no":
        found.append(Piece(work.say("said-unchanged"), "goal.changed"))
    if work.text("goal", "changed") == "yes":
        parts = (("to", "to"), ("why", "why"), ("when", "when"))
        found.append(Piece(work.say("said-changed"), "goal.changed"))
        found += [piece for key, name in parts for piece in _said(work, f"changed-{key}", "goal", name)]
        found.append(Piece("。", ""))
    return found


def _result(work: Work) -> list[Piece]:
    """What came of it, from where one knows, what nobody had expected."""
    kr, found, state = original(work), list[Piece](), score(work)
    if now := actual(work):
        said = now if not kr.unit or now.endswith(kr.unit) else f"{now} {kr.unit}"
        found += [Piece(work.say("said-actual"), ""), Piece(said, "result.actual")]
    if done := work.text("result", "done"):
        found.append(Piece(work.say(f"said-done-{done}"), "result.done"))
    found += _said(work, "source", "result", "source")
    if state.score is not None:
        found.append(Piece(work.say("said-score", score=f"{state.score:.1f}"), ""))
    elif state.state in ("kept", "broken"):
        found.append(Piece(work.say(f"said-{state.state}"), ""))
    if found:
        found.append(Piece("。", ""))
    return [*found, *_said(work, "good", "result", "good"), *_said(work, "bad", "result", "bad")]


def _cause(work: Work) -> list[Piece]:
    """The causes, each a line: what, why, why again, how one knows."""
    found: list[Piece] = []
    for row in causes(work):
        found += [Piece("\n", "")] if found else []
        found += _said(work, "cause", row, "text")
        for name in ("why1", "why2"):
            found += _said(work, "why", row, name)
        found += _said(work, "evidence", row, "evidence")
    return found


def _lesson(work: Work) -> list[Piece]:
    """When what is the case, one should; where not."""
    return [piece for name in ("when", "should", "unless") for piece in _said(work, name, "lesson", name)]


def _action(work: Work) -> list[Piece]:
    """What is to be done, each a line."""
    found: list[Piece] = []
    for n, row in enumerate(actions(work), 1):
        found += [Piece("\n" if found else "", ""), Piece(f"{n}. ", "")]
        for name in ACTION_FIELDS:
            found += _said(work, f"action-{name}", row, name)
    return found
