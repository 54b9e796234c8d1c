"""write: the learner's own OKR, one sentence at a time, graded on request, rewritten, the change shown.

State, beyond what every state has: ``scenario`` (an item id, ``own``, or empty while choosing), ``at`` (``pick``,
``o``, a KR's id, or ``set``), ``doc`` (the OKR document), ``drafts`` (part id to the graded drafts, oldest first),
``hints`` (part id to how many were asked for),
``notes`` (part id to what the learner told the trainer).

The OKR document, the format in which an OKR travels through all units::

    {"v": 1, "type": "okr", "cycle": "2026Q3", "parent": "…",
     "objective": {"id": "o", "text": "…"},
     "key_results": [{"id": "k1", "text": "…", "metric": "…", "baseline": "9.6", "target": "6", "unit": "%",
                      "due": "2026-09-30", "type": "committed"}]}

Numbers are kept as the learner wrote them and read when they are graded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import quantity
from ..errors import ActionError, ContentError
from ..files import need
from ..lint import compare, lint
from ..model import Exercise, KeyResult, Objective, OkrSet, Report
from ..text import extract
from ..view import Node
from . import write_view
from .base import Action, Context, Outcome, State, fields, value

if TYPE_CHECKING:
    from ..lang import Language

OWN = "own"
#: What is read out of a KR's sentence and shown to confirm.
PARTS = ("metric", "baseline", "target", "unit", "due")
#: Longest statement in characters; more is cut by the field and refused here.
LONGEST = 2000
#: Most KRs on one sheet: the set rule calls 7 too many, one more lets a learner see why.
MOST_KRS = 8
#: Drafts kept per part.
MOST_DRAFTS = 30


class Write:
    """The kind: pick a scenario, write the O, write KRs one by one, look at the whole."""

    def check(self, exercise: Exercise, language: Language) -> None:
        """Every scenario has a story, facts, a parent O and three hints."""
        del language
        file = f"{exercise.slug}.toml"
        for name, item in exercise.items.items():
            for wanted in ("title", "story", "parent", "cycle", "ask"):
                need(item, wanted, str, file, name)
            for wanted in ("facts", "hints"):
                need(item, wanted, list, file, name)
        if not exercise.items:
            raise ContentError("content-key", file=file, key="scenarios")

    def start(self, ctx: Context, state: State, given: Mapping[str, Any]) -> State:
        """Begin at the choice of a scenario, or with the OKR that came from another exercise."""
        doc = given.get("okr")
        state |= {"at": "pick", "scenario": "", "drafts": {}, "hints": {}, "notes": {}, "doc": _blank({})}
        if isinstance(doc, Mapping) and doc.get("v") == 1:
            state |= {"at": "o", "scenario": OWN, "doc": dict(doc)}
        return state

    def act(self, ctx: Context, state: State, action: Action, at: int) -> State:
        """Carry out one of: pick, grade, read, hint, go, add, drop, review, disagree, restart."""
        do, part = str(action["do"]), value(action, "part")
        if do == "pick":
            return _pick(ctx, state, action)
        if do == "restart":
            return self.start(ctx, state, {})
        if do in ("add", "review"):
            return _add(state) if do == "add" else _review(ctx, state, at)
        if part not in _parts(state):
            raise ActionError("action-unknown", do=do)
        if do == "go":
            return {**state, "at": part}
        if do == "hint":
            return {**state, "hints": {**state["hints"], part: state["hints"].get(part, 0) + 1}}
        if do == "drop" and part.startswith("k"):
            return _drop(state, part)
        if do == "disagree":
            note = fields(action).get("note", "")[:500]
            state["last"] |= {"notice": "exercise.disagree-sent", "item": part, "note": note}
            return {**state, "notes": {**state["notes"], part: note}}
        if do in ("read", "grade"):
            return _write(ctx, state, part, fields(action), at, grade=do == "grade")
        raise ActionError("action-unknown", do=do)

    def view(self, ctx: Context, state: State) -> tuple[Node, ...]:
        """The scenario list, one statement, or the whole sheet."""
        return write_view.screen(ctx, state)

    def outcome(self, ctx: Context, state: State) -> Outcome:
        """Progress counts parts without an error; the score is that of the whole set once looked at."""
        graded = {part: drafts[-1] for part, drafts in state["drafts"].items() if drafts}
        fine = sum(part != "set" and draft["verdict"] == "pass" for part, draft in graded.items())
        sheet = graded.get("set")
        done = bool(sheet and sheet["verdict"] == "pass" and not sheet.get("old"))
        total = 1 + ctx.policy.kr_least + 1
        last = state["last"]
        return Outcome(
            score=sheet["score"] if sheet else None,
            progress=1.0 if done else min(fine, total - 1) / total,
            done=done,
            answered=min(fine, total - 1) + done,
            total=total,
            codes=tuple(last.get("codes", ())),
            graded=bool(last.get("graded")),
            notice=str(last.get("notice", "")),
            documents={"okr": state["doc"]},
        )


def as_subject(doc: Mapping[str, Any]) -> OkrSet:
    """The document as the grader takes it."""
    objective, cycle = doc["objective"]["text"], doc.get("cycle") or None
    rows = tuple(_key_result(row, objective, cycle) for row in doc["key_results"] if row["text"])
    return OkrSet(Objective(objective, cycle), rows, cycle)


def _key_result(row: Mapping[str, Any], objective: str, cycle: str | None) -> KeyResult:
    return KeyResult(
        row["text"],
        objective or None,
        cycle,
        baseline=_number(row.get("baseline")),
        target=_number(row.get("target")),
        unit=row.get("unit") or None,
        due=row.get("due") or None,
        type=row.get("type") or None,
    )


def _number(typed: object) -> float | None:
    """A number as people type it (9.6, １２, 3 万, -5%), or None."""
    found = quantity.parse(typed)
    return found.value if found else None


def _blank(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """An empty document, with the scenario's cycle and parent O."""
    return {
        "v": 1,
        "type": "okr",
        "cycle": str(scenario.get("cycle", "")),
        "parent": str(scenario.get("parent", "")),
        "objective": {"id": "o", "text": ""},
        "key_results": [],
    }


