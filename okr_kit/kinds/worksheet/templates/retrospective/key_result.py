"""The key result that is looked back on: taken from one's own OKR, typed freely, or the case's; and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .....documents.base import OWN as MINE
from .....documents.okr import written
from .....documents.scores import DOWN, scores
from .....quantity import entered
from .....scoring import TRIALS, Score, score_kr
from .....view import Sum, beginning
from ...figures import figure, quotient, span, taken_off
from ...work import Work, once

#: What it is filled in for.
OWN, CASE, WHOLE = "own", "case", "text"
#: What is known of a key result.
FIELDS = ("text", "baseline", "target", "unit", "type")
#: The value of who types his key result himself.
FREE = "free"
#: The types, as they are asked for.
TYPES = ("committed", "aspirational", "milestone", "guardrail")
#: How much of a key result a line shows, in characters.
SHORT = 40
STATES = {"green": "good", "yellow": "warn", "red": "bad"}


@dataclass(frozen=True)
class Original:
    """A key result as it was agreed, numbers as typed; ``actual`` is what its OKR says already.

    ``asks`` is what nobody has written of it yet: of one from an OKR what is missing there, of one typed here all of it.
    """

    id: str
    text: str
    objective: str
    baseline: str
    target: str
    unit: str
    type: str
    direction: str
    actual: str
    asks: tuple[str, ...] = ()

    @property
    def yes_or_no(self) -> bool:
        """Whether it is done or not, held true or not, and has no number of its own."""
        return self.type in TRIALS or (self.type == "milestone" and not self.target)

    @property
    def span(self) -> str:
        """「95 → 60 分钟」, as far as it is known."""
        return span(self.baseline, self.target, self.unit)


def taken(work: Work) -> Mapping[str, Any] | None:
    """One's own OKR, where it lies on the shelf; none of a case's."""
    doc = work.given.get("okr", {})
    return None if work.state["material"] == CASE or doc.get("origin") != MINE else doc


@once
def offered(work: Work) -> list[tuple[str, str]]:
    """The key results of one's own OKR with their scores, the lowest first; those without one behind them."""
    doc = taken(work)
    if doc is None:
        return []
    known = scores(work.ctx.lang, doc, work.ctx.policy.scoring_formula)
    rows = [(known.get(str(row["id"]), Score("unknown")), row) for row in written(doc)]
    rows.sort(key=lambda one: 2.0 if one[0].score is None else one[0].score)
    return [(str(row["id"]), _line(work, found, str(row["text"]))) for found, row in rows]


def _line(work: Work, found: Score, text: str) -> str:
    short = beginning(text, SHORT)
    return short if found.score is None else work.say("kr-scored", text=short, score=f"{found.score:.1f}")


@once
def original(work: Work) -> Original:
    """The key result in hand."""
    if work.state["material"] == CASE:
        known = work.ctx.exercise.settings[CASE]
        given = {name: str(known[name]) for name in FIELDS}
        return Original("case", objective="", direction="", actual="", asks=(), **given)
    doc, picked = taken(work), work.text("kr", "which")
    row = next((one for one in (written(doc) if doc else ()) if str(one["id"]) == picked), None)
    if row is None or doc is None:
        return _typed(work, {}, "", "")
    return _typed(work, row, str(doc["objective"]["text"]), str(row["id"]))


def _typed(work: Work, row: Mapping[str, Any], objective: str, name: str) -> Original:
    """A key result with what was typed of it where its OKR says nothing."""
    known = {key: str(row.get(key) or "") for key in (*FIELDS, "direction", "actual")}
    known["type"] = known["type"] or work.text("number", "type")
    asks = _asked(known, typed=not row)
    known |= {key: work.text("number", key) for key in asks if key in known}
    known["direction"] = known["direction"] or (work.text("number", "side") if "side" in asks else "")
    known["text"] = known["text"] or work.text("kr", "text")
    return Original(name, objective=objective, asks=asks, **known)


