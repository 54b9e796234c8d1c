"""An ask that is written: one part of something to do (who, which day, how one sees that it worked), read by rules.

Such an ask has the ``line`` that its ``{answer}`` becomes part of, the ``codes`` of the rules that speak against an answer,
and an ``example`` to compare with afterwards. The line is read as the last step of a retrospective: what people type
into a field is a phrase, and the rules find a day or a sign in a phrase as in any text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...documents import subject
from ...documents.retrospective import blank_retrospective
from ...lang import fill
from ...model import Severity
from ..base import Context
from .sheet import Told

#: What an answer is worth that a finding speaks against: a question leaves half of it.
WORTH: Mapping[Severity, float] = {"error": 0.0, "warn": 0.0, "info": 0.5}


def told(ctx: Context, ask: Mapping[str, Any], given: str) -> Told | None:
    """What the rules say of an answer; None while there is none. Only the codes of this ask count."""
    if not given:
        return None
    steps = {"action": fill(str(ask["line"]), {"answer": given})}
    doc = blank_retrospective("said", ctx.policy.retrospective_steps, steps=steps)
    found = [one for one in ctx.workspace.lint(subject(doc)).findings if one.code in ask["codes"]]
    replies = (ctx.lang.card(one.code).question for one in found)
    return Told(min((WORTH[one.severity] for one in found), default=1.0), tuple(dict.fromkeys(replies)))


def sound(ask: Mapping[str, Any], cards: Mapping[str, Any]) -> bool:
    """Whether an ask of the bank has what it needs, and each of its codes a card."""
    texts = all(isinstance(ask.get(key), str) and ask[key] for key in ("line", "example"))
    codes = ask.get("codes")
    known = isinstance(codes, list) and bool(codes) and all(isinstance(one, str) and one in cards for one in codes)
    return texts and known and "{answer}" in ask["line"]
