"""Figures as SVG with real text: bars of counts and means. They scale, print, can be read aloud and searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

#: Units of the drawing: its width, where bars begin and end, and characters of a label on one line.
WIDTH, LEFT, RIGHT, LINE = 960, 330, 760, 15.5
#: Size of letters, which has to be read from three metres where the drawing is as wide as a projected page.
SIZE = 20
#: Heights: of a row with one line of label, of each further line, and above the rows.
_ROW, _MORE, _TOP = 38, 24, 8
_BAR, _TRACK, _TEXT, _LOW = "#1f5f8b", "#e3e8ec", "#1c2733", "#b3541e"
#: What never begins a line.
_CLOSING = "，。；：、？！）」』》%"
#: What stays on one line: a number with its unit, a word in Latin letters.
WHOLE = re.compile(r"\d[\d.,/～]*\s?(?:分钟|小时|[万亿]?[\u4e00-\u9fff]|[%‰])?|[A-Za-z]{2,16}")


class Bar(NamedTuple):
    """A label, how far its bar goes (0-1), what stands behind it, whether it is marked as low."""

    label: str
    share: float
    words: str
    low: bool = False


def bars(title: str, rows: Iterable[Bar], *, line: float | None = None) -> str:
    """Horizontal bars with a label before and words behind each; ``line`` (0-1) is drawn across them, dashed."""
    parts: list[str] = []
    top = _TOP
    for row in rows:
        words = _wrapped(row.label)
        high = _ROW + _MORE * (len(words) - 1)
        middle = top + high / 2
        parts += _label(words, middle)
        end = LEFT + (RIGHT - LEFT) * max(0.0, min(1.0, row.share))
        parts.append(f'<rect x="{LEFT}" y="{middle - 9:g}" width="{RIGHT - LEFT}" height="18" rx="3" fill="{_TRACK}"/>')
        colour = _LOW if row.low else _BAR
        parts.append(
            f'<rect x="{LEFT}" y="{middle - 9:g}" width="{end - LEFT:.1f}" height="18" rx="3" fill="{colour}"/>'
        )
        parts.append(
            f'<text x="{RIGHT + 12}" y="{middle + 7:g}" font-size="{SIZE}" fill="{_TEXT}">{escape(row.words)}</text>'
        )
        top += high
    if line is not None:
        x = LEFT + (RIGHT - LEFT) * line
        parts.append(
            f'<line x1="{x:g}" y1="{_TOP}" x2="{x:g}" y2="{top}" stroke="{_TEXT}" stroke-dasharray="4 4" stroke-width="1.5"/>'
        )
    return _drawn(title, parts, top + _TOP)


def _label(words: Sequence[str], middle: float) -> list[str]:
    first = middle + 7 - _MORE * (len(words) - 1) / 2
    return [
        f'<text x="{LEFT - 12}" y="{first + _MORE * at:g}" font-size="{SIZE}" text-anchor="end" fill="{_TEXT}">{escape(one)}</text>'
        for at, one in enumerate(words)
    ]


def _wrapped(label: str) -> list[str]:
    """A label in lines of :data:`LINE` characters; letters and digits are about half as wide as a Chinese one."""
    lines, width = [""], 0.0
    for piece in _pieces(label):
        wide = sum(0.6 if char.isascii() else 1.0 for char in piece)
        if width and width + wide > LINE and piece not in _CLOSING:
            lines.append("")
            width = 0.0
        lines[-1] += piece
        width += wide
    return [line.strip() for line in lines]


def _pieces(label: str) -> Iterable[str]:
    """What a line may be broken between."""
    at = 0
    while at < len(label):
        whole = WHOLE.match(label, at)
        yield whole[0] if whole else label[at]
        at = whole.end() if whole else at + 1


def _drawn(title: str, parts: Iterable[str], high: float) -> str:
    name = escape(title, quote=True)
    return (
        f'<svg class="okr-figure" viewBox="0 0 {WIDTH} {high:g}" role="img" aria-label="{name}" '
        f'style="max-width:{WIDTH}px;width:100%;height:auto" font-family="inherit">{"".join(parts)}</svg>'
    )
