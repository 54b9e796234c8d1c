"""Find numbers in a sentence: Arabic, Chinese, ranges, shares, doublings, placeholders; and what is none of them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from ... import quantity
from ...fold import fold
from ...model import Span
from ...quantity import ARABIC_DIGITS as DIGITS
from ...quantity import STARTS as NUMERALS
from ...quantity import Amount
from ...text import LONGEST_PHRASE, Number, Token

KINDS = ("share", "money", "time", "instant", "score", "grade", "times", "size")
UNIT_LISTS = frozenset({"counter_plain", "counter_effort", *(f"unit_{kind}" for kind in KINDS)})
ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
STARTED = re.compile(r"(?:从|由|自|基线|原来?的?|当前|目前|现状|现在|去年同期|上季度)[^,;。\d]{0,8}$")
#: What a Latin word in front of a number ends in.
_LATIN = ASCII | frozenset("+#.-")
_LETTERS = re.compile(r"[a-z][a-z0-9+#.\-]*\s*$")
_VERSION = re.compile(r"(?:系统|平台|中心|版|版本|app|小程序|软件|产品|项目|门户|官网|中台|工具|模型|引擎|框架)\s*$")
_NONE_OF = re.compile(
    r"零[一-鿿]{0,5}?(?:事故|投诉|客诉|故障|差错|缺陷|失误|违规|伤亡|中断|泄露|延误|流失|逾期|返工|退货|感染|死亡|罚款|纠纷|漏洞|宕机"
    r"|差评|遗漏|风险|误差|损失|超期|欠费|瑕疵)"
)
_WHOLE = re.compile(r"(?<=达到|实现|覆盖)全(?:员|覆盖|部|体)")
_CLIMBS = frozenset("破过超到达至近满由从变")
_BOUNDED = re.compile(rf"(?:(?P<least>{quantity.AT_LEAST})|(?P<most>{quantity.AT_MOST}))\s*$")
#: What the words for a bound in front of a number end in.
_BOUND_ENDS = frozenset(word[-1] for word in f"{quantity.AT_LEAST}|{quantity.AT_MOST}".split("|"))
_BEHIND = re.compile(rf"\s*(?:(?P<least>{quantity.AT_LEAST_BEHIND})|(?P<most>{quantity.AT_MOST_BEHIND}))")
SIGNS = frozenset("-−负")
#: What stands in front of a minus, and not in front of a dash (A -5%, KR1-2, 10 -15 天).
_SIGNED = re.compile(r"(?:[从由自到至为是在达于约(:→]|->|=>|现在|目前|当前|去年|去年同期|上季度|基线)\s*$")
#: The typographic minus is no dash, unless something is counted in front of it; nor is the dash of NPS -5 → 20.
_MINUS = re.compile(r"(?<!\d)(?<!\d )−|(?<= )(?<!\d )-\d[\d.,]*+\s*+[百千万亿]*+[元%]?\s*+(?:→|->|=>)")
#: Letters that stand for a number that is still to be found.
BLANKS = frozenset("xyzn")
_CURRENCY = {"¥": "元", "￥": "元", "$": "美元"}
#: A mark out of so many; without a decimal point only where no date can be meant.
_FULL_MARK = re.compile(r"\s*/\s*(?:5|10|100)(?![\d.%/月])")
_FRACTION = re.compile(r"(?<![\d./])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?=\s*(?:的|以上|左右|\)))")
#: Longest run of numerals that can be a number: 一亿二千三百四十五万六千七百八十九 has 17.
_LONGEST_RUN = 20
#: Behind a number in words that has no unit: the end, a pause, or the next verb.
_ENDS = re.compile(r"\s*(?:$|[,;。.()]|提|升|降|增|减|到|至|以上|以下|左右)")
#: 升 behind a number that is no litre: NPS 从 12 升到 30.
_RISES = ("升到", "升至", "升为")
#: What may stand between a number and its unit.
_EXTRA = re.compile(r"个以上的|[多余来+]")
_METRICS = frozenset({"score", "count", "amount", "rate", "span"})
_NAME = frozenset({"NAME"})
_TAGS = {kind: frozenset({"NUMBER", f"N_{kind}"}) for kind in (*KINDS, "plain", "effort", "bare", "rank")}

Found = tuple[Token, Number | None]


class NumberReader:
    """Finds numbers with the units and words of one language pack."""

    def __init__(self, lexicon: Mapping[str, tuple[str, ...]], tags: Mapping[str, frozenset[str]]) -> None:
        """Collect the units with their kinds; ``tags`` say which Latin words are measures."""
        self._tags = tags
        self._units: dict[str, str] = {}
        for kind in KINDS:
            self._units |= {fold(word): kind for word in lexicon.get(f"unit_{kind}", ())}
        self._units |= {fold(word): "plain" for word in lexicon.get("counter_plain", ())}
        self._units |= {fold(word): "effort" for word in lexicon.get("counter_effort", ())}
        sizes: dict[str, set[int]] = {}
        for word in self._units:
            sizes.setdefault(word[:1], set()).add(len(word))
        #: How long the units are that begin with a character, longest first.
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    def at(self, text: str, place: int) -> Found | None:
        """The number that starts at a place, or the part of a name that only looks like one."""
        char = text[place]
        if char in DIGITS:
            return self._arabic(text, place)
        if char in SIGNS:
            return self._negative(text, place)
        if char in BLANKS and (blank := quantity.PLACEHOLDER.match(text, place)):
            unit, kind, end = self._unit(text, blank.end())
            return self._found(text, (place, end), math.nan, unit, kind)
        if char == "全" and (whole := _WHOLE.match(text, place)):
            return self._found(text, whole.span(), 100.0, "%", "share")
        if char == "翻" and (double := quantity.DOUBLE.match(text, place)):
            times = quantity.numeral(double["times"] or "一") or 1
            number = Number(2.0 if double[0].endswith("倍") else float(2**times), "倍", "times", double.span())
            return Token(*double.span(), double[0], frozenset({"NUMBER", "up"})), number
        return self._chinese(text, place) if char in NUMERALS else None

    def _arabic(self, text: str, place: int) -> Found | None:
        """Read digits with scale, range and unit."""
        if (part := _FRACTION.match(text, place)) and int(part["part"]) < int(part["whole"]):
            share = int(part["part"]) / int(part["whole"]) * 100
            return self._found(text, part.span(), round(share, 6), "%", "share")
        found = quantity.amount(text, place)
        return self._measured(text, place, _reached(text, place, found)) if found else _name(text, place, DIGITS)

    def _negative(self, text: str, place: int) -> Found | None:
        """Read a number below zero; elsewhere the sign is a dash, a bullet or a part of a word."""
        start = place + 1 + (text[place] == "负" and text.startswith(" ", place + 1))
        if text[start : start + 1] not in DIGITS | NUMERALS:
            return None
        if not _MINUS.match(text, place) and not _SIGNED.search(text, max(0, place - 8), place):
            return None
        found = quantity.amount(text, start)
        if found is None or found.high is not None:
            return None
        return self._measured(text, place, _reached(text, place, found._replace(value=-found.value)))

    def _chinese(self, text: str, place: int) -> Found | None:
        """Read a number in words; small ones need a unit behind them to be one."""
        if text[place + _LONGEST_RUN : place + _LONGEST_RUN + 1] in NUMERALS:
            run = _name(text, place, NUMERALS)
            if run[0].end - place > _LONGEST_RUN:
                return run
        before = text[place - 1 : place]
        if before and before in "第统唯某同":
            return None
        if text[place] == "零" and _NONE_OF.match(text, place):
            return Token(place, place + 1, "零", frozenset({"NUMBER", "zero"})), Number(
                0.0, "", "plain", (place, place + 1)
            )
        found = quantity.amount(text, place)
        if found is None:
            return _name(text, place, NUMERALS) if text[place] not in "过对" else None
        found = _reached(text, place, found)
        read = self._measured(text, place, found)
        return read if read[1] is None or read[1].unit or _alone(text, place, found) else None

    def _measured(self, text: str, place: int, found: Amount) -> Found:
        """The number with the unit that stands behind it, or the currency in front of it."""
        value, end = found.value, found.end
        money = _CURRENCY.get(text[place - 1 : place], "")
        if found.share:
            unit, kind = "%", "share"
        elif more := quantity.parts(text, end + (text[end : end + 1] == " ")):
            extra, unit, end = more
            value, kind = round(value + math.copysign(extra, value), 6), self._units.get(unit, "time")
        elif mark := _FULL_MARK.match(text, end):
            unit, kind, end = mark[0].replace(" ", ""), "score", mark.end()
        else:
            unit, kind, end = self._unit(text, end)
        if money and kind == "bare":
            unit, kind = money, "money"
        return self._found(text, (place, end), value, unit, kind, found.high)

    def _unit(self, text: str, place: int) -> tuple[str, str, int]:
        """The unit that starts here (after blanks and 多, 余 …): its word, its kind, and where it ends."""
        start = place
        while text.startswith(" ", start):
            start += 1
        if text.startswith(_RISES, start):
            return "", "bare", place
        extra = _EXTRA.match(text, start)
        for origin in (extra.end(), start) if extra else (start,):
            for size in self._sizes.get(text[origin : origin + 1], ()):
                word = text[origin : origin + size]
                kind = self._units.get(word) if len(word) == size else None
                if kind and not (word[-1] in ASCII and text[origin + size : origin + size + 1] in ASCII):
                    return word, kind, origin + size
        return "", "bare", place

    def _found(self, text: str, span: Span, low: float, unit: str, kind: str, high: float | None = None) -> Found:
        """Decide between a number, a rank and a part of a name."""
        before, word = text[max(0, span[0] - LONGEST_PHRASE) : span[0]].rstrip(), text[slice(*span)]
        if (before[-1:] in _LATIN and self._follows_latin(text, span, kind)) or _is_version(text, span, kind):
            return Token(*span, word, _NAME), None
        if before.endswith("第") and unit not in ("", "名", "位"):
            return Token(*span, word, _NAME), None
        first_few = before.endswith("前") and unit in ("个", "家", "批", "单")
        if before.endswith("第") or (
            before.endswith(("前", "top", "#")) and not first_few and kind in ("bare", "score", "grade", "plain")
        ):
            kind = "rank"
        sign = (before[-1:] in _BOUND_ENDS and _BOUNDED.search(before[-5:])) or _BEHIND.match(text, span[1])
        bound = {"least": ">=", "most": "<="}[sign.lastgroup or "least"] if sign else ""
        return Token(*span, word, _TAGS[kind]), Number(low, unit, kind, span, high, bound)

    def _follows_latin(self, text: str, span: Span, kind: str) -> bool:
        """Whether a number belongs to the Latin word before it (iOS 18, P0)."""
        letters = _LETTERS.search(text, max(0, span[0] - LONGEST_PHRASE), span[0])
        if letters is None:
            return False
        word = letters[0].rstrip()
        attached = len(word) == len(letters[0]) <= 3
        return word != "top" and (kind == "bare" or attached) and self._tags.get(word, _NAME).isdisjoint(_METRICS)


def _is_version(text: str, span: Span, kind: str) -> bool:
    """Whether a number is one of a thing that has versions (平台 2.0)."""
    return (
        kind == "bare"
        and "." in text[slice(*span)]
        and _VERSION.search(text, max(0, span[0] - LONGEST_PHRASE), span[0]) is not None
    )


def _reached(text: str, place: int, found: Amount) -> Amount:
    """The number with its range; 从 5 到 8 is no range but a change."""
    ranged = quantity.reach(text, found)
    if ranged is found or ("到" not in text[found.end : ranged.end] and "至" not in text[found.end : ranged.end]):
        return ranged
    return found if STARTED.search(text, max(0, place - LONGEST_PHRASE), place) else ranged


def _alone(text: str, place: int, found: Amount) -> bool:
    """Whether a number in words is one although no unit follows: large, or said where a number is due."""
    if found.value >= 1000 and found.end - place > 1:
        return True
    before, ends = text[place - 1 : place], _ENDS.match(text, found.end) is not None
    if before == "前":
        return ends
    return (before in _CLIMBS and found.value >= 100) or (before in _CLIMBS | {"为"} and found.value >= 10 and ends)


def _name(text: str, place: int, chars: frozenset[str]) -> Found:
    """A run of numerals that states no number (九九六), as a name."""
    end = next((at for at in range(place, len(text)) if text[at] not in chars), len(text))
    return Token(place, end, text[place:end], _NAME), None
