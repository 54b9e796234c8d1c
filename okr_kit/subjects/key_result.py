"""One key result: a sentence, and what is known of it beside the sentence."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import KeyResult
from ..rules import KeyResultView, key_result, second
from ..text import Readings
from .base import Subject
from .fields import confidence, number, statement, unit, word


def _view(noun: KeyResult, views: Mapping[str, object], readings: Readings) -> KeyResultView:
    del views
    return KeyResultView(noun, readings)


def human(noun: KeyResult) -> tuple[str, ...]:
    """Whether it can be reached, and whether the team has a hand in it."""
    del noun
    return ("K-IMPOSSIBLE", "K-NOCONTROL")


KEY_RESULT = Subject(
    "key_result",
    KeyResult,
    fields=(
        statement("text"),
        word("objective"),
        word("cycle"),
        number("baseline"),
        number("target"),
        unit("unit", "target", "baseline"),
        word("due"),
        number("weight"),
        confidence("confidence"),
        word("type"),
    ),
    view=_view,
    rules=key_result.RULES,
    human=human,
    doubt=second.of_key_result,
)
