"""A weekly report as a document: its lines as they would be sent, and the KRs that they speak of."""

from __future__ import annotations

from typing import Any

from .....documents import Document
from .....documents.report import blank_report
from ...work import Work, once
from .krs import Line, figure, lines


def documents(work: Work) -> tuple[Document, ...]:
    """The report, once a line of it is written."""
    said = written(work)
    if not said:
        return ()
    origin = "own" if work.own else f"case:{work.ctx.exercise.slug}"
    krs = [_row(line) for line in lines(work) if line.text]
    title = work.say("document-title")
    return (blank_report(work.state["id"], origin=origin, title=title, text="\n".join(said), key_results=krs),)


@once
def written(work: Work) -> list[str]:
    """The report line by line, as far as it is filled in."""
    told = [_kr(work, line) for line in lines(work)]
    promise, kept = work.text("last", "promise"), work.text("last", "kept")
    if promise:
        told.append(
            work.say("line-last", text=promise, kept=work.say(f"line-{kept}") if kept else "").rstrip("，。 ") + "。"
        )
    if plan := work.text("next", "plan"):
        told.append(work.say("line-next", text=_joined(plan)))
    told.append(_help(work))
    return [line for line in told if line]


def _kr(work: Work, line: Line) -> str:
    """「KR1 已谈过的客户：68→82 家（目标 140）。还差 58 家，剩 8 周，每周 7.25 家；信心 7（上周 7）。」"""
    if not line.move and line.sure is None:
        return ""
    target = work.say("line-target", n=figure(line.target)) if line.target is not None else ""
    parts = [work.say("line-kr", n=line.n, name=line.name, move=line.move, target=target).strip("：")]
    if line.pace is not None and line.left is not None and line.left > 0:
        params = {
            "left": figure(line.left),
            "weeks": figure(line.weeks or 0),
            "pace": figure(line.pace),
            "unit": line.unit,
        }
        parts.append(work.say("line-left", **params).replace("  ", " "))
    if line.sure is not None:
        same = line.was is None or line.was == line.sure
        before = work.say("line-was", n=figure(line.was)) if same and line.was is not None else ""
        said = figure(line.sure) if same else f"{figure(line.was or 0)}→{figure(line.sure)}"
        parts.append(work.say("line-sure", n=said, was=before))
    sentence = "；".join([f"{parts[0]}。{parts[1]}", *parts[2:]]) if len(parts) > 1 else parts[0]
    return sentence + (f"，{line.why.rstrip('。')}" if line.why else "") + "。"


def _help(work: Work) -> str:
    """「要帮忙：产品部 5 月 14 日前给「一周没登录」的名单。」"""
    who, what, due = (work.text("help", name) for name in ("who", "what", "due"))
    if not what or what == work.say("nothing"):
        return work.say("line-help-none") if what else ""
    if "when" in work.ctx.lang.reader.told(due) and not due.endswith(tuple(work.say("due-ends").split())):
        due = work.say("due-by", day=due)
    day = f" {due}" if due[:1].isdigit() else due
    return work.say("line-help", who=who, due=day, what=what.rstrip("。"))


def _joined(text: str) -> str:
    """Lines of a plan as one."""
    return "；".join(part.strip("；。 ") for part in text.splitlines() if part.strip())


def _row(line: Line) -> dict[str, Any]:
    """A KR with its numbers as the document keeps them."""
    numbers = {
        "baseline": line.baseline,
        "target": line.target,
        "last": line.last,
        "actual": line.now,
        "confidence": line.sure,
    }
    found = {name: figure(one) for name, one in numbers.items() if one is not None}
    return {"text": line.text, **({"unit": line.unit} if line.unit else {}), **found}
