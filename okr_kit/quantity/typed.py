"""What somebody typed into a field for numbers: a cell of a table, a field of a form, a value of JSON."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from ..fold import fold
from .amounts import Amount, amount, parts, reach
from .bounds import AT_LEAST, AT_LEAST_BEHIND, AT_MOST, AT_MOST_BEHIND

#: Longest text of a field that is looked at, in characters; what is longer is a sentence.
LONGEST = 60
#: What people put before a distance: 差 20 万, 还少 3 分钟, 多出 0.2 个百分点.
_APART = re.compile(r"^\s*(?:还|只|正好|大约)?(?:差|少|缺|多|超|短)(?:了|出|过)?\s*")
_DASHES = str.maketrans(dict.fromkeys("−﹣‐‑–", "-"))
_REMARK = re.compile(r"\s*\([^()\d]*\)$|[\s。.;,]+$")
#: 2026.09 is September and 2026.9 a number: a table that holds months writes them with two digits.
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])")
_LEAD = re.compile(
    rf"(?:(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|每个?(?P<per>季度|[周月天日年季人单店])"
    r"|大?约|近|接近|将近|大概|差不多|[±~≈=]|达到?|[升降][到至]|提[升高][到至]|增[长加][到至])\s*)*"
)
_SIGNS = re.compile(r"(?P<sign>[-+负])?\s*(?:us|cn)?(?P<money>[¥￥$€£])?\s*(?P<late>[-+])?")
_MONEY = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SCIENTIFIC = re.compile(r"(?:\d+(?:\.\d+)?e[-+]?\d+|\.\d+)(?![a-z\d])")
#: 万元 in a cell is a unit without its number; 百万 and 千亿 are numbers.
_BARE_SCALE = re.compile("[百千万亿](?![万亿]|分之)")
_BEHIND = re.compile(rf"\s*(?:(?P<least>{AT_LEAST_BEHIND})|(?P<most>{AT_MOST_BEHIND})|左右|上下)$")
#: Marks out of so many; other strokes between numbers are dates or fractions.
_FULL_MARK = re.compile("/(5|10|100)")
_STROKE = re.compile(r"\s*/\s*")
#: A unit: words joined by blanks or strokes, without the words that only sentences and dates have.
_UNIT = re.compile(
    r"(?!月|[零〇一二两三四五六七八九十万亿]|[日号点](?![a-z一-鿿])|.*(?:[的了是和与及或把将被让从由到至为之但并且几半第后前完]|(?<![公海英])里))"
    r"/?[a-z一-鿿°℃²³μµ㎡㎥·%]+(?:[ /·][a-z一-鿿°℃²³μµ㎡㎥]+)*"
)
_LONGEST_UNIT = 10


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as somebody stated it.

    ``value`` has the scale multiplied in: 3万元 is 30000 with unit 元. ``unit`` is as written, folded (``元/月``,
    ``个工作日``), empty if none; every way to say percent is ``%`` with the value in percent (三成 is 30, 5‰ is 0.5); a
    currency sign is the currency's name; ``/5``, ``/10`` and ``/100`` are marks out of so many. ``high`` is the end of a
    range, in the same unit. ``bound`` is ``>=`` or ``<=`` where a word or sign says that the number is a limit, also for
    "more than".
    """

    value: float
    unit: str = ""
    high: float | None = None
    bound: str = ""


def parse(typed: object) -> Quantity | None:
    """The number that a field states; None if it states none, more than one, a date, or a sentence about one.

    Text is read whole: whatever is neither number, sign, limit nor unit makes it None, so that nothing that was typed is
    left out of the meaning. A remark in brackets without a number (约 300（累计）) is left aside.
    """
    if isinstance(typed, bool) or not isinstance(typed, int | float | str):
        return None
    if isinstance(typed, str):
        return _text(typed) if len(typed.strip()) <= LONGEST else None
    try:
        value = float(typed)
    except OverflowError:
        return None
    return Quantity(value) if math.isfinite(value) else None


def distance(typed: str) -> Quantity | None:
    """How far apart two numbers are, as people say it: 「差 20 万」, 「20 万」, 「−20 万」; None as for :func:`parse`."""
    return parse(_APART.sub("", typed))


@lru_cache(maxsize=4096)
def _text(typed: str) -> Quantity | None:
    """A number with what belongs to it: limit, sign, currency, number, unit, limit. A board reads the same few again and again."""
    text = _REMARK.sub("", fold(typed).translate(_DASHES).strip())
    lead = _LEAD.match(text)
    signs = _SIGNS.match(text, lead.end() if lead else 0)
    if lead is None or signs is None or _MONTH.fullmatch(text):
        return None
    found = _signed(text, signs)
    if found is None:
        return None
    found, rest = _rest(text, found)
    behind = _BEHIND.search(rest)
    unit = _unit(found, rest[: behind.start()] if behind else rest, _MONEY.get(signs["money"], ""))
    if unit is None:
        return None
    per = f"/{lead['per']}" if lead["per"] else ""
    return Quantity(found.value, unit + per, found.high, _bound(lead) or (_bound(behind) if behind else ""))


def _signed(text: str, signs: re.Match[str]) -> Amount | None:
    """The number behind its signs and currency, with its range."""
    place = signs.end()
    if (signs["sign"] and signs["late"]) or _BARE_SCALE.match(text, place):
        return None
    found = _scientific(text, place) or amount(text, place)
    if found is None:
        return None
    if (signs["sign"] or signs["late"] or "+") != "+":
        if found.high is not None:
            return None
        found = found._replace(value=-found.value)
    return reach(text, found)


def _scientific(text: str, place: int) -> Amount | None:
    """A number as programs print it: 1.5e+04, .5."""
    match = _SCIENTIFIC.match(text, place)
    return Amount(float(match[0]), match.end()) if match and math.isfinite(float(match[0])) else None


def _rest(text: str, found: Amount) -> tuple[Amount, str]:
    """The number with its smaller unit taken in (1h30min is 1.5 h), and what stands behind it."""
    rest = text[found.end :].lstrip()
    more = None if found.share or found.high is not None else parts(rest, 0)
    if more is None:
        return found, rest.removeprefix("多").removeprefix("余")
    extra, unit, end = more
    value = found.value + math.copysign(extra, found.value)
    return found._replace(value=round(value, 9)), unit + rest[end:]


def _unit(found: Amount, rest: str, money: str) -> str | None:
    """The unit that stands behind a number, or None if there is more than a unit."""
    rest = _STROKE.sub("/", rest.strip())
    if found.share or money:
        name = "%" if found.share else money
        rest = rest.removeprefix(money)
        return name + rest if not rest or (rest[0] == "/" and _UNIT.fullmatch(rest)) else None
    mark = _FULL_MARK.fullmatch(rest)
    if mark:
        return f"/{mark[1]}" if 0 <= found.value <= int(mark[1]) and found.high is None else None
    if rest == "点" and found.value % 1:
        return rest  # points of a percentage: no time of day has decimals
    if rest and (len(rest) > _LONGEST_UNIT or not _UNIT.fullmatch(rest)):
        return None
    return None if rest.startswith("年") and 1900 <= found.value <= 2100 else rest


def _bound(match: re.Match[str]) -> str:
    """Whether a match says that the number is the least or the most."""
    return ">=" if match["least"] else "<=" if match["most"] else ""
