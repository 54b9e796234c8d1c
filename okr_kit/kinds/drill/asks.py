"""One ask of a question, as the bank describes it: its options, its number, and what an answer to it is worth.

An ask has ``name``, ``legend``, ``weight`` and a ``style``. ``one``, ``several``, ``scale``: ``options`` (``id``, ``text``,
perhaps a ``reply``, what is ``heard`` or ``found`` out by asking it, and, of one that is not the key, its ``worth``) and
``key`` (an id, or those of several). ``number``:
``value`` as people write it, ``tolerance`` in its unit, ``apart`` the distance that may be given in its place whatever its
sign, ``wrong`` values that are known (``value``, ``reply``, perhaps the ``way`` that leads there, in words that a class may
be counted by), ``scale`` the one that a bare number may leave out (万). ``score``: ``value`` 0-1 as it is worked out, and
``wrong``; what is typed has one decimal or more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...quantity import Quantity, distance, half_digit, parse
from ...scoring import rounded
from ...shape import fits
from .sheet import Told

Ask = Mapping[str, Any]
STYLES = ("one", "several", "number", "score", "scale")
#: What is written in words, and all that is typed.
WRITTEN = "text"
TYPED = ("number", "score", WRITTEN)
#: What is given for a place on a scale that is one off.
NEAR = 0.5
#: Every way to say percent, or points of it.
PERCENT = frozenset(("%", "点", "个点", "百分点", "个百分点", "pp"))
#: How far two numbers may be apart that are the same, as floating point.
SAME = 1e-9
#: A score stands for half of its last digit, of one decimal at least; from here on it is of another scale (8 分, 80).
DIGIT, OTHER_SCALE = 0.05, 2.5


def keys(ask: Ask) -> tuple[str, ...]:
    """The right options; none of a number."""
    key = ask.get("key", ())
    return (key,) if isinstance(key, str) else tuple(key)


def truth(ask: Ask) -> str:
    """The right answer as it is kept."""
    if ask["style"] in TYPED:
        return str(ask["example" if ask["style"] == WRITTEN else "value"])
    return ",".join(sorted(keys(ask))) if several(ask) else keys(ask)[0]


def several(ask: Ask) -> bool:
    """Whether more than one option is picked."""
    return bool(ask["style"] == "several")


def words(ask: Ask) -> str:
    """The right answer in words."""
    if ask["style"] in TYPED:
        return str(ask.get("words") or truth(ask))
    named = {one["id"]: str(one["text"]) for one in ask["options"]}
    return "、".join(named[key] for key in keys(ask)[: None if several(ask) else 1])


def told(ask: Ask, given: str) -> Told | None:
    """What is said of an answer to this ask; None while there is none."""
    if not given:
        return None
    if ask["style"] in TYPED:
        return _number(ask, given) if ask["style"] == "number" else _score(ask, given)
    picked = given.split(",")
    replies = tuple(str(one["reply"]) for one in ask["options"] if one["id"] in picked and one.get("reply"))
    return Told(_share(ask, picked), replies)


def _share(ask: Ask, picked: list[str]) -> float:
    """How much of the options' key is there."""
    right = keys(ask)
    if several(ask):
        hits = sum(one in right for one in picked)
        return max(0.0, (hits - (len(picked) - hits)) / len(right))
    if picked[0] in right:
        return 1.0
    if ask["style"] == "scale":
        places = [one["id"] for one in ask["options"]]
        return NEAR if any(abs(places.index(picked[0]) - places.index(key)) == 1 for key in right) else 0.0
    return next(float(one.get("worth", 0)) for one in ask["options"] if one["id"] == picked[0])


def _number(ask: Ask, given: str) -> Told:
    """A number that was typed; one that cannot be read, or is of another unit, is not judged."""
    whole, apart = parse(given), distance(given) if "apart" in ask else None
    typed = whole or apart
    if typed is None or typed.high is not None:
        return Told(None, why="unread-number")
    if not _alike(typed.unit, _quantity(ask["value"]).unit):
        return Told(None, why="unread-unit")
    if whole and _same(ask, whole, _quantity(ask["value"])):
        return Told(1.0)
    if apart and _same(ask, replace(apart, value=abs(apart.value)), _quantity(ask["apart"])):
        return Told(1.0)
    return _slip(one for one in ask.get("wrong", ()) if _same(ask, typed, _quantity(one["value"])))


