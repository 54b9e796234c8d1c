"""What Word prints before the items of a list and does not write into them: 「KR1：」, 「（2）」, bullets."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from docx.oxml.ns import qn

#: What stands before an item whose number has a form that we do not print, and before one without.
_BULLET = "- "
_HAN = "零一二三四五六七八九"
#: Levels of a list that Word knows.
_DEEPEST = 9


class Level(NamedTuple):
    """How one level of a list is numbered: its number format, its text (``KR%1：``), its first number."""

    form: str
    text: str
    start: int


class Numbering:
    """Counts the items of a document's lists in the order of its text."""

    def __init__(self, document: Any) -> None:
        """Read how its lists and styles are numbered."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._counted: dict[str, list[int]] = defaultdict(lambda: [0] * _DEEPEST)
        self._styles = {style.style_id: style.element for style in document.styles}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        root = getattr(part, "element", None)
        if root is None:
            return
        lists = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.iter(qn("w:abstractNum"))}
        for one in root.iter(qn("w:num")):
            used = one.find(qn("w:abstractNumId"))
            self._levels[one.get(qn("w:numId"))] = lists.get(used.get(qn("w:val")) if used is not None else None, {})

    def mark(self, paragraph: Any) -> tuple[str, int]:
        """What stands before a paragraph, and how deep in its list it is; nothing for one that is in none."""
        number, depth = self._place(paragraph)
        level = self._levels.get(number, {}).get(depth)
        if level is None:
            return "", 0
        counted = self._counted[number]
        counted[depth] = counted[depth] + 1 if counted[depth] else level.start
        counted[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        if level.form in ("bullet", "none") or "%" not in level.text:
            return _BULLET if level.form == "bullet" else level.text, depth
        said = level.text
        for at in range(depth + 1):
            upper = self._levels[number].get(at, level)
            said = said.replace(f"%{at + 1}", _written(counted[at] or upper.start, upper.form))
        return f"{said} ", depth

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's."""
        number = depth = ""
        properties = paragraph.find(qn("w:pPr"))
        style = self._styles.get(_value(properties.find(qn("w:pStyle")))) if properties is not None else None
        for _ in range(_DEEPEST):  # styles that are based on each other in a circle
            numbered = properties.find(qn("w:numPr")) if properties is not None else None
            if numbered is not None:
                number = number or _value(numbered.find(qn("w:numId")))
                depth = depth or _value(numbered.find(qn("w:ilvl")))
            if style is None:
                break
            properties = style.find(qn("w:pPr"))
            style = self._styles.get(_value(style.find(qn("w:basedOn"))))
        return number, min(int(depth), _DEEPEST - 1) if depth.isdigit() else 0


def _levels(one: Any) -> dict[int, Level]:
    """The levels of one numbering."""
    found = {}
    for level in one.findall(qn("w:lvl")):
        form, text = _value(level.find(qn("w:numFmt"))), _value(level.find(qn("w:lvlText")))
        start, at = _value(level.find(qn("w:start"))), level.get(qn("w:ilvl"), "0")
        found[int(at) if at.isdigit() else 0] = Level(form, text, int(start) if start.isdigit() else 1)
    return found


def _value(element: Any) -> str:
    return str(element.get(qn("w:val"), "")) if element is not None else ""


def _written(number: int, form: str) -> str:
    """A number as its list writes it, as far as readers of statements tell numbers apart: digits, or Chinese up to 99."""
    if "hinese" in form or "apanese" in form or "deograph" in form:
        tens, ones = divmod(number, 10)
        if 0 < number < 100:
            return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")
    if form.endswith("Letter") and 0 < number <= 26:
        return chr((96 if form.startswith("lower") else 64) + number)
    return str(number)
