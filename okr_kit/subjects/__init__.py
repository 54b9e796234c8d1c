"""What can be graded. To add a subject: its nouns in ``model.py``, a module here and its line below, its rules and cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import RecordError
from .base import Part, Record, Subject, no_parts
from .cascade import CASCADE
from .key_result import KEY_RESULT
from .objective import OBJECTIVE
from .okr_set import OKR_SET
from .report import REPORT
from .retrospective import RETROSPECTIVE
from .strategy import STRATEGY
from .value_tree import VALUE_TREE

#: Every subject by the ``kind`` of its records.
SUBJECTS: Mapping[str, Subject] = {
    subject.name: subject
    for subject in (OBJECTIVE, KEY_RESULT, OKR_SET, STRATEGY, CASCADE, VALUE_TREE, RETROSPECTIVE, REPORT)
}
_BY_NOUN = {subject.noun: subject for subject in SUBJECTS.values()}


def subject_of(noun: Any) -> Subject:
    """The subject that a noun is one of."""
    return _BY_NOUN[type(noun)]


def read(record: Any) -> Any:
    """The noun of a record, by its ``kind``; RecordError says what is wrong with it, and where."""
    if not isinstance(record, Mapping):
        raise RecordError("not-an-object", key="")
    kind = record.get("kind")
    if not isinstance(kind, str) or not kind:
        raise RecordError("no-kind")
    if kind not in SUBJECTS:
        raise RecordError("not-yet-graded", kind=kind)
    return SUBJECTS[kind].read(record)


__all__ = [
    "CASCADE",
    "KEY_RESULT",
    "OBJECTIVE",
    "OKR_SET",
    "REPORT",
    "RETROSPECTIVE",
    "STRATEGY",
    "SUBJECTS",
    "VALUE_TREE",
    "Part",
    "Record",
    "Subject",
    "no_parts",
    "read",
    "subject_of",
]
