"""The columns of an export: header and cells of each question in a shape, and what can still be told from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wjx_people import IDS, OTHER, QUESTIONS, SKIPPED, Person, Question
from wjx_shapes import PERSONAL, SIX, Shape

#: The right options of questions 5 to 10, ten points each.
KEY = {"know-objective": 2, "know-key-result": 1, "know-kpi": 3, "know-score": 3, "know-rate": 4, "know-question": 2}
#: Other words for known stems; a loader that matches by stem has to ask.
REWORDED = {"cycles": "您参与过多少轮 OKR", "looks": "您回看 OKR 的频率", "wish": "想请老师解答的问题"}
UNITS = ("导入", "OKR 的价值", "制定原则", "拆解方法", "复盘工具", "实施管理")

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_STAMP = "{0.year}/{0.month}/{0.day} {0:%H:%M:%S}"
_BY_ID = {question.id: question for question in QUESTIONS}


def submitted(person: Person) -> datetime:
    """When the form came in."""
    return datetime(2026, 9, 3, 12) + timedelta(minutes=7 * person.number)  # noqa: DTZ001 - an export names no zone


def _points(person: Person) -> int:
    return 10 * sum(person.answers[key] == right for key, right in KEY.items())


def _ranking(person: Person) -> str:
    first = person.number % len(UNITS)
    return "→".join(UNITS[first:] + UNITS[:first])


#: What a column besides the questionnaire says of a person; 所用时间 depends on the shape.
SAID: Mapping[str, Callable[[Person], Any]] = {
    "序号": lambda person: person.number,
    "提交答卷时间": lambda person: _STAMP.format(submitted(person)),
    "来源": lambda person: ("微信", "手机提交", "链接")[person.number % 3],
    "来源详情": lambda person: f"微信昵称{person.number:04}",
    "来自IP": lambda person: f"203.0.113.{person.number % 256}(样例省-样例市)",
    "总分": _points,
    "用户ID": lambda person: f"wxuser{person.number:04}",
    "姓名": lambda person: f"样例学员{person.number:04}",
    "手机号": lambda person: f"1391111{person.number:04}",
    "身份证号": lambda person: f"11010119000101{person.number:04}",
    "工号": lambda person: f"GH{person.number:04}",
    "邮箱": lambda person: f"student{person.number:04}@example.com",
    "您的部门": lambda person: ("销售部", "研发部", "人力部")[person.number % 3],
    "六个单元按兴趣排序": _ranking,
}
_PRIVATE = ("来源详情", "来自IP", "用户ID", *PERSONAL)


@dataclass(frozen=True)
class _Column:
    """One column: its header, what it says of a person, whether that is one of the questionnaire's answers."""

    header: str
    cell: Callable[[Person], Any]
    ours: bool = True


def rows(people: Sequence[Person], shape: Shape) -> tuple[list[str], list[list[Any]]]:
    """The header and a row of cells for each person."""
    columns = _columns(shape)
    header = [_storable(column.header, shape) for column in columns]
    return header, [[_storable(column.cell(person), shape) for column in columns] for person in people]


def unknown(shape: Shape) -> list[str]:
    """The headers that belong to no question of ours, nor to the leading columns, nor to columns about persons."""
    named = {*SIX, "总分", "用户ID", *PERSONAL}
    return [column.header for column in _columns(shape) if not column.ours and _bare(column.header) not in named]


def private(people: Sequence[Person], shape: Shape) -> set[str]:
    """What stands in the file about persons and must not be found after loading: addresses, names, numbers."""
    return {str(SAID[name](person)) for name in (*shape.meta, *shape.asked) if name in _PRIVATE for person in people}


def kept(person: Person, shape: Shape) -> dict[str, Any]:
    """The answers by id as far as a file of this shape can tell them; no key where it asks in other words."""
    told = {key: _storable(person.answers[key], shape) for key in IDS}
    if shape.blank == shape.skipped:
        told = {key: None if value is SKIPPED else value for key, value in told.items()}
    if shape.own_words == "lost":
        told["difficulties-own"] = None
    return {key: value for key, value in told.items() if shape.wording != "reworded" or key not in REWORDED}


def file_name(shape: Shape, count: int, suffix: str = "") -> str:
    """How 问卷星 would call the file."""
    mode = {"text": "按文本", "codes": "按序号", "scores": "按分数"}[shape.mode]
    return f"386540716_{mode}_课前调研问卷_{count + 1}_{count}{suffix or ('.csv' if shape.encoding else '.xlsx')}"


def _columns(shape: Shape) -> list[_Column]:
    made = [_Column(name, _timed(shape) if name == "所用时间" else SAID[name], ours=False) for name in shape.meta]
    for number, question in enumerate(_asked(shape), 1):
        made += _asking(question, number, shape)
    return made


def _timed(shape: Shape) -> Callable[[Person], Any]:
    """所用时间 of a person."""

    def told(person: Person) -> Any:
        minutes, left = divmod(person.seconds, 60)
        return shape.time.format(s=person.seconds, m=minutes, r=left) if shape.time else person.seconds

    return told


def _asked(shape: Shape) -> list[Question]:
    """The questions in the order of the form, which also numbers them."""
    further = [Question(name, name, "further") for name in shape.asked]
    pair, *fourteen, interview = QUESTIONS
    if shape.order == "book":
        return [pair, *fourteen, *further, interview]
    if shape.order == "mixed":
        return [fourteen[12], pair, *fourteen[9:12], interview, *further, *fourteen[13:], *reversed(fourteen[:9])]
    return [*fourteen, *further, pair, interview]


