"""What is checked: the six dimensions, as far as their form shows. How deep it goes is for people, and no check."""

from __future__ import annotations

from dataclasses import replace

from .....documents import subject
from .....model import Finding, Report
from ... import statements
from ...template import Check, Note, Tone
from ...work import Work, once
from .document import retrospective
from .key_result import WHOLE
from .parts import ACTIONS, CAUSES, actions, written

#: The dimensions, each with the step that it is seen in, and what of three there can be of it.
DIMENSIONS = {
    "goal": "goal",
    "result": "result",
    "cause": "cause",
    "lesson": "lesson",
    "action": "action",
    "tone": "cause",
}
FULL = 3
TONES: dict[str, Tone] = {"error": "revise", "warn": "near", "info": "ask"}
#: What a finding about the whole, or about somebody, is seen in.
SEEN_IN = {"R-BLAME": "tone", "R-NOGOAL": "goal", "R-MOVEGOAL": "goal", "R-NODATA": "result", "R-YARDSTICK": "result",
    "R-ONLYSCORE": "result", "R-PRAISE": "result", "R-EXTERNAL": "cause", "R-SYMPTOM": "cause", "R-SELF": "cause",
    "R-ONECASE": "lesson", "R-REPEAT": "action"}  # fmt: skip
#: What is only said once all five steps are written: it is about what is not there.
WHOLE_ONLY = {"R-ONLYSCORE", "R-UNLINKED", "R-PRAISE"}
#: The entry of an action, or of a step, that a finding without a place asks for.
ASKED = {"R-NOOWNER": "who", "R-NODATE": "due", "R-NOSIGN": "sign"}
#: The entries of a step that are sentences.
SENTENCES = {
    "goal": ("assume",),
    "result": ("good", "bad"),
    "cause": ("text", "why1", "why2"),
    "lesson": ("when", "should", "unless"),
    "action": ("what",),
}
FIRST = {"goal": "goal.assume", "result": "result.actual", "lesson": "lesson.when"}
#: How much stands around what is quoted, in characters.
AROUND = 24


def checks(work: Work) -> tuple[Check, ...]:
    """Each dimension by what of three is there."""
    whole = work.state["material"] == WHOLE
    return tuple(_check(work, name, "text" if whole else step) for name, step in DIMENSIONS.items())


@once
def report(work: Work) -> Report:
    """What the grader says of it."""
    return work.ctx.workspace.lint(subject(retrospective(work)))


def _blank(work: Work, dimension: str) -> bool:
    if work.state["material"] == WHOLE:
        return not work.text("text", "text")
    return written(work)[DIMENSIONS[dimension]].blank


def _check(work: Work, dimension: str, step: str) -> Check:
    weight = work.ctx.policy.retrospective_weights.of(dimension)
    if _blank(work, dimension):
        return Check(dimension, step, weight, 0, open=True)
    found = report(work)
    strange = _strange(work, step)
    if strange or found.verdict == "unsure":
        at = strange or _places(work, dimension)
        return Check(dimension, step, weight, 0, (Note("human", "not-read", {}, at),), open=bool(strange))
    share = found.measures.get(dimension, 0) / FULL
    early = WHOLE_ONLY if any(_blank(work, one) for one in DIMENSIONS) else set()
    told = [one for one in found.findings if seen_in(one) == dimension and one.code not in early]
    notes = [_note(work, one) for one in told]
    if share < 1 and not any(one.tone in ("revise", "near") for one in notes):
        less = Note("near", f"less-{dimension}-{found.measures.get(dimension, 0)}", {}, _places(work, dimension))
        notes = [replace(one, tone="near") for one in notes] or [less]  # a question about it is more precise
    return Check(dimension, step, weight, share, tuple(notes))


def _strange(work: Work, step: str) -> tuple[str, ...]:
    """The sentences of a step in which there is no word (asdf, ！！！): they fill an entry, and say nothing."""
    rows = work.rows({"cause": CAUSES, "action": ACTIONS}.get(step, "")) or [step]
    places = [(row, name) for row in rows for name in SENTENCES.get(step, ())]
    read = work.ctx.workspace.readings.read
    return tuple(f"{row}.{name}" for row, name in places if work.text(row, name) and read(work.text(row, name)).unread)


def seen_in(finding: Finding) -> str:
    """The dimension that a finding belongs to."""
    step = finding.where.partition("[")[0]
    known = SEEN_IN.get(finding.code)
    if finding.code == "R-BLAME" or step not in (*DIMENSIONS, "actions"):
        return known or "action"
    return {"actions": "action"}.get(step, step)


def _places(work: Work, dimension: str) -> tuple[str, ...]:
    """The entry that is to be looked at where nothing is quoted."""
    if work.state["material"] == WHOLE:
        return ("text.text",)
    step = DIMENSIONS[dimension]
    rows = [*work.rows("causes")] if step == "cause" else [*work.rows("actions")] if step == "action" else []
    field = "why2" if step == "cause" else "sign"
    blank = next((f"{row}.{field}" for row in rows if not work.text(row, field)), None)
    return (FIRST.get(step) or blank or (f"{rows[0]}.{field}" if rows else ""),)


def _note(work: Work, finding: Finding) -> Note:
    """A finding at its entry, with what is meant quoted in what stands around it."""
    params, at = statements.words(finding), _at(work, finding)
    params |= _quoted(work, finding)
    return Note(TONES[finding.severity], "", params, at, finding.code)


def _row(work: Work, finding: Finding) -> str:
    """The row of an action that a finding means (``actions[1]``), empty where it means none."""
    place, rows = finding.where.partition("[")[2].rstrip("]"), actions(work)
    return rows[int(place)] if place.isdigit() and int(place) < len(rows) else ""


def _at(work: Work, finding: Finding) -> tuple[str, ...]:
    if work.state["material"] == WHOLE:
        return ("text.text",)
    row = _row(work, finding)
    if finding.code in ASKED:
        field = ASKED[finding.code]
        rows = [row] if row else [one for one in actions(work) if not work.text(one, field)]
        return tuple(f"{one}.{field}" for one in rows)
    if row:
        return (f"{row}.what",)
    step = finding.where if finding.where in written(work) else DIMENSIONS[seen_in(finding)]
    if finding.span and (name := written(work)[step].around(finding.span[0])[0].at):
        return (name,)
    return _places(work, seen_in(finding))


def _quoted(work: Work, finding: Finding) -> dict[str, str]:
    """What is meant, and what stands before and behind it."""
    text = _text(work, finding)
    if not finding.span or not text:
        return {}
    start, end = finding.span
    begun, done = 0, len(text)
    if work.state["material"] != WHOLE and finding.where in written(work):
        piece, begun = written(work)[finding.where].around(start)
        done = max(end, begun + len(piece.text))
    first, last = max(begun, start - AROUND), min(done, end + AROUND)
    before, behind = text[first:start].split("\n")[-1], text[end:last].split("\n")[0]
    return {
        "quote-before": f"{'…' if first > begun else ''}{before}",
        "quote": text[start:end],
        "quote-behind": f"{behind}{'…' if last < done else ''}",
    }


def _text(work: Work, finding: Finding) -> str:
    if work.state["material"] == WHOLE:
        return work.text("text", "text")
    if row := _row(work, finding):
        return work.text(row, "what")
    return written(work)[finding.where].text if finding.where in written(work) else ""
