"""The questionnaire as the bank has it, with the names by which other tools' files may call its questions and options."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...bank import Content
from ...kinds.survey.questions import Option, Question, questions
from ...model import Exercise

SLUG = "survey"
#: Besides the bank's questions: what a column of contacts, and one in which O and KR stand together, are called here.
INTERVIEW, BOTH = "interview", "own"
_NOISE = re.compile(r"[^\w%]|_")
_HINT = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]\s*[:*]?\s*$")


def key(text: str) -> str:
    """What two wordings of the same question or option have in common: no width, case, blanks or punctuation; 您 is 你.

    Between digits a point or a dash stays: 「1～5」 is not 「15」, 「0.3」 not 「03」.
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("您", "你")
    kept = re.sub(r"(?<=\d)\s*[~〜∼\-–—至到]\s*(?=\d)", "至", plain)
    kept = re.sub(r"(?<=\d)\.(?=\d)", "点", kept)
    return _NOISE.sub("", kept)


def stem(text: str) -> str:
    """The key of a question without the hints in brackets behind it: 「（单选）」, 「[多选题]」."""
    plain = unicodedata.normalize("NFKC", text).strip()
    while (shorter := _HINT.sub("", plain).strip()) and shorter != plain:
        plain = shorter
    return key(plain)


@dataclass(frozen=True)
class Questionnaire:
    """The questions of a course's survey, in order, by id."""

    exercise: Exercise

    @classmethod
    def of(cls, content: Content) -> Questionnaire:
        """The survey of the bank, with the lecturer's changes to it. Raises UnknownExercise."""
        return cls(content.exercise(SLUG))

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All of them by id."""
        return questions(self.exercise)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The id of the question for each of the stems that it is known by."""
        found: dict[str, str] = {}
        for question in self.questions.values():
            for words in (question.text, str(question.row.get("alone", "")), *question.row.get("stems", ())):
                found.setdefault(stem(words), question.id)
        for words in (self.interview["text"], *self.interview.get("stems", ())):
            found[stem(str(words))] = INTERVIEW
        for words in self.exercise.settings.get("both", ()):
            found[stem(str(words))] = BOTH
        return {name: one for name, one in found.items() if name}

    @property
    def interview(self) -> Mapping[str, Any]:
        """The words of the voluntary contact, which is asked for in other tools alone."""
        return dict(self.exercise.settings["interview"])

    def of_block(self, block: str) -> list[Question]:
        """The questions of a block (A background … H own OKR)."""
        return [one for one in self.questions.values() if one.row.get("block") == block]


def option_of(question: Question, words: str) -> Option | None:
    """The option that these words name, None where none does; 0.2 is 「20%」, as a spreadsheet keeps it."""
    wanted = {key(words)}
    if re.fullmatch(r"0?\.\d{1,4}", words.strip()):
        wanted.add(key(f"{float(words) * 100:g}%"))
    return next((option for option in question.options if wanted.intersection(_keys(question, option))), None)


def _keys(question: Question, option: Option) -> Iterator[str]:
    """The keys of an option: its words, other words for it, on a scale its number and its words alone."""
    rows = {row["id"]: row for row in question.row.get("options", ())}
    yield key(option.words)
    yield from (key(words) for words in rows.get(option.id, {}).get("also", ()))
    if question.style == "scale":
        yield option.id
        yield key(str(question.row.get(option.id, option.id)))
