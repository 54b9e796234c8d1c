"""What a rule is.

A rule is a value: a code, its severity, and a check; its family (the module it stands in) is for one subject. What is wrong
with the sentence of a statement is decided once, in a table, so that two rules cannot both find fault with the same words: such
rules have no check of their own. A check takes a view (the subject with its reading), the language and the course's policy,
and yields hits; it changes nothing and knows nothing of other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from ..lang import Language
from ..model import Severity, Span
from ..policy import CoursePolicy

_NOTHING: Mapping[str, Any] = MappingProxyType({})
Check = Callable[[Any, Language, CoursePolicy], Iterable["Hit"]]


class Hit(NamedTuple):
    """One place where a rule fires. ``severity`` overrides the rule's; ``where`` is for rules over a set."""

    span: Span | None = None
    params: Mapping[str, Any] = _NOTHING
    severity: Severity | None = None
    where: str | None = None


class Cause(NamedTuple):
    """The one main defect of a statement: the code that names it best, and the words that show it."""

    code: str
    span: Span | None
    params: Mapping[str, Any] = _NOTHING


#: What a decision says of a statement that needs no other.
PASSES = Cause("", None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A code with its check. ``others`` are severities that the check may give a hit instead of the rule's own.

    Without a check it says that its code is the main defect of a statement (``view.cause``), of which there is at most one.
    """

    code: str
    severity: Severity
    check: Check | None = None
    others: tuple[Severity, ...] = ()
