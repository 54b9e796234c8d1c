"""What goes out before the course: the questionnaire as text for 问卷星's import, and a message for the client's HR.

The text has the form in which 问卷星 takes questions: 「3. 题干[单选题]」, an option a line, a blank line between questions; a
matrix has its scale on one line and its rows below.
"""

from __future__ import annotations

from ...kinds.survey.questions import Question, blocks
from ...lang import Language
from .questions import Questionnaire

_TYPES = {"one": "单选题", "several": "多选题", "text": "填空题", "scale": "量表题"}
_MATRIX = "矩阵量表题"


def import_text(asked: Questionnaire) -> str:
    """The whole questionnaire, its title and task first, numbered from 1 as 问卷星 will number it."""
    numbered = ([f"{number}. {head}", *rest] for number, (head, *rest) in enumerate(_asked(asked), 1))
    whole = [[asked.exercise.title, asked.exercise.task], *numbered]
    return "\n\n".join("\n".join(block) for block in whole) + "\n"


def message(language: Language, asked: Questionnaire) -> str:
    """What HR can pass on as it is, with the places in [] to be filled in; it counts questions as the text for 问卷星 does."""
    return language.say("before-hr.message", n=len(_asked(asked)), minutes=asked.exercise.minutes)


def _asked(asked: Questionnaire) -> list[list[str]]:
    """Every question that stands there, the voluntary one about an interview last."""
    found = [_matrix(rows) if rows[0].matrix else _block(rows[0]) for rows in blocks(asked.exercise)]
    return [*found, [f"{asked.interview['text']}（{asked.interview['note']}）[{_TYPES['text']}]"]]


def _matrix(rows: list[Question]) -> list[str]:
    """One question: the numbers of the scale side by side, then what is rated."""
    numbers = " ".join(option.id for option in rows[0].options)
    return [f"{rows[0].matrix}[{_MATRIX}]", numbers, *(one.text for one in rows)]


def _block(question: Question) -> list[str]:
    """One question with its options; of a text its note, which stands in brackets so that the stem is found again."""
    note = f"（{question.note}）" if question.note else ""
    return [f"{question.text}{note}[{_TYPES[question.style]}]", *(option.words for option in question.options)]
