"""A tree as plain records: boxes below boxes, their numbers in words, and the document that they make."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .....documents import Document
from .....documents.value_tree import blank_tree
from .....quantity import Quantity, parse
from ...work import Work

Box = dict[str, Any]
#: The three methods that the book teaches, by the names of the contract.
METHODS = ("formula", "process", "element")
#: Signs by what joins the boxes of a layer.
SIGNS = {"times": "×", "plus": "+"}
_SCALES = {"亿": 1e8, "万": 1e4}
#: How one begins who answers 「向谁去查」 in a sentence; 向 and 和 may begin a name.
_ASKING = re.compile(r"^(?:(?:去|找|问)(?:一下)?)+(?=..)")


def whom(typed: str) -> str:
    """Whom to ask, as a name: 「问老王」 and 「找老王」 are 老王."""
    return _ASKING.sub("", typed.strip())


def box(name: str, title: str, value: str = "", /, *, children: Iterable[Box] = (), **more: Any) -> Box:
    """One box; what is blank is left out."""
    found: Box = {"value": value, **more}
    return {"id": name, "name": title, **{key: one for key, one in found.items() if one}, "children": list(children)}


def joined(joins: str, children: Iterable[Box], typed: str) -> str:
    """The formula of a layer: its boxes joined by one sign, or what was typed."""
    sign = SIGNS.get(joins)
    return f" {sign} ".join(str(child["name"]) for child in children) if sign else typed


def walk(root: Box) -> Iterator[Box]:
    """Every box, those above first."""
    yield root
    for child in root["children"]:
        yield from walk(child)


def leaves(root: Box) -> list[Box]:
    """The boxes with nothing below them."""
    return [one for one in walk(root) if not one["children"]]


def find(root: Box, name: str) -> Box | None:
    """The box of that id."""
    return next((one for one in walk(root) if one["id"] == name), None)


def said(one: Mapping[str, Any], which: str = "value") -> str:
    """A number of a box with its unit, as it was typed; empty where there is none."""
    text, unit = str(one.get(which) or ""), str(one.get("unit") or "")
    found = parse(text)
    if not unit or found is None or found.unit:
        return text
    return f"{text}{unit}" if unit[0] == "%" or re.search("[万亿]$", text) else f"{text} {unit}"


def read(one: Mapping[str, Any], which: str = "value") -> Quantity | None:
    """The number of a box with its unit; None where there is none that can be read."""
    return parse(said(one, which))


def figure(number: float, like: str = "", *, bare: bool = False) -> str:
    """A number in the scale and the unit of another one as it stands (8.0 亿元): 「10.406 亿元」, ``bare`` without the unit."""
    word, known = next((one for one in _SCALES if one in like), ""), parse(like)
    if abs(number) < _SCALES.get(word, 0) / 1000:
        word = ""
    scaled = number / _SCALES.get(word, 1)
    digits = 4 if not scaled or abs(scaled) >= 0.001 else 2 - math.floor(math.log10(abs(scaled)))
    text = f"{scaled:.{digits}f}"
    text = (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
    unit = word + (known.unit if known and not bare else "")
    return f"{text}{unit}" if unit[:1] in ("", "%") else f"{text} {unit}"


def rough(number: float, like: str = "") -> str:
    """The same to three digits, for a comparison: 43.68 is 43.7."""
    digits = 2 - math.floor(math.log10(abs(number))) if number else 0
    return figure(round(number, digits), like)


def document(
    work: Work,
    tree: Box,
    *,
    origin: str,
    title: str,
    strategies: Iterable[tuple[str, str]] = (),
    dropped: Iterable[tuple[str, str]] = (),
) -> Document:
    """The tree as a document; ``strategies`` are (leaf, text), ``dropped`` (what, why)."""
    ways = [{"leaf": leaf, "text": text} for leaf, text in strategies]
    gone = [{"what": what, "why": why} for what, why in dropped]
    return blank_tree(work.state["id"], tree, strategies=ways, dropped=gone, origin=origin, title=title)
