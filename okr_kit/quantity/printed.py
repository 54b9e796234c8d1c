"""How exact a number was printed: 3% stands for 2.5-3.5, 4000 万 for 3999.5-4000.5 万."""

from __future__ import annotations

import re

from ..fold import fold
from .typed import Quantity, parse

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.(\d+))?|\d+(?:\.(\d+))?|\.(\d+)")
_ABOUT = re.compile("约|近|差不多|大概|左右|上下|[~≈多余几]")
#: What is said about, or in words, may be off by this share.
_ROUGHLY = 0.05
#: A number with a smaller one behind it (1亿2000万, 1 小时 30 分) is exact to this share.
_COMPOUND = 0.005


def half_digit(typed: object, found: Quantity) -> float:
    """Half of the last digit that somebody printed, in the unit of the quantity that was read from it."""
    text = fold(repr(typed) if isinstance(typed, float) else str(typed))
    digits = list(_DIGITS.finditer(text))
    if not digits:
        return abs(found.value) * _ROUGHLY
    first = digits[0]
    plain = float(first[0].replace(",", ""))
    decimals = first[1] or first[2] or first[3] or ""
    scale = abs(found.value) / plain if plain else _scale(text, first)
    half = 0.5 * 10.0 ** -len(decimals) * scale
    if len(digits) > 1 and found.high is None and "e" not in text:
        half = abs(found.value) * _COMPOUND
    return max(half, abs(found.value) * _ROUGHLY) if _ABOUT.search(text) else half


def _scale(text: str, first: re.Match[str]) -> float:
    """What a printed 0 is multiplied by: that of a 1 in its place."""
    one = parse(f"{text[: first.start()]}1{text[first.end() :]}")
    return abs(one.value) if one else 1.0
