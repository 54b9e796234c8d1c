"""Answers in words that say 「无」: no difficulty, no OKR. They are neither counted nor quoted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .answers import Response
from .questions import Questionnaire, key


def meant(one: Response, asked: Questionnaire, nothing: Collection[str]) -> tuple[Response, int]:
    """A response without such words, and how often they stood where a difficulty was asked for.

    ``nothing`` are the keys of the words for it. Who picked 「其他」 and wrote one of them has not picked it.
    """
    empty = {
        name
        for name, said in one.answers.items()
        if isinstance(said, str)
        and name in asked.questions
        and asked.questions[name].style == "text"
        and key(said) in nothing
    }
    blank = {name for name, said in one.own.items() if key(said) in nothing}
    answers = {name: _without_own(said, name, asked) if name in blank else said for name, said in one.answers.items()}
    kept = {name: said for name, said in answers.items() if name not in empty and said is not None}
    own = {name: said for name, said in one.own.items() if name not in blank}
    count = len(blank) + sum(asked.questions[name].row.get("block") == "G" for name in empty)
    return replace(one, answers=kept, own=own), count


def _without_own(said: object, name: str, asked: Questionnaire) -> object:
    """What was picked without the option that asks for own words; of one answer nothing is left."""
    question = asked.questions.get(name)
    option = question.own.id if question is not None and question.own else ""
    if isinstance(said, list):
        return [one for one in said if one != option]
    return None if said == option else said
