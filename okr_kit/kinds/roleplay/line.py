"""The result line of a group: what, who, by which day, how one sees that it worked. The only thing that is graded."""

from __future__ import annotations

from collections.abc import Mapping

from ...documents.todo import FIELDS
from ...model import Action, Finding, Retrospective
from ..base import Action as Act
from ..base import Context, fields

#: Characters of a part of the line.
LONGEST = 2_000
SIGN = "W-TODOSIGN"
#: By the part of the line: the rule of a retrospective that misses it, and the code that is said here.
MEANS = {"who": ("R-NOOWNER", "R-NOOWNER"), "due": ("R-NODATE", "R-NODATE"), "sign": ("R-NOSIGN", SIGN)}


def typed(action: Act) -> dict[str, str]:
    """What was typed, part by part; a part that was not asked for is blank."""
    given = fields(action)
    return {name: given.get(name, "")[:LONGEST] for name in FIELDS}


def blank(line: Mapping[str, str]) -> bool:
    """Whether nothing was written yet."""
    return not any(line.values())


def findings(ctx: Context, line: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the line lacks, in the order of its parts: as an action of a retrospective is read, whichever part says it."""
    action = Action(line["what"], line["who"] or None, line["due"] or None, line["sign"] or None)
    report = ctx.workspace.lint(Retrospective(actions=(action,)))
    if report.unread:  # too little to be read: then the parts alone
        lacking = {part for part in MEANS if not line[part]}
    else:
        codes = {finding.code for finding in report.findings}
        lacking = {part for part, (code, _) in MEANS.items() if code in codes}
    told = ((part, code) for part, (_, code) in MEANS.items() if part in lacking)
    params = {"words": line["what"], "n": 1}
    return tuple(Finding(code, "error" if code == SIGN else "warn", part, None, params) for part, code in told)


def score(ctx: Context, line: Mapping[str, str]) -> int:
    """0-100: what is done, by whom, until when and to be seen by what are a quarter each."""
    lacking = len(findings(ctx, line)) + (not line["what"])
    return round(100 * (len(FIELDS) - lacking) / len(FIELDS))
