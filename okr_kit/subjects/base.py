"""What a subject is: one value that says how it is read from a record, of which parts it is made, and how it is graded.

A subject is what ``okr lint`` calls a *kind*: objective, key_result, okr_set. What is graded are frozen nouns of
:mod:`okr_kit.model`; a record is plain JSON from outside, checked here and never trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import RecordError
from ..grade import score
from ..model import Finding
from ..policy import CoursePolicy
from ..rules import Rule
from ..text import Readings
from .fields import Field

Record = Mapping[str, Any]


class Part(NamedTuple):
    """One part of a noun that is a subject of its own: where it stands, and its noun with what the whole knows of it."""

    where: str
    noun: Any


def no_parts(noun: Any) -> tuple[Part, ...]:
    """A single statement has none."""
    del noun
    return ()


def always(noun: Any) -> bool:
    """Whatever could be read can be judged."""
    del noun
    return True


def no_heads(noun: Any) -> Mapping[str, str]:
    """A statement or a set stands under no name."""
    del noun
    return {}


def plain_score(findings: Iterable[Finding], places: tuple[str, ...], policy: CoursePolicy) -> int:
    """100 less what each finding costs."""
    del places
    return score(findings, policy)


def not_measured(view: Any) -> Mapping[str, int]:
    """Most subjects are not measured by dimensions."""
    del view
    return {}


def plain_form(measures: Mapping[str, int], policy: CoursePolicy) -> int:
    """Of what is not measured there is no score but that of its findings."""
    del measures, policy
    return 0


def no_doubt(view: Any) -> str:
    """The rules alone decide."""
    del view
    return ""


def nothing_left(view: Any) -> Mapping[str, str]:
    """All of it was judged."""
    del view
    return {}


@dataclass(frozen=True)
class Subject:
    """One subject.

    ``name`` is the ``kind`` of its records, ``noun`` the class that holds one, ``fields`` what a record may say of it.
    ``view(noun, views, readings)`` is what its ``rules`` look at, made of the views of its parts by where they stand; ``whole`` is where
    findings about it as a whole stand. ``human(noun)`` names what people have to judge (codes of cards with ``human``);
    ``score(findings, places, policy)`` gives 0-100, ``places`` being where the parts stand that could be read.
    ``remarks``: what is found in the parts counts as a remark only, the verdict comes from the rules of the whole.
    ``judged(noun)``: whether there is enough of it to be judged; ``little`` is the reason why it is not, where there is not
    (``Report.unread``). ``heads(noun)`` says whose the parts are whose places
    begin like that: ``nodes[2]`` and the name of its owner.
    ``measures(view)`` says of each dimension how much of it is there; where there are any, ``form(measures, policy)`` is the
    score. ``doubt(view)`` is the reason why people have to judge what the rules decide otherwise than a second reader
    (``Report.unread``), else empty. ``left(view)`` names what was not judged of something that was, and why (``Report.unread``).
    """

    name: str
    noun: type
    fields: tuple[Field, ...]
    view: Callable[[Any, Mapping[str, Any], Readings], Any]
    rules: tuple[Rule, ...]
    human: Callable[[Any], tuple[str, ...]]
    parts: Callable[[Any], tuple[Part, ...]] = no_parts
    score: Callable[[tuple[Finding, ...], tuple[str, ...], CoursePolicy], int] = plain_score
    whole: str = "text"
    remarks: bool = False
    judged: Callable[[Any], bool] = always
    little: str = "little"
    heads: Callable[[Any], Mapping[str, str]] = no_heads
    measures: Callable[[Any], Mapping[str, int]] = not_measured
    form: Callable[[Mapping[str, int], CoursePolicy], int] = plain_form
    left: Callable[[Any], Mapping[str, str]] = nothing_left
    doubt: Callable[[Any], str] = no_doubt

    def read(self, record: Any, where: str = "") -> Any:
        """The noun of a record; unknown fields are ignored. RecordError says which field is wrong and how."""
        if not isinstance(record, Mapping):
            raise RecordError("not-an-object", key=where)
        return self.noun(**{field.name: field.read(record, field.name, where) for field in self.fields})
