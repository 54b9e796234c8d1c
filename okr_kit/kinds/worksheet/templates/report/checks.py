"""What is checked of a weekly report: every KR with its numbers and how sure, the promises, plans that end, help with a day."""

from __future__ import annotations

from collections.abc import Iterator

from .....documents import subject
from .....model import Finding, ReviewedKeyResult, WorkReport
from ...statements import words
from ...template import Check, Note
from ...work import Work, once
from .document import documents
from .krs import CYCLE, Line, figure, lines

#: What the KRs, the promises, the plan and the help weigh; of one's own, which KRs it is about.
_KRS, _LAST, _NEXT, _HELP, _WHICH = 40, 20, 20, 20, 10
#: A confidence lies up to here; from so much change on it needs a reason, below this it needs help.
SURE_MOST, CHANGED, LOW, HIGH = 10, 2, 4, 7
#: Most plans of a week.
MOST_PLANS = 5
#: Codes of the whole text that are said at the first KR, the first that is found.
WHOLE = ("F-TASKREPORT", "F-NONUMBER")


def checks(work: Work) -> tuple[Check, ...]:
    """Every KR, what was promised, what comes next, who is asked; the pasted report counts nothing."""
    known = lines(work)
    first = (_pasted(work), _which(work)) if work.own else ()
    share = (_KRS - (_WHICH if work.own else 0)) / max(len(known), 1)
    return (*first, *(_kr(work, line, share) for line in known), _last(work), _next(work), _help(work))


@once
def _found(work: Work) -> tuple[Finding, ...]:
    """What the grader finds in the report as it would be sent."""
    made = documents(work)
    return work.ctx.workspace.lint(subject(made[0])).findings if made else ()


def _kr(work: Work, line: Line, weight: float) -> Check:
    """From what to what, as it was; how sure; and, where that has changed by much, why."""
    name = f"kr-{line.id}"
    if line.last is None or line.now is None or line.sure is None:
        return Check(name, line.id, weight, 0, tuple(_unsaid(work, line)), open=True)
    wrong = (*_numbers(work, line), *_sureness(line), *_stated(work, line))
    return Check(name, line.id, weight, 0.5 if wrong else 1, wrong or tuple(_doubted(line)))


def _unsaid(work: Work, line: Line) -> Iterator[Note]:
    """Of a KR that is not written: that the rest speaks of none, or has no number; and how sure one is."""
    if line.last is not None and line.now is not None:
        yield Note("revise", "no-sure", {}, (f"{line.id}.sure",), "F-NOCONF")
        return
    if line.n == 1:
        whole = {one.code: one for one in _found(work)}
        code = next((one for one in WHOLE if one in whole), None)
        if code:
            yield Note("revise", "", words(whole[code]), (f"{line.id}.now",), code)


def _numbers(work: Work, line: Line) -> Iterator[Note]:
    """The numbers of the case as it states them; of one's own, a number below what it may be is asked about."""
    for name, typed, true in zip(("last", "now"), (line.last, line.now), line.true or (None, None), strict=True):
        if true is None or typed is None or abs(typed - true) < 1e-6:
            continue
        other = typed == line.baseline
        params = {"typed": figure(typed), "unit": line.unit, "name": work.say(name)}
        yield Note("revise", "from-start" if other else "number-off", params, (f"{line.id}.{name}",))


def _sureness(line: Line) -> Iterator[Note]:
    """How sure lies between 0 and 10, and has a reason where it has changed by two or more."""
    for name, typed in (("was", line.was), ("sure", line.sure)):
        if typed is not None and not 0 <= typed <= SURE_MOST:
            yield Note("revise", "sure-range", {"typed": figure(typed)}, (f"{line.id}.{name}",))
            return
    if line.was is not None and line.sure is not None and abs(line.sure - line.was) >= CHANGED and not line.why:
        params = {"was": figure(line.was), "sure": figure(line.sure)}
        yield Note("revise", "why-missing", params, (f"{line.id}.why",))


def _stated(work: Work, line: Line) -> Iterator[Note]:
    """What the reason says is left, or needed a week, is what the numbers say."""
    if not line.why or line.left is None or line.pace is None:
        return
    said = work.ctx.workspace.readings.report(line.why)
    for key, stated, true in (("left", said.left, line.left), ("pace", said.paces, line.pace)):
        off = next((one for one in stated if not _rounds(one.value, true)), None)
        if off is not None:
            params = {"typed": figure(off.value), "true": figure(true), "unit": line.unit}
            yield Note("revise", f"{key}-off", params, (f"{line.id}.why",))


