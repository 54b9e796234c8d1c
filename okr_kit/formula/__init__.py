"""Arithmetic over names, as people type it on a phone: 「GMV＝访客 × 转化率 × 客单价」, 「客户数x客单价x(1－流失率)」.

A small grammar of its own: names that are known beforehand, numbers, percent, ``+ - × ÷``, brackets, and in front what it
is all equal to. Nothing is ever run as a program. Reading goes once over at most :data:`LONGEST` characters without
recursion. What is wrong comes back as :class:`Trouble`, a value; its sentence is ``formula.<code>`` of the language.
"""

from __future__ import annotations

from collections.abc import Iterable

from .reader import DEEPEST, LONGEST, Reader, index, side, squeezed
from .value import Formula, Range, Trouble, between

__all__ = ["DEEPEST", "LONGEST", "Formula", "Range", "Trouble", "between", "parse"]


def parse(typed: str, names: Iterable[str], whole: str = "") -> Formula | Trouble:
    """Read a formula over these names; ``whole`` is what it is said to be equal to, in front of an = or behind it.

    Blanks, width, case and traditional characters make no difference. A name is taken as long as it goes (客单价, not 单价),
    and one may be left without its remark in brackets (客单价 for 客单价（元）).
    """
    if len(typed) > LONGEST:
        return Trouble("long", span=(LONGEST, len(typed)))
    text, places = squeezed(typed)
    start, end = side(text, squeezed(whole)[0])
    if start < 0:
        at = places[end]
        return Trouble("sides", typed[at], span=(at, at + 1))
    return Reader(typed, text, places, index(names)).read(start, end)
