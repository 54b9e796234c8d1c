"""The kinds of exercise, one module each, listed by the name that bank files use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import ContentError
from ..model import Exercise
from . import drill, name, sort, spot, write
from .base import Kind

if TYPE_CHECKING:
    from ..lang import Language

KINDS: Mapping[str, Kind] = {
    "spot": drill.Drill(spot),
    "name": drill.Drill(name),
    "sort": drill.Drill(sort),
    "write": write.Write(),
}


def check(exercise: Exercise, language: Language) -> None:
    """Raise ContentError if a bank file names an unknown kind or lacks what its kind needs."""
    if exercise.kind not in KINDS:
        raise ContentError("content-key", file=f"{exercise.slug}.toml", key="kind")
    KINDS[exercise.kind].check(exercise, language)
