"""An ask that is written: one field of something to do (who, which day, how one sees that it worked), checked by rules.

Such an ask has ``what`` is to be done, the ``field`` that is asked, the ``codes`` of the rules that speak against an answer,
and an ``example`` to compare with afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...documents import subject
from ...documents.retrospective import blank_retrospective
from ...documents.todo import FIELDS
from ...lang import fill
from ..base import Context
from .sheet import Told


def told(ctx: Context, ask: Mapping[str, Any], given: str) -> Told | None:
    """What the rules say of an answer; None while there is none.

    The other fields of what is to be done are nobody's business here: only the codes of this ask count.
    """
    if not given:
        return None
    row = {"id": "a1", **dict.fromkeys(FIELDS, ""), "what": str(ask["what"]), ask["field"]: given}
    steps = {"action": str(ask["what"])}
    doc = blank_retrospective("said", ctx.policy.retrospective_steps, steps=steps, actions=[row])
    report = ctx.workspace.lint(subject(doc))
    found = [one for one in report.findings if one.code in ask["codes"]]
    replies = (fill(ctx.lang.card(one.code).message, one.params) for one in found)
    return Told(0.0 if found else 1.0, tuple(dict.fromkeys(replies)))


def sound(ask: Mapping[str, Any]) -> bool:
    """Whether an ask of the bank has what it needs, and each of its codes words."""
    texts = all(isinstance(ask.get(key), str) and ask[key] for key in ("what", "example"))
    codes = ask.get("codes")
    known = isinstance(codes, list) and bool(codes) and all(isinstance(code, str) for code in codes)
    return texts and known and ask.get("field") in FIELDS
