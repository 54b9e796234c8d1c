"""Cells as answers: option text or number, several options in one cell, own words behind one, a scale, how long it took."""

from __future__ import annotations

import re
import unicodedata

from ...kinds.survey.questions import Option, Question
from .questions import key, option_of

#: What 问卷星 writes where nothing was answered; the numbers in its coded files (-3 not shown, -2 left blank).
_NOTHING = {"", "空", "跳过", "nan", "none", "null"}
_NOTHING_CODED = {"-2", "-3"}
#: One option of a cell: what no sign between options stands in, but for own words.
_PART = re.compile(r"(?:〖.*?〗|[^┋┃→|])+", re.DOTALL)
_OWN = re.compile(r"(.*?)〖(.*)〗", re.DOTALL)
_SECONDS = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒钟|秒|s))?", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})")


class WrongCell(ValueError):
    """A cell that is none of what its question can be answered with."""


def missing(cell: str, *, coded: bool) -> bool:
    """Whether nothing was answered: empty, （空）, （跳过）, in coded files and wherever an option is meant -2 and -3."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    bare = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    return bare.strip().lower() in _NOTHING or (coded and plain.removesuffix(".0") in _NOTHING_CODED)


def whole(cell: str) -> int | None:
    """A whole number as a spreadsheet shows it; None for anything else."""
    plain = unicodedata.normalize("NFKC", cell).strip().removesuffix(".0")
    return int(plain) if re.fullmatch(r"-?\d{1,9}", plain) else None


def looks(question: Question, cell: str) -> str:
    """What a cell of a question with options says of its file: ``text``, ``code``, ``score`` or nothing."""
    number, named = whole(cell), option_of(question, cell) is not None
    counts = number is not None and 1 <= number <= len(question.options)
    if named or counts:
        return "" if named and counts else "text" if named else "code"
    return "score" if number is not None or re.fullmatch(r"\d+\.\d+", cell.strip()) else ""


def one(question: Question, cell: str, *, coded: bool) -> tuple[str, str]:
    """The id of the option that a cell names, and own words behind it. Raises WrongCell."""
    words, own = _with_own(cell)
    found = None if coded else option_of(question, words)
    number = whole(words)
    if found is None and number is not None and 1 <= number <= len(question.options):
        found = question.options[number - 1]
    if found is None and question.own and own:
        found = question.own
    if found is None:
        raise WrongCell
    return found.id, own


def several(question: Question, cell: str, *, coded: bool) -> tuple[list[str], str]:
    """The ids of the options in one cell, in the bank's order, and own words behind one of them. Raises WrongCell."""
    picked, said = set[str](), ""
    for part in _parts(cell):
        name, own = one(question, part, coded=coded)
        picked.add(name)
        said = own or said
    return [option.id for option in question.options if option.id in picked], said


def _parts(cell: str) -> list[str]:
    """The options of a cell; what stands in 〖〗 is one person's words, whatever signs are in it."""
    return [part.strip() for part in _PART.findall(cell) if part.strip()]


def scale(question: Question, cell: str) -> int:
    """The number of a scale, alone, with words behind it (「5 完全能」), or its words alone. Raises WrongCell."""
    found = option_of(question, cell)
    match = re.fullmatch(r"(\d{1,2})(?:\.0)?(?:\s*[^\d\s.%]{1,8})?", unicodedata.normalize("NFKC", cell).strip())
    name = found.id if found else match[1] if match else ""
    if name not in {option.id for option in question.options}:
        raise WrongCell
    return int(name)


def picked(option: Option, cell: str) -> bool:
    """Whether the cell of an option's own column says that it was picked: 1 or 0, its words or nothing. Raises WrongCell."""
    if missing(cell, coded=True) or whole(cell) == 0:
        return False
    if whole(cell) == 1 or key(cell) == key(option.words):
        return True
    raise WrongCell


def seconds(cell: str) -> int | None:
    """How long it took: 「123秒」, 「2分3秒」, 「02:03」, 123; None where it cannot be told."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    clock = _CLOCK.fullmatch(plain)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return int(float(plain))
    match = _SECONDS.fullmatch(plain)
    if not plain or match is None:
        return None
    hours, minutes, rest = (float(part or 0) for part in match.groups())
    return int(hours * 3600 + minutes * 60 + rest)


def objective_and_key_result(cell: str) -> tuple[str, str]:
    """An O and a KR that stand in one cell, by their marks; all of it as the O where no KR is marked."""
    match = re.search(r"(?:^|[\s；;，,。])(?:KR|关键结果)\s*\d*\s*[:：.、]?\s*", cell, re.IGNORECASE)
    before, after = (cell[: match.start()], cell[match.end() :]) if match else (cell, "")
    before = re.sub(r"^\s*(?:O|目标)\s*\d*\s*[:：.、]\s*", "", before, flags=re.IGNORECASE)
    return before.strip(" \n；;，,"), after.strip()


def _with_own(cell: str) -> tuple[str, str]:
    match = _OWN.fullmatch(cell.strip())
    return (match[1].strip(), match[2].strip()) if match else (cell, "")