def _parts(state: State) -> list[str]:
    return ["pick", "o", *(row["id"] for row in state["doc"]["key_results"]), "set"]


def _pick(ctx: Context, state: State, action: Action) -> State:
    """Take a scenario (or the learner's own business) and open the O."""
    name = value(action, "scenario")
    if name not in (OWN, *ctx.exercise.items):
        raise ActionError("action-unknown", do="pick")
    if name == state["scenario"]:
        return {**state, "at": "o"}
    doc = _blank(ctx.exercise.items.get(name, {}))
    if name == OWN:
        given = fields(action)
        doc |= {"cycle": given.get("cycle", "")[:20], "parent": given.get("parent", "")[:200]}
    return {**state, "scenario": name, "doc": doc, "at": "o", "drafts": {}, "hints": {}, "notes": {}}


def _add(state: State) -> State:
    """Open an empty KR; its id is never used again on this sheet."""
    rows = state["doc"]["key_results"]
    if len(rows) >= MOST_KRS:
        state["last"]["notice"] = "exercise.too-many-krs"
        return state
    unused = [row for row in rows if not row["text"]]
    if unused:
        return {**state, "at": unused[0]["id"]}
    made = int(state.get("made", 0)) + 1
    row = {"id": f"k{made}", "text": "", **dict.fromkeys(PARTS, "")}
    return {**state, "made": made, "at": row["id"], "doc": {**state["doc"], "key_results": [*rows, row]}}


def _drop(state: State, part: str) -> State:
    rows = [row for row in state["doc"]["key_results"] if row["id"] != part]
    return {**state, "at": rows[-1]["id"] if rows else "o", "doc": {**state["doc"], "key_results": rows}} | _stale(
        state
    )


