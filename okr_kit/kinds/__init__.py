"""The kinds of exercise, one package or module each, listed by the name that bank files use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..documents import TYPES
from ..errors import ContentError
from ..model import Exercise
from .base import Kind
from .drill import Drill, name, question, sort, spot
from .survey import Survey
from .worksheet import Worksheet
from .worksheet.templates import cascade, levers, mapping, split, value_tree
from .write import Write

if TYPE_CHECKING:
    from ..lang import Language

KINDS: Mapping[str, Kind] = {
    "spot": Drill(spot),
    "name": Drill(name),
    "sort": Drill(sort),
    "question": Drill(question),
    "survey": Survey(),
    "write": Write(),
    "split": Worksheet(split),
    "value_tree": Worksheet(value_tree),
    "cascade": Worksheet(cascade),
    "levers": Worksheet(levers),
    "mapping": Worksheet(mapping),
}


def check(exercise: Exercise, language: Language) -> None:
    """Raise ContentError if a bank file names an unknown kind or document type, or lacks what its kind needs."""
    file = f"{exercise.slug}.toml"
    if exercise.kind not in KINDS:
        raise ContentError("content-key", file=file, key="kind")
    makers = exercise.settings.get("takes_from", [])
    if not isinstance(makers, list) or not all(isinstance(one, str) for one in makers):
        raise ContentError("content-key", file=file, key="takes_from")
    takes, kind = exercise.settings.get("takes", []), KINDS[exercise.kind]
    known = isinstance(takes, list) and all(isinstance(one, str) and one in TYPES for one in takes)
    if not known or (takes and not (kind.copies or kind.follows)):
        raise ContentError("content-key", file=file, key="takes")
    kind.check(exercise, language)


__all__ = ["KINDS", "Drill", "Kind", "Survey", "check"]
