"""Chinese and Arabic numerals: where a number starts, what it is worth, and which words are dates instead."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SCALE = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "k": 1e3, "w": 1e4, "m": 1e6}

ARABIC = re.compile(
    r"(?P<low>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<low_scale>(?:[千万亿]|百(?!分))+|[kwm](?![a-z0-9]))?\s*(?P<share>[%‰])?"
    r"(?:\s*(?:[-~—–〜～]{1,2}|至|到)\s*(?P<high>\d+(?:\.\d+)?)(?!\d|[/.年月日号])\s*(?P<high_scale>(?:[千万亿]|百(?!分))+|[kwm](?![a-z0-9]))?)?"
)
PLACEHOLDER = re.compile(
    r"(?<![a-z0-9])(?:x{2,6}|x(?=\s*[%万亿千元个家名人次天分篇场份条项门台套本]))(?![a-z0-9])\s*(?P<scale>[百千万亿]+)?"
)
CHINESE = re.compile(
    r"(?P<base>[百千])分之(?P<percent>[零一二三四五六七八九十百点两]+)|(?P<half>半数|过半|一半|对半)|(?P<plain>[零一二三四五六七八九十百千万亿两半]+)"
)
TENTHS = re.compile(
    r"(?P<tenths>[一二三四五六七八九两])成(?P<half>半)?(?![为立功果本员长交绩熟就都套品型分人千年份果效])"
)
DOUBLE = re.compile(r"翻(?P<times>[一两二三四五六七八九十])?[番倍]|(?:增长|提升|提高|增加|扩大)?一倍")

_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_CN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_TAIL = r"(?:底|末|初|份|内|中旬|上旬|下旬)?"
_NUMERIC_DATES = (
    rf"(?:20)?\d\d年(?:第?[一二三四1-4]个?季度|[上下]半年|q[1-4]|h[12]|{_MONTH}月(?:{_DAY}[日号])?)?{_TAIL}",
    rf"20\d\d\s*[-/.]\s*{_MONTH}(?:\s*[-/.]\s*{_DAY})?(?!\d)",
    r"(?:20)?\d\d\s*-?\s*[qh][1-4](?![a-z0-9])",
    r"(?<![到至达破超过为→>涨升增减降])20[1-3]\d(?![\d.,%个家名人元篇次万亿千百件台条单份分秒])",
    r"[qh][1-4](?![a-z0-9])(?:\s*[-~]\s*q[1-4])?[末底初]?",
    rf"{_MONTH}\s*[-~至到]\s*{_MONTH}月(?!度均){_TAIL}",
    rf"{_MONTH}\s*月\s*{_DAY}\s*[日号]?(?!\d|[个家名人元篇次万])",
    rf"{_MONTH}\s*月{_TAIL}",
    rf"{_MONTH}[./]{_DAY}(?=\s*(?:日|号)?(?:前|之前|止|完成|上线))",
    rf"{_DAY}(?:[日号](?:前|之前)|日(?![均活度常])|号(?=[前起]))",
    r"\d{1,2}:\d\d",
    r"\d+\s*(?:个月|周|个?季度|年)(?:之内|以内|内)",
)
_WORD_DATES = (
    rf"{_CN_MONTH}月{_TAIL}",
    r"第[一二三四1-4]个?季度[末底]?|[一二三四]季度[末底]?|[上下]半年[末底]?",
    r"(?:本|这个?|上个?|下个?|当|全)(?:双月|季度|财年|财季|季|月|年度|年|周期|学期|周|学年)[末底内]?",
    r"年内|年底|年末|年终|月底|月末|季末|季度末|期末|学期末|周末前|年中|月中|今年|明年|去年|年度|学期内|春节前|国庆前|元旦前|任期内",
    r"[一二两三四五六七八九十半]+(?:个月|周|个?季度|年)(?:之内|以内|内)",
)
DATE = re.compile("|".join(_NUMERIC_DATES))
DATE_WORD = re.compile("|".join(_WORD_DATES))
INDEX = re.compile(
    r"\s*(?:[-*•·▪●◆]\s*)?(?:(?:kr|key ?result|objective|关键结果|关键成果|目标|o)\s*[\d一二三四五六七八九十]*(?:[.\-]\d+)*\s*(?:[.:、)\]\-]|\s(?=\D))\s*"
    r"|\(?\d{1,2}\s*(?:[、)\]:]|\.(?!\d))\s*|[①-⑳]\s*|\([一二三四五六七八九十]\)\s*|[一二三四五六七八九十]、\s*)*"
)
NAME = re.compile(
    r"#\d+|\d\s*对\s*\d|《[^》]*》?|https?://[\x21-\x7e]+|v\d+(?:\.\d+)*|\d+(?:\.\d+){2,}|\d+(?:\.\d+)?(?:版|g网络|d打印)"
)


def scaled(number: str, scale: str | None) -> float:
    """The worth of an Arabic number with its Chinese or Latin scale: ``1.2`` and ``万`` is 12000."""
    value = float(number.replace(",", ""))
    for char in scale or "":
        value *= _SCALE[char]
    return round(value, 6)


def numeral(text: str) -> float | None:
    """The worth of a Chinese numeral (三百二十, 两万, 一百零五, 半); None if it is none."""
    if text == "半":
        return 0.5
    total, section, digit = 0.0, 0.0, 0.0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0.0
        elif char in _MYRIADS:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0.0
        elif char != "半":
            return None
    return total + section + digit