def _asked(known: Mapping[str, str], *, typed: bool) -> tuple[str, ...]:
    """What has to be asked of a key result: of one that was ``typed`` here everything that its type has."""
    kind = known["type"]
    side = ("side",) if kind == "guardrail" and known["direction"] not in ("most", "least") else ()
    numbers = () if kind in ("milestone", *TRIALS) else ("target",) if kind == "guardrail" else ("baseline", "target")
    if typed:
        return ("type", *numbers, *(("unit",) if numbers else ()), *side)
    return (*(name for name in numbers if not known[name]), *side)


def actual(work: Work) -> str:
    """What came of it, as typed here, else as its OKR says."""
    return work.text("result", "actual") or original(work).actual


def score(work: Work, target: str = "") -> Score:
    """What it comes to by what was agreed, or by another ``target``."""
    kr, policy = original(work), work.ctx.policy
    return score_kr(
        entered(kr.baseline, kr.unit),
        entered(target or kr.target, kr.unit),
        entered(actual(work), kr.unit),
        kr.type,
        formula=policy.scoring_formula,
        down=DOWN.get(kr.direction),
        reached={"yes": 1.0, "no": 0.0}.get(work.text("result", "done")),
        limits=policy.scoring_limits,
    )


def total(work: Work) -> Sum | None:
    """The account under the thumb: how far it has come on its way; kept or broken; by the changed number too."""
    found, kr = score(work), original(work)
    if found.state == "unknown":
        return Sum(work.say("score-unknown")) if actual(work) and not kr.yes_or_no else None
    if found.score is None or found.raw is None:
        good = found.state in ("kept", "validated")
        return Sum(
            _held(work, kept=found.state == "kept") or beginning(kr.text, SHORT),
            words=work.say(f"score-{found.state}"),
            state="good" if good else "bad",
        )
    words = work.say(f"score-{found.colour}", score=f"{found.score:.1f}")
    other = score(work, work.text("goal", "to")) if changed(work) else None
    if other and other.score is not None:
        words = work.say("score-both", first=words, score=f"{other.score:.1f}")
    return Sum(way(work), quotient(found.raw), words=words, state=STATES[found.colour])


def _held(work: Work, *, kept: bool) -> str:
    """「7 > 6 %」: where a line is to be held, and was or was not; empty where there is none."""
    kr, now = original(work), actual(work)
    if not now or not kr.target:
        return ""
    first, last = entered(kr.baseline, kr.unit), entered(kr.target, kr.unit)
    below = DOWN.get(kr.direction, first is not None and last is not None and first > last)
    sign = ("≤" if kept else ">") if below else ("≥" if kept else "<")
    return f"{_bare(now, kr.unit)} {sign} {_bare(kr.target, kr.unit)} {kr.unit}".strip()


def _bare(typed: str, unit: str) -> str:
    """A number without the unit behind it."""
    return typed.removesuffix(unit).strip() if unit else typed


def way(work: Work) -> str:
    """「(95 − 92) ÷ (95 − 60)」: the way that was gone over the whole way."""
    kr = original(work)
    start, end, came_to = (entered(one, kr.unit) for one in (kr.baseline, kr.target, actual(work)))
    first, last, now = map(figure, (start, end, came_to))
    if start is not None and end is not None and start > end:
        return f"({first} − {taken_off(now)}) ÷ ({first} − {taken_off(last)})"
    return f"({now} − {taken_off(first)}) ÷ ({last} − {taken_off(first)})"


def changed(work: Work) -> bool:
    """Whether its target was changed on the way."""
    return work.text("goal", "changed") == "yes" and bool(work.text("goal", "to"))


def came(work: Work) -> str:
    """「换模停机 95 → 60 分钟，实际 92」 in short, for the head of the pages that follow."""
    kr, now = original(work), actual(work)
    what = kr.span or beginning(kr.text, SHORT)
    return work.say("came", what=what, actual=now) if now else what
