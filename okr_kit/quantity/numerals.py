"""What Chinese numerals and scales are worth, everyday and as on a cheque; the only tables of them."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "k": 1e3, "w": 1e4, "m": 1e6}
#: Numerals of cheques and contracts, read where a step follows: 伍仟, 叁佰, but not 陆续 or 队伍.
_CHEQUE = str.maketrans("壹贰貳叁肆伍陆柒捌玖拾佰仟", "一二二三四五六七八九十百千")

ARABIC_DIGITS = frozenset("0123456789")
#: Characters that a number in words may begin with; 过半 and 对半 are numbers too.
STARTS = frozenset("零〇一二三四五六七八九十百千万亿两半过对壹贰貳叁肆伍陆柒捌玖")

DIGIT = "[一二三四五六七八九]"
NUMERAL = (
    "(?:[零〇一二三四五六七八九十百千万亿两]+"
    "|(?<![队退入大登])[壹贰貳叁肆伍陆柒捌玖](?=[拾佰仟万亿])[零壹贰貳叁肆伍陆柒捌玖拾佰仟万亿]+)"
)
DECIMALS = "[零〇一二三四五六七八九]+"
PLACEHOLDER = re.compile(
    r"(?<![a-z0-9])(?:x{2,6}|[xyzn](?=\s*%)|[xn](?=\s*[万亿千元个家名人次天分篇场份条项门台套本]))(?![a-z0-9])\s*(?P<scale>[百千万亿]+)?"
)
DOUBLE = re.compile(r"翻(?P<times>[一两二三四五六七八九十])?[番倍]|(?:增长|提升|提高|增加|扩大)?一倍")

#: Two neighbours for "about": 两三天, 三四十家, 一百五六十单, 三五个.
_ABOUT = re.compile("一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九")


def numeral(text: str) -> float | None:
    """The worth of a Chinese numeral (三百二十, 三万五 = 35 000, 二〇二六, 伍仟万, 半); None if it is none."""
    text = text.translate(_CHEQUE)
    if text == "半":
        return 0.5
    if len(text) > 1 and all(char in _DIGITS for char in text):
        # 二〇二六 is read digit by digit; 一二三 and 九九六 are names or lists
        return float("".join(str(_DIGITS[char]) for char in text)) if "零" in text or "〇" in text else None
    return _worth(text)


def _worth(text: str) -> float | None:
    """Add up digits and steps from left to right; a digit at the end counts the next lower step (两千六 = 2600)."""
    high, middle, section, digit = 0.0, 0.0, 0.0, 0.0
    last = 1.0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            last = last if digit else 1.0
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit, last = 0.0, _STEPS[char] / 10
        elif char == "万":
            middle, section = (section + digit or 1) * _MYRIADS[char], 0.0
            digit, last = 0.0, _MYRIADS[char] / 10
        elif char == "亿":
            high, middle, section = (high + middle + section + digit or 1) * _MYRIADS[char], 0.0, 0.0
            digit, last = 0.0, _MYRIADS[char] / 10
        else:
            return None
    return high + middle + section + digit * last


def fraction(digits: str) -> float:
    """The worth of the numerals behind 点: 五七 is 0.57."""
    return float("0." + "".join(str(_DIGITS[char]) for char in digits))


def between(text: str) -> tuple[float, float] | None:
    """Both ends of a numeral that names two neighbours (两三 is 2 to 3, 三四十 is 30 to 40); None if it names one."""
    pairs = list(_ABOUT.finditer(text))
    if len(pairs) != 1:
        return None
    start, end = pairs[0].span()
    low, high = numeral(text[: end - 1] + text[end:]), numeral(text[:start] + text[start + 1 :])
    return (low, high) if low is not None and high is not None else None
