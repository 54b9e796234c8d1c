"""The kinds of exercise, one package or module each, listed by the name that bank files use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..documents import TYPES
from ..errors import ContentError
from ..model import Exercise
from ..shape import Shape, fits
from .base import Kind
from .drill import Drill, name, question, sort, spot
from .roleplay import RolePlay
from .survey import Survey
from .worksheet import Worksheet
from .worksheet.templates import cascade, levers, mapping, report, retrospective, scores, split, value_tree
from .write import Write

if TYPE_CHECKING:
    from ..lang import Language

KINDS: Mapping[str, Kind] = {
    "spot": Drill(spot),
    "name": Drill(name),
    "sort": Drill(sort),
    "question": Drill(question),
    "survey": Survey(),
    "roleplay": RolePlay(),
    "write": Write(),
    "split": Worksheet(split),
    "value_tree": Worksheet(value_tree),
    "cascade": Worksheet(cascade),
    "levers": Worksheet(levers),
    "mapping": Worksheet(mapping),
    "scores": Worksheet(scores),
    "retrospective": Worksheet(retrospective),
    "report": Worksheet(report),
}


#: What some keys hold wherever they stand, in a bank file or one of its items; what only one kind knows it checks itself.
_LISTS = (
    "answer",
    "hints",
    "own-hints",
    "takes_from",
    "takes_first",
    "also",
    "codes",
    "choices",
    "marks",
    "after",
    "onward",
    "paper",
)
_TEXTS = {key: [str] for key in _LISTS}
_TEXT = ("stage", "industry", "half", "text", "note", "class", "place", "of", "short", "then", "matrix", "alone")
KNOWN: Mapping[str, Shape] = {**_TEXTS, **dict.fromkeys(_TEXT, str), "says": {str: str}}


def check(exercise: Exercise, language: Language) -> None:
    """Raise ContentError if a bank file names an unknown kind or document type, or lacks what its kind needs."""
    file = f"{exercise.slug}.toml"
    if exercise.kind not in KINDS:
        raise ContentError("content-key", file=file, key="kind")
    _check_shapes(exercise.settings, file)
    for one, item in exercise.items.items():
        _check_shapes(item, file, f"{one}.")
    takes, kind = exercise.settings.get("takes", []), KINDS[exercise.kind]
    known = isinstance(takes, list) and all(isinstance(one, str) and one in TYPES for one in takes)
    if not known or (takes and not (kind.copies or kind.follows)):
        raise ContentError("content-key", file=file, key="takes")
    kind.check(exercise, language)


def _check_shapes(table: Mapping[str, Any], file: str, where: str = "") -> None:
    for key, shape in KNOWN.items():
        if key in table and not fits(table[key], shape):
            raise ContentError("content-key", file=file, key=f"{where}{key}")
    if table.get("text") == "":
        raise ContentError("content-key", file=file, key=f"{where}text")


__all__ = ["KINDS", "Drill", "Kind", "RolePlay", "Survey", "check"]
