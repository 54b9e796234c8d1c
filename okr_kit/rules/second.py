"""Whether a second reader, who knows nothing of the rules, is sure of the other verdict: then people have to judge."""

from __future__ import annotations

from .views import KeyResultView, ObjectiveView

#: So sure (``Reader.opinion``) it has to be.
_SURE = 14
#: Why such a statement is not judged (``Report.unread``).
_DOUBT = "doubt"


def of_objective(view: ObjectiveView) -> str:
    """The reason why an objective is not judged; empty where both readers say the same.

    Whether an objective may have a number is a setting of the course, of which the second reader knows nothing.
    """
    if view.reading.numbers or (view.cause is None and view.reading.says("pictured")):
        return ""
    return _between(view.readings.opinion("objective", view.reading), wrong=view.cause is not None)


def of_key_result(view: KeyResultView) -> str:
    """The same of a key result; the second reader knows its sentence alone, and none of the numbers given beside it.

    What is seen and not read is for nobody to judge (:func:`_plain`).
    """
    given = view.subject
    if given.baseline is not None or given.target is not None or given.type:
        return ""
    moved = view.cause is None and len(view.reading.changes) == 1
    if moved or (view.cause is not None and _plain(view.cause.code, view)):
        return ""
    return _between(view.readings.opinion("key_result", view.reading), wrong=view.cause is not None)


def _plain(code: str, view: KeyResultView) -> bool:
    """Whether a defect is there to be seen: no target, two measures from somewhere to somewhere, how often one works."""
    if code == "K-ACTIVITY":
        if view.reading.says("from_nothing") or view.reading.says("all_seen"):
            return True
        return any(view.reading.ends_in("own_pace", number.span[0]) for number in view.evidence.efforts[:1])
    return code == "K-NOTARGET" or (code == "K-MULTI" and len(view.reading.changes) > 1)


def _between(opinion: int, *, wrong: bool) -> str:
    return _DOUBT if (opinion if wrong else -opinion) > _SURE else ""
