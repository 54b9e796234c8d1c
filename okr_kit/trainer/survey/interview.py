"""Whom to talk to before the course: volunteers first; else what kind of person HR may ask for, never which answers are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from .answers import Response
from .decisions import SEASONED
from .questions import Questionnaire
from .small import LEAST


def profile(responses: Sequence[Response], asked: Questionnaire, say: Callable[..., str]) -> str:
    """Somebody who has used OKR and let it lie: the commonest level and difficulty of such people, where each has enough."""
    fitting = [
        one for one in responses if one.answers.get("cycles") in SEASONED and one.answers.get("looks") == "never"
    ]
    levels = Counter(one.answers["level"] for one in fitting if "level" in one.answers)
    difficulties = Counter(name for one in fitting for name in one.answers.get("difficulties", ()) if name != "other")
    (level, at), (difficulty, of) = (_first(counts) for counts in (levels, difficulties))
    if min(at, of) < LEAST:
        return say("before.interview-any")
    words = {
        name: asked.questions[name].option(one).words for name, one in (("level", level), ("difficulties", difficulty))
    }
    return say("before.interview-line", level=words["level"], difficulty=words["difficulties"])


def _first(counts: Counter[str]) -> tuple[str, int]:
    """What is commonest, and how often."""
    return counts.most_common(1)[0] if counts else ("", 0)
