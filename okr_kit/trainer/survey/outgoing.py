"""What goes out before the course: the questionnaire as text for 问卷星's import, and a message for the client's HR.

The text has the form in which 问卷星 takes questions: 「3. 题干[单选题]」, an option a line, a blank line between questions; a
matrix has its scale on one line and its rows below.
"""

from __future__ import annotations

from itertools import groupby

from ...kinds.survey.questions import Question
from ...lang import Language
from .questions import Questionnaire

_TYPES = {"one": "单选题", "several": "多选题", "text": "填空题", "scale": "量表题"}
_MATRIX = "矩阵量表题"


def import_text(asked: Questionnaire) -> str:
    """The whole questionnaire, its title and task first, numbered from 1 as 问卷星 will number it."""
    blocks = [[asked.exercise.title, asked.exercise.task]]
    number = 0
    for matrix, found in groupby(asked.questions.values(), key=lambda one: one.matrix):
        rows = list(found)
        for block in [_matrix(matrix, rows)] if matrix else [_block(one) for one in rows]:
            number += 1
            blocks.append([f"{number}. {block[0]}", *block[1:]])
    words = str(asked.interview["text"])
    blocks.append([f"{number + 1}. {words}（{asked.interview['note']}）[{_TYPES['text']}]"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def message(language: Language, asked: Questionnaire) -> str:
    """What HR can pass on as it is, with the places in [] to be filled in."""
    count = max(int(one.row.get("number", 0)) for one in asked.questions.values())
    return language.say("before-hr.message", n=count, minutes=asked.exercise.minutes)


def _matrix(words: str, rows: list[Question]) -> list[str]:
    """One question: the numbers of the scale side by side, then what is rated."""
    numbers = " ".join(option.id for option in rows[0].options)
    return [f"{words}[{_MATRIX}]", numbers, *(one.text for one in rows)]


def _block(question: Question) -> list[str]:
    """One question with its options; of a text its note, which stands in brackets so that the stem is found again."""
    note = f"（{question.note}）" if question.note else ""
    return [f"{question.text}{note}[{_TYPES[question.style]}]", *(option.words for option in question.options)]
