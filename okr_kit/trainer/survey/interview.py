"""Whom to talk to before the course: volunteers first; else what kind of person HR may ask for, never which answers are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from .analysis import LEAST
from .answers import Response
from .decisions import SEASONED
from .questions import Questionnaire


def profile(responses: Sequence[Response], asked: Questionnaire, say: Callable[..., str]) -> str:
    """Somebody who has used OKR and let it lie: the commonest level and difficulty of such people, where they are enough."""
    fitting = [
        one for one in responses if one.answers.get("cycles") in SEASONED and one.answers.get("looks") == "never"
    ]
    levels = Counter(one.answers["level"] for one in fitting if "level" in one.answers)
    difficulties = Counter(name for one in fitting for name in one.answers.get("difficulties", ()) if name != "other")
    if len(fitting) < LEAST or not levels or not difficulties:
        return say("before.interview-any")
    level = asked.questions["level"].option(levels.most_common(1)[0][0]).words
    difficulty = asked.questions["difficulties"].option(difficulties.most_common(1)[0][0]).words
    return say("before.interview-line", level=level, difficulty=difficulty, n=len(fitting))
