"""The text that items of a drill are about: one that the exercise has, shown step by step, the words that decide marked.

``samples`` of the exercise are texts by name: a ``title`` and its ``steps``, each the number of the step that a stretch
belongs to (1-5, in the order of AAR+) and the stretch; an item names its ``sample``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import ContentError
from ...model import Exercise
from ...shape import fits
from ...view import Card, Node, Statement, Strong, Text
from ..base import Context
from ..feedback import marked
from .sheet import Item

SHAPE = {str: {"title": str, "steps": [{"step": int, "text": str}]}}


def check(exercise: Exercise) -> None:
    """Raise ContentError unless the exercise's ``samples`` can be shown, and every item's is one of them and has its marks."""
    file, samples = f"{exercise.slug}.toml", exercise.settings.get("samples", {})
    if not fits(samples, SHAPE) or not all(0 < one["step"] <= 5 for text in samples.values() for one in text["steps"]):
        raise ContentError("content-key", file=file, key="samples")
    for name, item in exercise.items.items():
        if "sample" not in item:
            continue
        if not isinstance(item["sample"], str) or item["sample"] not in samples:
            raise ContentError("content-key", file=file, key=f"{name}.sample")
        texts = [one["text"] for one in samples[item["sample"]]["steps"]]
        if not all(any(mark in text for text in texts) for mark in item.get("marks", ())):
            raise ContentError("content-key", file=file, key=f"{name}.marks")


def nodes(ctx: Context, item: Item, *, reveal: bool) -> list[Node]:
    """The text with its steps; the words that decide are marked only after the answer."""
    if "sample" not in item:
        return []
    marks = tuple(item.get("marks", ())) if reveal else ()
    rows = tuple(Text((Strong(step), "　", *marked(text, marks, "info"))) for step, text in _stretches(ctx, item))
    return [Card(rows, str(_sample(ctx, item)["title"]))]


def decisive(ctx: Context, item: Item) -> list[Node]:
    """The stretches in which words are marked, for a screen that has no room for the others."""
    marks = tuple(item.get("marks", ()))
    rows = ((step, text) for step, text in _stretches(ctx, item) if any(mark in text for mark in marks))
    return [Statement((Strong(step), "　", *marked(text, marks, "info")), small=True) for step, text in rows]


def lines(ctx: Context, item: Item) -> tuple[str, ...]:
    """The same as lines, for paper and the stage: a stretch that ends amid its sentence loses the comma."""
    return tuple(f"{step}：{text.removesuffix('，')}" for step, text in _stretches(ctx, item))


def _sample(ctx: Context, item: Item) -> Mapping[str, Any]:
    found: Mapping[str, Any] = ctx.exercise.settings["samples"][item["sample"]]
    return found


def _stretches(ctx: Context, item: Item) -> Iterator[tuple[str, str]]:
    """Each stretch behind what the course calls its step; nothing of an item without a sample."""
    if "sample" not in item:
        return
    names = ctx.policy.retrospective_steps
    yield from ((names[one["step"] - 1], str(one["text"])) for one in _sample(ctx, item)["steps"])
