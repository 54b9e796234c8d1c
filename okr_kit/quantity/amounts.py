"""A number as it stands in folded text: digits or words, scales (3万5, 1亿2000万), shares, ranges, and what follows a unit.

No sign and no unit is read here: what stands around a number decides, and that differs between a field and a sentence.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from .numerals import ARABIC_DIGITS, DECIMALS, DIGIT, NUMERAL, SCALES, STARTS, between, fraction, numeral

_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
#: A scale behind digits: not the 百 of 百分之 and 百分点, not the 千 of 千克.
_SCALE = r"(?:[万亿]|千(?![克米瓦])|百(?!分))+|[kwm](?![a-z0-9])"
_SCALED = re.compile(rf"\s*(?:[多余](?=[百千万亿]))?(?P<scale>{_SCALE})")
#: What a scale, a share or tenths behind digits begin with, for speed.
_GOES_ON = frozenset("百千万亿kwm多余%‰成")
#: What may stand right behind a scale and belong to it: 1亿2000万, 十亿3000万, 3万5, 3万5000, 3万五千.
_NEXT = re.compile(
    rf"(?P<scaled>\d+(?:\.\d+)?)(?P<scale>[百千万]+)|(?P<digits>\d+)(?![\d%‰:/年月日号天点]|[.,-]\d)|(?P<words>(?=两|{DIGIT}){NUMERAL}(?<=[百千万]))"
)
_SHARE = re.compile(r"\s*([%‰])")
#: 成 counts tenths, unless it begins or ends another word (三成本, 五成人, 两成立).
_NOT_TENTHS = r"(?![为立功果本长交绩熟就都套品型分人千年份果效]|员(?!工))"
_TENTHS = re.compile(
    rf"(?:(?P<number>\d+(?:\.\d+)?)\s*|(?P<word>[两一二三四五六七八九]{{1,2}}))成(?P<more>半|{DIGIT}(?![十百千万个家名项条]))?{_NOT_TENTHS}"
)
_HALF = re.compile(r"半数|过半|一半|对半")
_PARTS_OF = re.compile(rf"(?P<whole>{NUMERAL})分之(?P<part>\d+(?:\.\d+)?|{NUMERAL}(?:点{DECIMALS})?)")
_WORDS = re.compile(
    rf"(?P<whole>{NUMERAL})(?:点(?P<decimals>{DECIMALS})(?![十百千刻线滴])(?P<scale>[百千]?[万亿]+)?)?(?:[多余](?P<more>[百千万亿]+))?|半"
)
_REACH = re.compile(
    r"\s*+(?P<same>[一-鿿a-z]{0,3}?)\s*+(?P<mark>~|--?|[—–〜]{1,2}|至|到)\s*+(?P<sign>-?)(?=[\d零一二三四五六七八九十百两])"
)
#: Dates and lists, not the end of a range: 3-5/8, 6-7月, 24-26年; but 3-5年.
_NOT_REACHED = re.compile(r"\s*(?:月(?![活均度])|日(?!均)|号)|/\d|\.?\d|(?<=\d\d)年")
#: What is left of a unit: 六十八块五, 1h30min, 2 小时 30 分, 6 分 20 秒.
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_COINS = re.compile(rf"块(?P<tenths>[1-9]|{DIGIT})毛?(?![\d一二三四五六七八九十百千万个家名项条块种])")
_CLOCK = re.compile(
    rf"(?:(?P<hours>个?小时|h)\s*(?P<minutes>{_SMALL})\s*(?:分钟?|min|m(?![a-z]))|(?P<whole>分钟?|min)(?=\s*{_SMALL}\s*[秒s]))"
    rf"(?:\s*(?P<seconds>{_SMALL})\s*(?:秒钟?|s(?![a-z])))?"
)

#: What the units begin with that have a smaller one, for speed.
_WITH_PARTS = frozenset("块个小h分m")


class Amount(NamedTuple):
    """What a number is worth and where it ends in the text.

    ``high`` is the end of a range. ``share`` says that it is percent (84 for 百分之八十四, 0.3 for 千分之三, 30 for 三成).
    ``scale`` is what was multiplied in for a scale of its own (万, 成, ‰).
    """

    value: float
    end: int
    high: float | None = None
    share: bool = False
    scale: float = 1.0


def amount(text: str, place: int) -> Amount | None:
    """The number that starts at a place of folded text; None if none does, or one too large to hold."""
    char = text[place : place + 1]
    if char in ARABIC_DIGITS and char:
        found = _arabic(text, place)
    elif char in STARTS and char:
        found = _chinese(text, place)
    else:
        return None
    if found is None or (found.high is None and found.value.is_integer()):
        return found
    if not math.isfinite(found.value) or not math.isfinite(found.high or 0):
        return None
    exact = round(found.value, 6)
    return found if found.value == exact else found._replace(value=exact)


def _arabic(text: str, place: int) -> Amount | None:
    """Digits, with scale and share."""
    digits = _ARABIC.match(text, place)
    if digits is None:
        return None
    value, end, factor = float(digits[0].replace(",", "")), digits.end(), 1.0
    behind = text[end : end + 1]
    if behind not in _GOES_ON and not behind.isspace():
        return Amount(value, end)
    if tenths := _TENTHS.match(text, place):
        return _tenths(tenths)
    if scale := _SCALED.match(text, end):
        factor = _worth(scale["scale"])
        value, end = _followed(text, value * factor, _worth(scale["scale"][-1]), scale.end())
    if share := _SHARE.match(text, end):
        factor *= 1.0 if share[1] == "%" else 0.1
        return Amount(value if share[1] == "%" else value / 10, share.end(), share=True, scale=factor)
    return Amount(value, end, scale=factor)


def _chinese(text: str, place: int) -> Amount | None:
    """A number in words: a share first (百分之…, …成, 一半), then a plain one."""
    if tenths := _TENTHS.match(text, place):
        return _tenths(tenths)
    if half := _HALF.match(text, place):
        return Amount(50.0, half.end(), share=True)
    if parts_of := _PARTS_OF.match(text, place):
        whole, part = numeral(parts_of["whole"]), _plain(parts_of["part"])
        return Amount(part / whole * 100, parts_of.end(), share=True) if whole and part is not None else None
    match = _WORDS.match(text, place)
    return _in_words(text, match) if match else None


def _in_words(text: str, match: re.Match[str]) -> Amount | None:
    """A plain number in words: with decimals, about (两三), or going on in digits (十亿3000万)."""
    if match["whole"] is None:
        return Amount(0.5, match.end())
    factor = _worth((match["scale"] or "") + (match["more"] or ""))
    ends = None if match["decimals"] else between(match["whole"])
    if ends:
        return Amount(ends[0] * factor, match.end(), ends[1] * factor, scale=factor)
    value = _plain(match["whole"] + (f"点{match['decimals']}" if match["decimals"] else ""))
    if value is None:
        return None
    if match[0][-1] in "万亿":
        value, end = _followed(text, value * factor, _worth(match[0][-1]), match.end())
        return Amount(value, end, scale=_worth(match[0][-1]))
    return Amount(value * factor, match.end(), scale=factor)


def _plain(text: str) -> float | None:
    """The worth of digits or of a numeral that may have decimals (一点五七)."""
    if text[0] in ARABIC_DIGITS:
        return float(text)
    whole, _, decimals = text.partition("点")
    worth = numeral(whole)
    return worth if worth is None or not decimals else worth + fraction(decimals)


def _tenths(match: re.Match[str]) -> Amount | None:
    """Tenths as percent: 三成 is 30, 七成半 75, 四成五 45, 七八成 70 to 80."""
    if ends := between(match["word"] or ""):
        return Amount(ends[0] * 10, match.end(), ends[1] * 10, share=True, scale=10.0)
    tenths = float(match["number"]) if match["number"] else numeral(match["word"])
    if tenths is None:
        return None
    more = (numeral(match["more"]) or 0.0) * (10 if match["more"] == "半" else 1) if match["more"] else 0.0
    return Amount(tenths * 10 + more, match.end(), share=True, scale=10.0)


def _worth(scale: str) -> float:
    """The product of scales: 百万 is a million, nothing is 1."""
    return math.prod(SCALES[char] for char in scale)


def _followed(text: str, value: float, scale: float, end: int) -> tuple[float, int]:
    """Add what stands right behind a scale: a smaller scaled number, all its digits, or one digit of the next step."""
    follow = _NEXT.match(text, end)
    if follow is None:
        return value, end
    if follow["words"]:
        rest = numeral(follow["words"]) or 0.0
    elif follow["scaled"]:
        rest = float(follow["scaled"]) * _worth(follow["scale"])
    elif len(follow["digits"]) == 1:
        rest = float(follow["digits"]) * scale / 10
    else:
        rest = float(follow["digits"]) if len(follow["digits"]) == len(f"{scale:.0f}") - 1 else 0.0
    return (value + rest, follow.end()) if 0 < rest < scale else (value, end)


def reach(text: str, low: Amount) -> Amount:
    """Extend a number to its range, if one follows (5-7 万, 10%~15%, 三到五).

    Without a scale or percent of its own the low end takes those of the high one. A range ascends, and a unit that
    stands behind its low end stands behind the high one too (5天-7天).
    """
    mark = _REACH.match(text, low.end)
    if mark is None or low.high is not None or (mark["same"] and mark["mark"] in "至到"):
        return low
    high = amount(text, mark.end())
    if high is None or high.high is not None or _NOT_REACHED.match(text, high.end):
        return low
    if not text[high.end :].lstrip().startswith(mark["same"]):
        return low
    top = -high.value if mark["sign"] else high.value
    plain = low.scale == 1 and not low.share
    bottom = low.value * high.scale if plain and low.value * high.scale < top else low.value
    if bottom >= top:
        return low
    return high._replace(value=round(bottom, 6), high=top, share=low.share or high.share)


def parts(text: str, place: int) -> tuple[float, str, int] | None:
    """A unit with a smaller one behind it: what that adds, the unit, and where all ends (小时30分: 0.5, 小时)."""
    if text[place : place + 1] not in _WITH_PARTS:
        return None
    if coins := _COINS.match(text, place):
        return _small(coins["tenths"]) / 10, "块", coins.end()
    clock = _CLOCK.match(text, place)
    if clock is None:
        return None
    seconds = _small(clock["seconds"]) if clock["seconds"] else 0.0
    if clock["hours"]:
        return _small(clock["minutes"]) / 60 + seconds / 3600, clock["hours"].removeprefix("个"), clock.end()
    return seconds / 60, clock["whole"] if clock["whole"] == "min" else "分钟", clock.end()


def _small(text: str) -> float:
    """The worth of one or two digits or a short numeral."""
    return float(text) if text[0] in ARABIC_DIGITS else numeral(text) or 0.0
