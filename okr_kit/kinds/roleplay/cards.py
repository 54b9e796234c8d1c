"""A role card as a node: the one place that shows what stands on it."""

from __future__ import annotations

from ...view import Card as Box
from ...view import Items, Node, Text
from .script import Card


def face(card: Card) -> Box:
    """The card."""
    return Box(words(card), card.title)


def words(card: Card) -> tuple[Node, ...]:
    """What stands on it."""
    asked = (Items(card.asked),) if card.asked else ()
    return (*(Text((one,)) for one in card.lines), *asked, *(Text((one,)) for one in card.after))
