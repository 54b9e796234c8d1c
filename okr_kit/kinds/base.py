"""What every kind of exercise is: three pure functions over plain JSON, and what they say of the work so far.

State, action and documents are plain JSON. Nothing in a kind reads a clock, a random source, a file or a global:
time comes in as ``at`` (milliseconds since 1970), chance as the state's ``seed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ..model import Exercise
from ..view import Node

if TYPE_CHECKING:
    from ..lang import Language
    from ..policy import CoursePolicy

State = dict[str, Any]
Action = Mapping[str, Any]

#: Version of every state; a state of another version is loaded by ``engine.load`` or restarted.
STATE_VERSION = 1
#: Longest pause that counts as time on task, in milliseconds: more is a break.
LONGEST_PAUSE = 5 * 60 * 1000


class Pack(Protocol):
    """What a context needs of the loaded content (``okr_kit.bank.Content`` is one)."""

    @property
    def language(self) -> Language:
        """The words."""

    @property
    def policy(self) -> CoursePolicy:
        """The course's settings."""


@dataclass(frozen=True)
class Context:
    """What an exercise is run with: the content, the exercise, who works on it and for whom.

    ``role`` is learner, leader (no score, no rating) or trainer; ``mode`` is own, or group where a scribe works on a
    state that the group owns.
    """

    content: Pack
    exercise: Exercise
    role: str = "learner"
    mode: str = "own"

    @property
    def lang(self) -> Language:
        """The words of this context."""
        return self.content.language

    @property
    def policy(self) -> CoursePolicy:
        """The course's settings."""
        return self.content.policy

    @property
    def scored(self) -> bool:
        """Whether a score may be shown: not to a leader, so that rank stays out of the room."""
        return self.role != "leader"

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the exercise screens (``exercise.<key>``)."""
        return self.lang.say(f"exercise.{key}", **params)


@dataclass(frozen=True)
class Outcome:
    """How far the work is.

    ``score`` 0-100, None before anything was graded; ``progress`` 0-1; ``answered`` of ``total`` items;
    ``codes`` and ``graded`` speak of the last action: the error codes in play, and whether it was a submission;
    ``notice`` is a message key for the host to show, or empty; ``documents`` travel to other exercises.
    """

    score: int | None
    progress: float
    done: bool
    answered: int
    total: int
    codes: tuple[str, ...] = ()
    graded: bool = False
    notice: str = ""
    documents: Mapping[str, Any] = field(default_factory=dict)


class Kind(Protocol):
    """One kind of exercise. Implementations are modules; ``KINDS`` lists them."""

    def check(self, exercise: Exercise, language: Language) -> None:
        """Raise ContentError if the bank file lacks what this kind needs."""

    def start(self, ctx: Context, state: State, given: Mapping[str, Any]) -> State:
        """Fill a fresh state; ``given`` are documents of other exercises by type."""

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one action on a private copy of the state; ActionError if there is no such action."""

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The screen for this state."""

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """How far the work is."""


def fields(action: Action) -> dict[str, str]:
    """The action's typed or picked values as text, blanks trimmed; lists keep their first value."""
    found: dict[str, str] = {}
    for name, value in dict(action.get("fields") or {}).items():
        first = value[0] if isinstance(value, list) and value else value
        found[str(name)] = str(first).strip() if isinstance(first, (str, int, float)) else ""
    return found


def value(action: Action, name: str) -> str:
    """One fixed value of the action, or an empty text."""
    found = dict(action.get("values") or {}).get(name, "")
    return str(found) if isinstance(found, (str, int, float)) else ""