def _slip(known: Iterator[Mapping[str, Any]]) -> Told:
    """A wrong number, with what there is to say of the first known one that it is."""
    found = next(known, None)
    return Told(0.0) if found is None else Told(0.0, (str(found["reply"]),), way=str(found.get("way", "")))


def _score(ask: Ask, given: str) -> Told:
    """A score that was typed: 0.8, .8, 80%, 0.80; half up to one decimal where it has more, but for a known wrong way.

    8 分 and 80 are of another scale, which nobody asked for: they are not judged.
    """
    typed = parse(given)
    if typed is None or typed.high is not None:
        return Told(None, why="unread-number")
    percent = 100 if typed.unit == "%" else 1
    score, half = typed.value / percent, min(half_digit(given, typed) / percent, DIGIT)
    if typed.unit not in ("", "%", "分") or score >= OTHER_SCALE:
        return Told(None, why="unread-score")

    def meant(value: object) -> bool:
        return score - half - SAME <= _quantity(value).value < score + half - SAME

    right = _quantity(ask["value"]).value
    if meant(ask["value"]):
        return Told(1.0)
    slip = _slip(one for one in ask.get("wrong", ()) if meant(one["value"]))
    return Told(1.0) if not slip.replies and rounded(score) == rounded(right) else slip


def _quantity(text: object) -> Quantity:
    """A number of the bank, which was read when it was loaded."""
    return parse(text) or Quantity(math.nan)


def _same(ask: Ask, typed: Quantity, known: Quantity) -> bool:
    """Whether a typed number is a known one, in one of the ways in which a bare number can be meant."""
    if not _alike(typed.unit, known.unit):
        return False
    off = float(ask.get("tolerance", 0)) * _factor(ask) + SAME * max(1.0, abs(known.value))
    return any(abs(one - known.value) <= off for one in _meant(ask, typed, known))


def _meant(ask: Ask, typed: Quantity, known: Quantity) -> Iterator[float]:
    """As typed; without a unit also with the scale that stands behind the field, or as a share of one (0.76 for 76%)."""
    yield typed.value
    if not typed.unit:
        yield typed.value * _factor(ask)
        if known.unit in PERCENT:
            yield typed.value * 100


def _factor(ask: Ask) -> float:
    """What the scale behind the field multiplies."""
    scale = parse(f"1{ask.get('scale', '')}")
    return scale.value if scale else 1.0


def _alike(one: str, other: str) -> bool:
    """Whether two units are the same as far as can be told: a missing one may be any, 分 is 分钟."""
    if not one or not other or (one in PERCENT and other in PERCENT):
        return True
    return one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)


def sound(ask: Ask) -> bool:
    """Whether an ask of the bank has what its style needs."""
    if ask["style"] in TYPED:
        wrong, off = ask.get("wrong", []), ask.get("tolerance", 0)
        if not fits(wrong, [{"value": str, "reply": str, "way?": str}]) or not fits(off, float):
            return False
        numbers = [ask.get("value"), *([ask["apart"]] if "apart" in ask else []), *(one["value"] for one in wrong)]
        return all(isinstance(one, str) and parse(one) for one in numbers)
    key = ask.get("key")
    if not (isinstance(key, str) or fits(key, [str])):
        return False
    options = ask.get("options")
    if not isinstance(options, list) or not all(
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("id", "text"))
        and all(isinstance(one.get(key, ""), str) for key in ("reply", "heard", "found"))
        for one in options
    ):
        return False
    ids = [one["id"] for one in options]
    worths = [one.get("worth", 0) for one in options]
    fine = all(isinstance(one, int | float) and math.isfinite(one) and 0 <= one < 1 for one in worths)
    return (
        fine
        and len(set(ids)) == len(ids) > 1
        and bool(keys(ask))
        and set(keys(ask)) <= set(ids)
        and all(one and "," not in one for one in ids)
    )