def _asking(question: Question, number: int, shape: Shape) -> list[_Column]:
    """The columns of one question."""
    stem = shape.number.format(n=number, w=str(number).translate(_WIDE)) + _stem(question, shape)
    if question.style == "further":
        return [_Column(stem, SAID[question.id], ours=False)]
    if shape.wording == "reworded" and question.id in REWORDED:
        return [_Column(stem, _answered(question.id, question, shape), ours=False)]
    if question.style == "several":
        return _several(question, number, stem, shape)
    if question.style == "blanks" and shape.own == "one":
        return [_Column(stem, lambda person: _both(person, shape))]
    if question.rows:
        return [
            _Column(_row_header(words, place, number, stem, shape), _answered(key, question, shape))
            for place, (key, words) in enumerate(question.rows, 1)
        ]
    return [_Column(stem, _answered(question.id, question, shape))]


def _stem(question: Question, shape: Shape) -> str:
    stem = REWORDED.get(question.id, question.stem) if shape.wording == "reworded" else question.stem
    stem += question.hint if shape.wording == "hints" else ""
    return stem.replace("，", "，\n") if shape.wrapped else stem


def _row_header(words: str, place: int, number: int, stem: str, shape: Shape) -> str:
    """The header of one row of a matrix, or of one of several blanks."""
    if shape.matrix == "old":
        return f"第{number}题({words})"
    return f"{stem}—{place}.{words}" if place == 1 or shape.matrix == "full" else f"{place}.{words}"


def _several(question: Question, number: int, stem: str, shape: Shape) -> list[_Column]:
    """One column with all that was chosen, or one for each option; then perhaps one for the words behind 其他."""
    if shape.several == "joined":
        made = [_Column(stem, lambda person: _joined(person, question, shape))]
    else:
        made = [
            _Column(_option_header(words, place, number, stem, shape), _ticked(place, question, shape))
            for place, words in enumerate(question.options, 1)
        ]
    before = stem.removesuffix(_stem(question, shape))
    own = {"column": f"{before}(其他（请补充）:)", "spaced": f"{before and _plain(number, shape)} (其他：)"}
    if shape.own_words in own:
        made.append(_Column(own[shape.own_words], lambda person: _own_words(person, shape)))
    return made


def _option_header(words: str, place: int, number: int, stem: str, shape: Shape) -> str:
    if shape.several == "old":
        return f"第{number}题({words})"
    # Without numbers nothing but the stem says to which question an option belongs.
    if place == 1 or not shape.number:
        return f"{stem}({words})"
    return f"{_plain(number, shape)}{' ' if shape.several == 'spaced' else ''}({words})"


def _plain(number: int, shape: Shape) -> str:
    return str(number).translate(_WIDE) if "{w}" in shape.number else str(number)


def _missing(answer: Any, shape: Shape) -> Any:
    return shape.skipped if answer is SKIPPED else shape.blank


def _answered(key: str, question: Question, shape: Shape) -> Callable[[Person], Any]:
    """The cell of one answer that is a number or a text."""

    def told(person: Person) -> Any:
        answer = person.answers[key]
        if answer is None or answer is SKIPPED:
            return _missing(answer, shape)
        if question.style in ("text", "blanks"):
            return answer
        if shape.mode == "scores" and question.style == "one":
            return 10 * (KEY.get(key) == answer)
        words = shape.scale if question.style == "matrix" else question.options
        return words[answer - 1] if shape.mode == "text" else answer

    return told


def _ticked(place: int, question: Question, shape: Shape) -> Callable[[Person], Any]:
    """The cell of one option: 1 where it was chosen, 0 where it was not."""

    def told(person: Person) -> Any:
        chosen = person.answers[question.id]
        return int(place in chosen) if isinstance(chosen, list) else _missing(chosen, shape)

    return told


def _joined(person: Person, question: Question, shape: Shape) -> Any:
    """All options that were chosen in one cell, the words behind 其他 with them or not."""
    chosen, own = person.answers[question.id], person.answers["difficulties-own"]
    if not isinstance(chosen, list):
        return _missing(chosen, shape)
    words = [question.options[place - 1] for place in chosen]
    if own and shape.own_words == "bracket":
        words[-1] += f"〖{own}〗"
    return "┋".join(words)


def _own_words(person: Person, shape: Shape) -> Any:
    chosen, own = person.answers["difficulties"], person.answers["difficulties-own"]
    return own if isinstance(chosen, list) and OTHER in chosen and own else _missing(chosen, shape)


def _both(person: Person, shape: Shape) -> Any:
    """The O and the KR in one cell, each with its mark, as far as they were written."""
    written = {words: person.answers[key] for key, words in _BY_ID["own"].rows}
    lines = [f"{words}：{answer}" for words, answer in written.items() if isinstance(answer, str)]
    return "\n".join(lines) or _missing(written["O"], shape)


def _bare(header: str) -> str:
    """A header without its number."""
    return re.sub(r"^\s*\d+\s*[、.．:：]\s*", "", header)


def _storable(value: Any, shape: Shape) -> Any:
    """A cell as the file keeps it: GBK lacks some characters, Excel makes numbers of texts."""
    if isinstance(value, str) and shape.encoding == "gbk":
        return value.encode("gbk", "replace").decode("gbk")
    if isinstance(value, str) and shape.typed:
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            return float(value) if "." in value else int(value)
        if re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2} [\d:]{8}", value):
            return datetime.strptime(value, "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007 - an export names no zone
        if re.fullmatch(r"[0-9]+%", value):
            return int(value[:-1]) / 100
    return value
