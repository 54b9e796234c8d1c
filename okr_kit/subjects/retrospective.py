"""A retrospective (AAR+): as one text, or by its five steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import RecordError
from ..model import Action, Retrospective, Steps
from ..recount import STEPS
from ..rules import retrospective
from ..rules.retrospective import RetrospectiveView
from ..text import Readings
from .base import Subject
from .fields import MOST, Field, optional
from .reviewed import long_text, read_text, reviewed


def _steps(record: Mapping[str, Any], name: str, where: str) -> Steps | None:
    rows = record.get(name)
    if rows is None:
        if record.get("text") is None:
            raise RecordError("no-text", key=f"{where}.text" if where else "text")
        return None
    if not isinstance(rows, Mapping):
        raise RecordError("no-steps", key=f"{where}.{name}" if where else name)
    place = f"{where}.{name}" if where else name
    return Steps(**{step: read_text(rows, step, place) for step in STEPS})


def _actions(record: Mapping[str, Any], name: str, where: str) -> tuple[Action, ...]:
    rows = record.get(name)
    if not isinstance(rows, list):
        return ()
    if len(rows) > MOST:
        raise RecordError("too-long", key=f"{where}.{name}" if where else name)
    found = [row if isinstance(row, Mapping) else {"what": row} for row in rows]
    read = (
        Action(optional(row.get("what")) or "", *(optional(row.get(key)) for key in ("who", "due", "sign")))
        for row in found
    )
    return tuple(one for one in read if one.what or one.who or one.due or one.sign)


def _previous(record: Mapping[str, Any], name: str, where: str) -> Retrospective | None:
    found = record.get(name)
    if not isinstance(found, Mapping):
        return None
    before = {key: part for key, part in found.items() if key != name}  # one step back, not a chain
    noun: Retrospective = RETROSPECTIVE.read(before, f"{where}.{name}" if where else name)
    return noun


def _view(noun: Retrospective, views: Mapping[str, Any], readings: Readings) -> RetrospectiveView:
    del views
    return RetrospectiveView(noun, readings)


def human(noun: Retrospective) -> tuple[str, ...]:
    """How deep it goes is for people."""
    del noun
    return ("R-DEPTH",)


def heads(noun: Retrospective) -> Mapping[str, str]:
    """Where its steps and actions stand; what the steps are called is the course's."""
    return dict.fromkeys(STEPS, "") | {f"actions[{at}]": row.what for at, row in enumerate(noun.actions)}


def left(view: RetrospectiveView) -> Mapping[str, str]:
    """What lies beyond what is judged is named."""
    return {"rest": "beyond"} if view.beyond else {}


RETROSPECTIVE = Subject(
    "retrospective",
    Retrospective,
    fields=(
        long_text("text"),
        Field("steps", "steps", _steps),
        reviewed("key_results"),
        Field("actions", "actions", _actions),
        Field("previous", "retrospective", _previous),
    ),
    view=_view,
    rules=retrospective.RULES,
    human=human,
    heads=heads,
    measures=retrospective.measures,
    form=retrospective.form_score,
    left=left,
)
