"""Drawings on the stage: one whose letters are too small there is shown whole first and then band by band, larger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from . import source as book_source

#: What a drawing has on the stage, and how large its smallest letters have to be at least, in pixels of 1280x720.
WIDE, HIGH, LETTERS = 1168.0, 510.0, 20.0
#: A band may be so much of what fills the stage at full width; without gaps to cut in, bands share so much with the next.
MOST, SHARED = 1.15, 0.35
_BOX = re.compile(r'viewBox="(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+)"')
_SIZE = re.compile(r'font-size\s*[:=]\s*"?([\d.]+)')
_PART = re.compile(r"<(rect|circle|text)\b([^>]*)>")
_NUMBER = re.compile(r'\b([\w-]+)="(-?[\d.]+)"')
_ROOT = re.compile(r"<svg\b[^>]*>")
_ROOT_SIZE = re.compile(r'\s(?:width|height)="[^"]*"')

#: Where a band begins and how high it is, in the drawing's own units.
Band = tuple[int, int]


@lru_cache(maxsize=64)
def bands(path: book_source.Stamp) -> tuple[Band, ...]:
    """The bands of a drawing, from the top; none where all of it can be read at once, or where it is none of ours."""
    try:
        with open(path[0], encoding="utf-8") as file:  # noqa: PTH123 - a stamp holds the path as text
            svg = file.read()
    except (OSError, UnicodeDecodeError):
        return ()
    box, sizes = _BOX.search(svg), [float(size) for size in _SIZE.findall(svg)]
    if box is None or not sizes:
        return ()
    top, wide, high = (float(box[n]) for n in (2, 3, 4))
    if min(sizes) * min(WIDE / wide, HIGH / high) >= LETTERS:
        return ()
    most = HIGH * wide / WIDE
    return tuple(_cut(top, top + high, most, list(_taken(svg, most))))


def of_band(svg: str, band: Band) -> str:
    """The drawing with that band alone in sight."""
    root = _ROOT.search(svg)
    box = _BOX.search(root[0]) if root else None
    if root is None or box is None:
        return svg
    seen = f'viewBox="{box[1]} {band[0]} {box[3]} {band[1]}"'
    tag = _ROOT_SIZE.sub("", root[0].replace(box[0], seen))
    return svg[: root.start()] + tag + svg[root.end() :]


def _cut(top: float, end: float, most: float, taken: list[tuple[float, float]]) -> Iterator[Band]:
    """As few bands as can be, of about the same height, cut where nothing stands; else bands that share their edges."""
    points = [top, *_gaps(top, end, taken), end]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for at, point in enumerate(points[1:], 1):
        ways = [
            (best[before][0] + 1, best[before][1] + (point - points[before]) ** 2, before)
            for before in range(at)
            if point - points[before] <= most * MOST
        ]
        best.append(min(ways, default=(len(points), 0.0, at - 1)))
    if best[-1][0] >= len(points):
        yield from _sharing(top, end, most)
        return
    cuts, at = [end], len(points) - 1
    while at:
        at = best[at][2]
        cuts.append(points[at])
    for low, high in pairwise(reversed(cuts)):
        yield round(low), round(high) - round(low)


def _gaps(top: float, end: float, taken: list[tuple[float, float]]) -> Iterator[float]:
    """The middle of each stretch in which nothing stands."""
    free = top
    for low, high in sorted(taken):
        if top < free < low:
            yield (free + low) / 2
        free = max(free, high)
    if top < free < end - 1:
        yield (free + end) / 2


def _sharing(top: float, end: float, most: float) -> Iterator[Band]:
    count = max(2, -int(-(end - top - most * SHARED) // (most * (1 - SHARED))))
    step = (end - top - most) / (count - 1)
    for n in range(count):
        yield round(top + n * step), round(most)


def _taken(svg: str, most: float) -> Iterator[tuple[float, float]]:
    """From where to where boxes, circles and lines of text reach; what is higher than a band has to be cut anyway."""
    for shape, attributes in _PART.findall(svg):
        found = {name: float(number) for name, number in _NUMBER.findall(attributes)}
        if shape == "text":
            size = found.get("font-size", 18.0)
            low, high = found.get("y", 0.0) - size, found.get("y", 0.0) + size * 0.3
        elif shape == "circle":
            low, high = found.get("cy", 0.0) - found.get("r", 0.0), found.get("cy", 0.0) + found.get("r", 0.0)
        else:
            low, high = found.get("y", 0.0), found.get("y", 0.0) + found.get("height", 0.0)
        if high - low < most:
            yield low - 3, high + 3
