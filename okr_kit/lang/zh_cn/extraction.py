"""Read metric, baseline, target, unit and due date out of a key result's sentence: right or None."""

from __future__ import annotations

import math
import re

from ...text import Extract, Number, Reading
from .numerals import INDEX

_ISO = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_TRIM = re.compile(
    r"^(?:[\s,，:：。、的)）]+|[(（【]?(?:护栏|承诺|挑战)型?[)）】]?\s*[:：]|[(（【](?:护栏|承诺|挑战)型?[)）】]|(?:并|同时|且)?(?:将|把|使|让|令|确保|保证|实现|达成|推动))"
    r"|(?:[从由自](?:目前|当前|现在|现有|原来|每[周月天年日季人单次]|平均|的|约)*|基线|目前|当前|(?<![签预合节])约|为|是"
    r"|达到?|到|至|提[升高]|增[长加]|上升|降低?|下降|减少|缩短|压缩|控制在|稳定在|保持在?|维持在?|不低于|不高于|不超过|不少于|突破|超过|至少|每[月周天年日单次]|[(（]?(?:现在|现为|去年|上季度)?[\s,，:：(（、≥≤<>=→\-]+|(?<=[(（])(?:现在|现为|去年|上季度))$"
)


#: Words in front of a number, in characters, that can hold the name of its measure.
_LONGEST_HEAD = 80


def extract(reading: Reading) -> Extract:
    """Read the fields; a field that is not certain stays None."""
    numbers = [number for number in reading.numbers if number.kind != "rank" and _known(number)]
    baseline, target = _values(reading, numbers)
    chosen = target
    direction = None
    if target and target.bound == "<=" and baseline and baseline.value <= target.value:
        direction = None
    elif baseline and target and baseline.value != target.value and _comparable(baseline, target):
        direction = "up" if target.value > baseline.value else "down"
    elif token := reading.first("up", "down"):
        direction = "up" if "up" in token.tags else "down"
    return Extract(
        metric=_metric(
            reading, min((number for number in (baseline, target) if number), key=lambda n: n.span, default=None)
        ),
        baseline=baseline.value if baseline else None,
        target=target.value if target else None,
        unit=(chosen.unit or None) if chosen else None,
        due=_due(reading),
        direction=direction,
    )


def _comparable(one: Number, other: Number) -> bool:
    """Whether two numbers can be compared as they stand: 2.5 小时 and 45 分钟 cannot."""
    return one.unit == other.unit or not (one.unit and other.unit)


def _values(reading: Reading, numbers: list[Number]) -> tuple[Number | None, Number | None]:
    """Baseline and target: of the one change that is stated, or the only number."""
    if len(reading.changes) == 1:
        before, after = reading.changes[0].before, reading.changes[0].after
        return _known(before), _known(after)
    windows = [number for number in numbers if number.kind in ("time", "instant") and number.bound == "<="]
    stated = [number for number in numbers if number not in windows] or numbers
    limits = [number for number in stated if number.bound]
    if len(stated) > 1 and len(limits) == 1:  # 18 点后断货率不高于 18%: the limit is the target, the rest says of what
        stated = limits
    if reading.changes or len(stated) != 1 or (windows and stated is not numbers and not _leads(windows, stated[0])):
        return None, None
    if reading.says("baseline_before", 0, stated[0].span[0]):
        return stated[0], None
    return None, stated[0]


def _known(number: Number) -> Number | None:
    """The number, or None where a letter stands in its place (从 X% 提升到 Y%)."""
    return None if math.isnan(number.value) else number


def _leads(windows: list[Number], number: Number) -> bool:
    """Whether the windows of time stand in front of a number (7 天内到账的占比达到 80%)."""
    return all(window.span[1] <= number.span[0] for window in windows)


def _metric(reading: Reading, number: Number | None) -> str | None:
    """The noun phrase before the first number of the pair, without date, helper words and direction."""
    if number is None:
        return None
    index = INDEX.match(reading.folded)
    start = max((date.end for date in reading.dates if date.end <= number.span[0]), default=index.end() if index else 0)
    head = reading.folded[start : number.span[0]]
    clause = max(head.rfind(","), head.rfind(";"), head.rfind("。")) + 1
    raw = reading.raw[start + clause : number.span[0]]
    raw = re.sub(r"^(?:之?前|以前|内|底|末|止)?[，,、\s]*", "", raw)
    trimmed = _trim(raw) if len(raw) <= _LONGEST_HEAD else ""
    words = reading.within((start + clause, number.span[0]))
    named = any(
        token.has("rate", "amount", "count", "score", "span", "effect_noun", "lower", "SUFFIX") for token in words
    )
    return (
        trimmed
        if 2 <= len(trimmed) <= 30 and (named or not any(token.has("activity", "deliver", "gain") for token in words))
        else None
    )


def _trim(words: str) -> str:
    """Cut helper words off both ends until nothing changes."""
    while True:
        shorter = _TRIM.sub("", words)
        if shorter == words:
            return words
        words = shorter


def _due(reading: Reading) -> str | None:
    """An ISO date where the day is written out, else the words of the only date."""
    iso = list(_ISO.finditer(reading.folded))
    if len(iso) == 1:
        year, month, day = (int(part) for part in iso[0].groups())
        return f"{year:04d}-{month:02d}-{day:02d}"
    dates = [date for date in reading.dates if not date.word.endswith(("去年",))]
    days = [date for date in dates if not date.word.endswith("内")]
    dates = days if len(dates) > 1 and days else dates
    if len(dates) != 1:
        return None
    word = dates[0].word
    period = re.fullmatch(r"(20\d\d)年?\s*(?:q([1-4])|第?([一二三四])季度)", word)
    if period:
        quarter = period[2] or str("一二三四".index(period[3]) + 1)
        return f"{period[1]}Q{quarter}"
    return reading.raw[dates[0].start : dates[0].end]
