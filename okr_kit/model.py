"""The nouns: what is graded, what a grader says of it, and what an exercise is made of.

All are frozen and plain; a rule or a kind of exercise never changes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .quantity import Quantity

Severity = Literal["error", "warn", "info"]
Verdict = Literal["pass", "revise", "unsure"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective as written: its text, the cycle it belongs to (``2026Q3`` …), the text of the superior's O."""

    text: str
    cycle: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result: text as written, and what else is known of it.

    ``baseline`` and ``target`` are numbers in ``unit``; ``due`` an ISO date; ``weight`` a share (0-1 or 0-100, the set
    decides which); ``confidence`` 0-10; ``type`` one of committed, aspirational, guardrail, milestone, baseline.
    """

    text: str
    objective: str | None = None
    cycle: str | None = None
    baseline: float | None = None
    target: float | None = None
    unit: str | None = None
    due: str | None = None
    weight: float | None = None
    confidence: float | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class OkrSet:
    """One objective with its key results; ``others`` are the further objectives of the same owner, for counting.

    ``cycle`` and ``parent`` (the superior's O) hold for every part that does not say its own.
    """

    objective: Objective
    key_results: tuple[KeyResult, ...]
    cycle: str | None = None
    parent: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way in which a node wants to reach its objective; a child serves it by its ``id``.

    ``objective`` and ``key_results`` are the sentences of its node, for whoever judges it by itself.
    """

    id: str
    text: str
    objective: str | None = None
    key_results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeKeyResult:
    """One key result of a cascade's node, with what its number is and whose number it is part of.

    ``kind`` is sum, product, ratio, funnel, time, distinct, index, zero or milestone: the parent's decides how its
    children add up. ``baseline``, ``target``, ``weight`` and ``overlap`` are quantities as typed, a number without a unit
    in that of the key result. ``weight`` is the denominator of a ratio or the respondents of an index, ``overlap`` how
    much of a distinct count is counted more than once. ``serves`` is the id of a parent's key result; with ``support`` it
    helps that number without being part of it. ``own``: kept by its owner, no child needed; ``parallel``: stages that go
    on at the same time. ``scope`` is whom or what it covers, by default what its owner does.
    """

    id: str
    text: str
    metric: str | None = None
    kind: str | None = None
    baseline: Quantity | None = None
    target: Quantity | None = None
    unit: str | None = None
    due: str | None = None
    weight: Quantity | None = None
    serves: str | None = None
    scope: str | None = None
    overlap: Quantity | None = None
    own: bool = False
    support: bool = False
    parallel: bool = False


@dataclass(frozen=True, slots=True)
class CascadeNode:
    """One owner's part of a cascade: an objective, strategies, key results, and what of its parent it serves.

    ``serves`` are ids of the parent's strategies. ``anchored``: taken over unchanged on purpose; ``bottom_up``: grown
    here, without a parent. ``depends`` names whom it has agreed with beside it.
    """

    id: str
    parent: str | None
    owner: str | None
    level: str | None
    objective: str | None
    strategies: tuple[Strategy, ...] = ()
    serves: tuple[str, ...] = ()
    key_results: tuple[NodeKeyResult, ...] = ()
    anchored: bool = False
    bottom_up: bool = False
    depends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cascade:
    """The parts of several owners, from the top down."""

    nodes: tuple[CascadeNode, ...]


@dataclass(frozen=True, slots=True)
class ValueNode:
    """One box of a value tree: its name and number, and how the numbers below make it up.

    ``method`` is formula, process, element or influence; ``formula`` arithmetic over the names of its children.
    ``value`` is a quantity as typed, ``reach`` what it could be; both have the scale of ``unit`` multiplied in (4000 with
    unit 万元 is 40,000,000 元). ``spread`` is how far the value may lie from the printed one, half of its last digit: 3%
    stands for 2.5-3.5. ``lever``: one of the leaves to work on.
    """

    name: str
    value: Quantity | None = None
    spread: float = 0.0
    unit: str | None = None
    method: str | None = None
    formula: str | None = None
    reach: Quantity | None = None
    lever: bool = False
    ask_who: str | None = None
    id: str = ""
    children: tuple[ValueNode, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueTree:
    """A number taken apart into what drives it; ``tree`` is its uppermost box."""

    tree: ValueNode

    @property
    def root(self) -> ValueNode:
        """The number that everything below explains."""
        return self.tree


@dataclass(frozen=True, slots=True)
class ReviewedKeyResult:
    """A key result that is looked back on, or reported on: what was agreed, and how far it has come.

    ``baseline``, ``target``, ``actual`` and ``last`` (what was reported the time before) are quantities as typed, in
    ``unit`` where they name none. ``type`` is that of :class:`KeyResult`, ``confidence`` 0-10.
    """

    text: str
    baseline: Quantity | None = None
    target: Quantity | None = None
    actual: Quantity | None = None
    last: Quantity | None = None
    unit: str | None = None
    type: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """The five steps of a retrospective (AAR+) as they were written, None where one is blank."""

    goal: str | None = None
    result: str | None = None
    cause: str | None = None
    lesson: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what, who does it, by which day, and how one sees that it worked; None where it was not said."""

    what: str
    who: str | None = None
    due: str | None = None
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class Retrospective:
    """A look back at a cycle: as one ``text`` with or without headings, or by its ``steps``.

    ``actions`` are those of its fifth step where they were given one by one: what stands in their fields counts as said.
    ``previous`` is the one before it, to compare with.
    """

    text: str | None = None
    steps: Steps | None = None
    key_results: tuple[ReviewedKeyResult, ...] = ()
    actions: tuple[Action, ...] = ()
    previous: Retrospective | None = None


@dataclass(frozen=True, slots=True)
class WorkReport:
    """A daily, weekly, bimonthly or quarterly report (``period``), and the key results of who wrote it."""

    text: str
    period: str | None = None
    key_results: tuple[ReviewedKeyResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a code, a place and values, never a sentence.

    ``where`` is ``"text"`` for a single statement; in a set ``"objective"``, ``"key_results[0]"`` … or ``"set"``; in a
    cascade ``"nodes[2].objective"``, ``"nodes[2]"`` … or ``"cascade"``, as the subject names its parts (:mod:`okr_kit.subjects`).
    ``span`` is the half-open range of characters in that statement as the learner wrote it, or None where something
    is missing. ``params`` are the values the card's sentence may name; ``words`` is the quoted span.
    """

    code: str
    severity: Severity
    where: str = "text"
    span: Span | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The grade of one subject.

    ``verdict`` is ``revise`` if any finding is an ``error``, ``unsure`` if nothing of the subject could be read; then
    there are no findings and no score. ``score`` is 0-100; ``findings`` in reading order; ``human`` names what rules
    cannot judge and people should (codes of cards with ``human = true``). ``unread`` says where a statement stands that
    could not be read (as ``Finding.where``), and why (``Reading.unread``): of a set the rest is judged. ``measures`` says
    of each dimension in which a subject is measured how much of it is there (0-3), empty where it is not measured so.
    """

    verdict: Verdict
    score: int | None
    findings: tuple[Finding, ...]
    human: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as the bank describes it.

    ``kind`` names its state machine; ``items`` are its questions or scenarios, as plain tables checked by that kind
    and keyed by their ``id``; ``settings`` are the keys that only its kind knows (``subject``, ``bins`` …).
    ``minutes`` is class time; ``need`` is must, optional or after.
    """

    slug: str
    kind: str
    title: str
    task: str
    unit: int
    minutes: int
    need: str
    version: str
    items: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def together(self) -> bool:
        """Whether tables do it from the start (``group = "only"``), and do not talk about what their members answered alone."""
        return self.settings.get("group") == "only"
