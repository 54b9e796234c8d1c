"""The kinds of exercise, one package or module each, listed by the name that bank files use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..documents import TYPES
from ..errors import ContentError
from ..model import Exercise
from .base import Kind
from .drill import Drill, name, sort, spot
from .write import Write

if TYPE_CHECKING:
    from ..lang import Language

KINDS: Mapping[str, Kind] = {
    "spot": Drill(spot),
    "name": Drill(name),
    "sort": Drill(sort),
    "write": Write(),
}


def check(exercise: Exercise, language: Language) -> None:
    """Raise ContentError if a bank file names an unknown kind or document type, or lacks what its kind needs."""
    file = f"{exercise.slug}.toml"
    if exercise.kind not in KINDS:
        raise ContentError("content-key", file=file, key="kind")
    takes = exercise.settings.get("takes", [])
    if not isinstance(takes, list) or not all(one in TYPES for one in takes):
        raise ContentError("content-key", file=file, key="takes")
    KINDS[exercise.kind].check(exercise, language)


__all__ = ["KINDS", "Kind", "check"]
