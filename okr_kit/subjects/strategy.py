"""One strategy: how somebody wants to win; judged beside the objective and the key results that it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Strategy
from ..rules import StrategyView, strategy
from ..text import Readings
from .base import Subject
from .fields import Field, optional, statement, word, words


def _view(noun: Strategy, views: Mapping[str, object], readings: Readings) -> StrategyView:
    del views
    return StrategyView(noun, readings)


def _id(record: Mapping[str, Any], name: str, where: str) -> str:
    del where
    return optional(record.get(name)) or ""


def human(noun: Strategy) -> tuple[str, ...]:
    """Nothing that a card of its own would name."""
    del noun
    return ()


STRATEGY = Subject(
    "strategy",
    Strategy,
    fields=(Field("id", "word", _id), statement("text"), word("objective"), words("key_results")),
    view=_view,
    rules=strategy.RULES,
    human=human,
)
