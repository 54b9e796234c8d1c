"""Drawings on a phone: one whose letters would be too small there gets a frame of its own, in which it scrolls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from okr_words import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: How wide a drawing is on a phone, and how large its letters have to be, in CSS pixels.
PHONE, LETTERS = 350, 11.5
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"')
_SIZE = re.compile(r'font-size\s*[:=]\s*"?([\d.]+)|font:\s*(?:[a-z]+\s+|\d00\s+)*([\d.]+)px')


def width_for_letters(svg: str) -> int:
    """How wide a drawing must be for its smallest letters to be read; 0 where it says no sizes."""
    box, sizes = _BOX.search(svg), [float(one or other) for one, other in _SIZE.findall(svg)]
    return round(LETTERS * float(box[1]) / min(sizes)) if box and sizes else 0


def frame_figures(app: Sphinx, doctree: nodes.document) -> None:
    """Put a frame and a word about it around each drawing that is too small on a phone."""
    for figure in list(doctree.findall(nodes.figure)):
        image = next(figure.findall(nodes.image), None)
        file = Path(app.srcdir, image["uri"]) if image is not None else None
        if file is None or file.suffix != ".svg" or not file.is_file():
            continue
        least = width_for_letters(file.read_text("utf-8"))
        if least > PHONE:
            place = figure.parent.index(figure)
            head = f'<div class="okr-frame" style="--okr-least: {least}px"><p class="okr-swipe">{say("swipe")}</p>'
            figure.parent.insert(place, nodes.raw("", head, format="html"))
            figure.parent.insert(place + 2, nodes.raw("", "</div>", format="html"))
