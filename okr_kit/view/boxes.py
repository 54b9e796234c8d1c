"""What holds other nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .node import Node


@dataclass(frozen=True, slots=True)
class Card:
    """A boxed group of nodes under an optional title."""

    children: tuple[Node, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Background that opens on request.

    With ``stays`` it is a drawer: it keeps in sight while the page scrolls under it, scrolls in itself, and once on the
    screen nobody but the learner opens or closes it. As a row of a list it has a small line of ``before`` (a time),
    ``aside`` and ``note``, and a ``state`` (past, now, todo, off); ``key`` names it where its title may change.
    """

    title: str
    children: tuple[Node, ...]
    open: bool = False
    stays: bool = False
    key: str = ""
    before: str = ""
    aside: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Nodes side by side where there is room, one below the other on a phone.

    ``aside``: a picture of the whole that stands beside the rest of the screen where there is room, and nowhere on a phone.
    """

    columns: tuple[tuple[Node, ...], ...]
    aside: bool = False