def _rounds(stated: float, true: float) -> bool:
    """Whether a stated number is the true one as people round it: 7 or 8 for 7.25, 48 万 for 47.9 万."""
    whole = stated == int(stated) and true != int(true)
    return abs(stated - true) < (1 if whole else max(0.01 * abs(true), 0.06))


def _doubted(line: Line) -> Iterator[Note]:
    """A KR that will not arrive at this pace, and whose writer is sure all the same, is asked about."""
    if line.moved is None or line.pace is None or line.now is None or line.sure is None or line.left is None:
        return
    if line.sure < HIGH or line.moved >= line.pace or line.left <= 0:
        return
    sign = -1 if line.down else 1
    end = line.now + sign * line.moved * (line.weeks or 0)
    params = {"moved": figure(line.moved), "end": figure(end), "unit": line.unit, "sure": figure(line.sure)}
    yield Note("ask", "doubt", params, (f"{line.id}.sure",))


def _last(work: Work) -> Check:
    """What was promised, and whether it was done."""
    promise, kept = work.text("last", "promise"), work.text("last", "kept")
    if not promise or not kept:
        return Check("last", "weeks", _LAST, 0, open=True)
    asked = (Note("ask", "not-kept", {}, ("last.promise",)),) if kept == "not" else ()
    return Check("last", "weeks", _LAST, 1, asked)


def _next(work: Work) -> Check:
    """Some plans, not too many, each with an end."""
    plan, at = work.text("next", "plan"), ("next.plan",)
    if not plan:
        return Check("next", "weeks", _NEXT, 0, open=True)
    ahead = work.ctx.workspace.readings.report(work.say("line-next", text=plan))
    plans = [piece for piece in ahead.pieces if piece.plan]
    if len(plans) > MOST_PLANS:
        return Check("next", "weeks", _NEXT, 0.5, (Note("revise", "plans-many", {"n": str(len(plans))}, at),))
    endless = [one for one in _found(work) if one.code == "F-VAGUEPLAN"][:1]
    none_ends = bool(endless) and len(ahead.endless) >= len(plans)
    notes = tuple(Note("revise" if none_ends else "ask", "", words(one), at, one.code) for one in endless)
    return Check("next", "weeks", _NEXT, 0.5 if none_ends else 1, notes)


def _help(work: Work) -> Check:
    """Who is asked, for what, by which day; none where nobody is needed, unless a KR is in danger."""
    who, what, due = (work.text("help", name) for name in ("who", "what", "due"))
    low = next((line for line in lines(work) if line.sure is not None and line.sure < LOW), None)
    if what == work.say("nothing"):
        if low is None:
            return Check("help", "ask", _HELP, 1)
        params = {"n": str(low.n), "sure": figure(low.sure or 0)}
        return Check("help", "ask", _HELP, 0.5, (Note("revise", "help-low", params, ("help.what",)),))
    if not (who and what and due):
        return Check("help", "ask", _HELP, 0, open=True)
    if "when" not in work.ctx.lang.reader.told(due):
        return Check("help", "ask", _HELP, 0.5, (Note("revise", "due-when", {"typed": due}, ("help.due",)),))
    return Check("help", "ask", _HELP, 1)


def _which(work: Work) -> Check:
    """Every KR of one's own with a text and a target, and the weeks that are left."""
    known = lines(work)
    full = bool(known) and all(line.text and line.target is not None for line in known)
    weeks = work.number(CYCLE, "left")
    if not full or not weeks or weeks < 0:
        return Check("which", "which", _WHICH, 0, open=True)
    return Check("which", "which", _WHICH, 1)


def _pasted(work: Work) -> Check:
    """What the grader says of the report that was sent: for reading, in no score."""
    text = work.text("paste", "text")
    if not text:
        return Check("paste", "paste", 0, 1)
    known = tuple(ReviewedKeyResult(line.text) for line in lines(work) if line.text)
    report = work.ctx.workspace.lint(WorkReport(text, "weekly", known))
    if report.verdict == "unsure":
        return Check("paste", "paste", 0, 1, (Note("human", "paste-unread", {}, ("paste.text",)),))
    notes = tuple(Note("near", "", words(one), ("paste.text",), one.code) for one in report.findings)
    return Check("paste", "paste", 0, 1, notes or (Note("good", "paste-fine", {}, ("paste.text",)),))
