"""The result line of a group: what, who, by which day, how one sees that it worked. The only thing that is graded."""

from __future__ import annotations

from collections.abc import Mapping

from ...documents.todo import FIELDS
from ...model import Finding
from ..base import Action, Context, fields

#: Characters of a part of the line.
LONGEST = 200


def typed(action: Action) -> dict[str, str]:
    """What was typed, part by part; a part that was not asked for is blank."""
    given = fields(action)
    return {name: given.get(name, "")[:LONGEST] for name in FIELDS}


def blank(line: Mapping[str, str]) -> bool:
    """Whether nothing was written yet."""
    return not any(line.values())


def findings(ctx: Context, line: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the line lacks, in the order of its parts."""
    del ctx
    codes = {"due": "W-TODODATE", "sign": "W-TODOSIGN"}
    return tuple(Finding(code, "error", name) for name, code in codes.items() if not line[name])


def score(ctx: Context, line: Mapping[str, str]) -> int:
    """0-100: each part of the line is a quarter; one that a finding is about counts nothing."""
    wrong = {finding.where for finding in findings(ctx, line)}
    return round(100 * sum(bool(line[name]) and name not in wrong for name in FIELDS) / len(FIELDS))