def _stale(state: State) -> dict[str, Any]:
    """The look at the whole no longer counts once a part has changed."""
    looks = state["drafts"].get("set", [])
    if not looks:
        return {}
    return {"drafts": {**state["drafts"], "set": [*looks[:-1], {**looks[-1], "old": True}]}}


def _write(ctx: Context, state: State, part: str, given: Mapping[str, str], at: int, *, grade: bool) -> State:
    """Take over what was typed; ``read`` shows what is read out of it, ``grade`` grades it."""
    if part in ("pick", "set"):
        raise ActionError("action-unknown", do="grade")
    text = given.get("text", "")
    if not text or len(text) > LONGEST:
        state["last"]["notice"] = "exercise.too-long" if text else "exercise.blank"
        return {**state, "at": part}
    doc = dict(state["doc"])
    if part == "o":
        doc["objective"] = {"id": "o", "text": text}
    else:
        row = next(row for row in doc["key_results"] if row["id"] == part)
        filled = _filled(ctx, row, text, given)
        doc["key_results"] = [filled if old["id"] == part else old for old in doc["key_results"]]
    state = {**state, "doc": doc, "at": part} | _stale(state)
    return _grade(ctx, state, part, at) if grade else state


def _filled(ctx: Context, row: Mapping[str, Any], text: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The KR's fields: what the learner corrected stays, the rest is read again when the sentence changed."""
    now, before = extract(text, ctx.lang), extract(str(row["text"]), ctx.lang)
    filled = {**row, "text": text}
    for name in PARTS:
        read_now, read_before = _shown(getattr(now, name)), _shown(getattr(before, name))
        typed = given.get(name, row.get(name, ""))[:60]
        untouched = name not in given or not row["text"] or typed == read_before
        filled[name] = read_now if untouched else typed
    if "type" in given:
        filled["type"] = given["type"]
    return filled


def _shown(found: float | str | None) -> str:
    if found is None:
        return ""
    return (
        f"{found:g}"
        if isinstance(found, float) and abs(found) < 1e6
        else str(int(found) if isinstance(found, float) else found)
    )


def _grade(ctx: Context, state: State, part: str, at: int) -> State:
    doc = state["doc"]
    cycle = doc.get("cycle") or None
    subject: Objective | KeyResult
    if part == "o":
        subject = Objective(doc["objective"]["text"], cycle, doc.get("parent") or None)
    else:
        row = next(row for row in doc["key_results"] if row["id"] == part)
        subject = _key_result(row, doc["objective"]["text"], cycle)
    return _record(state, part, subject.text, lint(subject, ctx.lang, ctx.policy), at)


def _review(ctx: Context, state: State, at: int) -> State:
    """Grade the whole: the O, its KRs, and how they fit together."""
    subject = as_subject(state["doc"])
    if not subject.objective.text or not subject.key_results:
        state["last"]["notice"] = "exercise.set-empty"
        return {**state, "at": "set"}
    return _record({**state, "at": "set"}, "set", "", lint(subject, ctx.lang, ctx.policy), at)


def _record(state: State, part: str, text: str, report: Report, at: int) -> State:
    """Keep the graded draft with what changed since the one before."""
    drafts = state["drafts"].get(part, [])
    codes = [finding.code for finding in report.findings]
    draft: dict[str, Any] = {"text": text, "verdict": report.verdict, "score": report.score, "codes": codes, "at": at}
    if drafts:
        gone, new, left = compare(drafts[-1]["codes"], codes)
        draft |= {"gone": list(gone), "new": list(new), "left": list(left)}
    errors = [finding.code for finding in report.findings if finding.severity == "error"]
    state["last"] |= {"graded": True, "codes": errors, "item": part}
    return {**state, "drafts": {**state["drafts"], part: [*drafts, draft][-MOST_DRAFTS:]}}
