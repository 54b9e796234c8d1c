"""Which question each column of a file answers: found by its stem, never by its place, never guessed.

Headers are those of 问卷星's exports (domain-facts 9.4): 「3、题干」 in several notations; one column for each option,
whose first header has the stem and 「(选项)」 and the others a number and 「(选项)」; one column for each row of a matrix,
「4、总题干—1.行题」 and then 「2.行题」; in old files 「第4题(行题)」. Others' files have the stem alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...kinds.survey.questions import Question
from .questions import Questionnaire, key, option_of, stem

#: Columns that 问卷星 puts before the answers, by their names.
NUMBER, SECONDS = "number", "seconds"
_META = {
    "序号": NUMBER, "编号": NUMBER, "答卷编号": NUMBER, "所用时间": SECONDS, "答题时长": SECONDS, "用时": SECONDS,
}  # fmt: skip
#: Those of no use here, and those about a person: neither is read any further.
_ASIDE = {"提交答卷时间", "提交时间", "开始答题时间", "来源", "总分", "得分", "答卷来源"}
_PERSONAL = re.compile(
    r"姓名|名字|昵称|手机|电话|座机|身份证|证件号|工号|员工号|员工编号|邮箱|邮件|微信|qq号|联系方式|住址|地址|来自ip|ip地址|来源详情|"
    r"用户id|openid|unionid|user\s*id|e-?mail|phone|name"
)
_NUMBERED = re.compile(r"(?:q|第)?\s*(\d{1,3})\s*(?:题)?\s*[、.:,]?\s*(.*)", re.DOTALL | re.IGNORECASE)
_OWN = re.compile(r"(?:请(?:补充|注明|填写|说明))?[:：]$")
_ROW = re.compile(r"\s*(?:—+|–+|-{1,2})\s*(?=\d+\s*[、.:])|\s*(?:—+|–+)\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: ``question`` an id or empty, ``part`` what of it (``answer``, ``option``, ``own``).

    ``kind``: ``meta`` (:data:`NUMBER`, :data:`SECONDS` in ``question``), ``question``, ``personal`` and ``aside`` (not
    read), ``unknown`` and ``twice`` (listed, to be assigned by her). ``option`` is the id of one for its own column.
    """

    at: int
    header: str
    kind: str
    question: str = ""
    part: str = "answer"
    option: str = ""


def read_headers(
    headers: Sequence[str], asked: Questionnaire, assigned: Mapping[int, str] | None = None
) -> list[Column]:
    """The columns of a header row; ``assigned`` is what she said of columns by place: an id, or empty to leave it out."""
    reader = _Reader(asked)
    columns = [reader.read(at, header) for at, header in enumerate(headers)]
    for at, name in (assigned or {}).items():
        if 0 <= at < len(columns):
            kind = "question" if name else "aside"
            columns[at] = Column(at, columns[at].header, kind, name)
    return _once(columns)


def score(columns: Sequence[Column]) -> int:
    """How much of a header row was recognised: to find it below titles."""
    return sum(2 if one.kind == "question" else one.kind == "meta" for one in columns)


def _once(columns: list[Column]) -> list[Column]:
    """Each question once: a second column for it is not read."""
    seen: set[tuple[str, str, str, str]] = set()
    found: list[Column] = []
    for one in columns:
        name = one.kind, one.question, one.part, one.option
        again = one.kind in ("question", "meta") and name in seen
        seen.add(name)
        found.append(Column(one.at, one.header, "twice", one.question) if again else one)
    return found


class _Reader:
    """Headers from left to right: what stands without a stem belongs to the question of the same number before it."""

    def __init__(self, asked: Questionnaire) -> None:
        self.asked = asked
        self.numbered: dict[str, Question] = {}
        self.latest = ""

    def read(self, at: int, header: str) -> Column:
        plain = " ".join(unicodedata.normalize("NFKC", header).split())
        bare = plain.replace(" ", "").lower()
        if bare in _META:
            return Column(at, header, "meta", _META[bare])
        if bare in _ASIDE or not bare:
            return Column(at, header, "aside")
        found = self._question(at, header, plain)
        if found is not None:
            return found
        return Column(at, header, "personal" if _PERSONAL.search(bare) else "unknown")

    def _question(self, at: int, header: str, plain: str) -> Column | None:
        number, rest = self._number(plain)
        before, inside = _last_bracket(rest)
        option = self._option(at, header, number, before, inside)
        if option is not None:
            return option
        for words in (plain, rest, *_rows(rest), inside if not before else ""):
            name = self.asked.names.get(stem(words)) or self.asked.names.get(key(words))
            if name:
                self._remember(number, name)
                return Column(at, header, "question", name)
        return None

    def _number(self, plain: str) -> tuple[str, str]:
        """The number before a stem, and the stem; all of it where there is none."""
        if stem(plain) in self.asked.names:  # a stem may begin with a digit
            return "", plain
        match = _NUMBERED.fullmatch(plain)
        return (match[1], match[2]) if match else ("", plain)

    def _option(self, at: int, header: str, number: str, before: str, inside: str) -> Column | None:
        """The column of one option, or of the own words behind one."""
        if not inside:
            return None
        question = self._several(number, before, inside)
        if question is None:
            return None
        self._remember(number, question.id)
        words = _OWN.sub("", inside)
        found = option_of(question, inside) or option_of(question, words)
        own = question.own
        if own and _OWN.search(inside) and key(_without_bracket(words)).startswith(key(own.words)):
            return Column(at, header, "question", question.id, "own")
        return Column(at, header, "question", question.id, "option", found.id) if found else None

    def _several(self, number: str, before: str, inside: str) -> Question | None:
        """The question with several answers that a header with 「(选项)」 belongs to: by its stem, by its number, by the option."""
        if before:
            name = self.asked.names.get(stem(before), "")
            question = self.asked.questions.get(name)
            return question if question is not None and question.style == "several" else None
        if (number or self.latest) in self.numbered:
            return self.numbered[number or self.latest]
        words = _OWN.sub("", inside)
        fitting = [one for one in self.asked.questions.values() if one.style == "several" and option_of(one, words)]
        return fitting[0] if len(fitting) == 1 else None

    def _remember(self, number: str, name: str) -> None:
        """Only of questions with several answers: the rows of a matrix have numbers of their own."""
        question = self.asked.questions.get(name)
        several = question is not None and question.style == "several"
        self.latest = (number or name) if several else ""
        if several and question is not None:
            self.numbered[self.latest] = question


def _rows(rest: str) -> list[str]:
    """The row's words in 「总题干—1.行题」, if it is one."""
    parts = _ROW.split(rest)
    if len(parts) < 2:
        return []
    match = _NUMBERED.fullmatch(parts[-1].strip())
    return [parts[-1], *([match[2]] if match else [])]


def _last_bracket(text: str) -> tuple[str, str]:
    """What stands before the last brackets, and in them; brackets inside belong to it. Nothing in them where there are none."""
    text = text.strip()
    if not text.endswith(")"):
        return text, ""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            return text[:at].strip(), text[at + 1 : -1].strip()
    return text, ""


def _without_bracket(text: str) -> str:
    before, inside = _last_bracket(text.rstrip(":： "))
    return before if inside else text
