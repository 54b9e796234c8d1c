"""The frame of the stage, which ``stage.js`` drives: what is shown, a corner for a word, a way that is not projected."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from .elements import html

if TYPE_CHECKING:
    from ..view import Node
    from .document import Words

#: Ids of what is on the stage begin with this.
PREFIX = "st"
#: What the front end may have to say by itself.
SAID = ("lost", "none", "none-next", "shut", "shut-next")


def stage(words: Words, nodes: Iterable[Node], *, endpoint: str, show: str = "", seen: str = "", way: str = "") -> str:
    """The stage as HTML, to be put into a page or a notebook.

    ``show`` names what is shown (for the style sheet), ``seen`` is the mark of what was looked at, ``way`` leads to the
    trainer's own side and comes into sight when the pointer moves.
    """
    said = {f"say-{name}": words.say(f"stage.{name}") for name in SAID}
    data = {"endpoint": endpoint, "show": show, "seen": seen, **said}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    link = f'<a class="okr-stage-way" href="{escape(way)}">{escape(words.say("stage.way"))}</a>' if way else ""
    corner = '<p class="okr-stage-corner" data-okr-corner role="status"></p>'
    view = f'<div class="okr-stage-view" data-okr-view>{html(nodes, PREFIX)}</div>'
    return f'<div class="okr okr-stage" data-okr-stage tabindex="-1"{attributes}>{view}{corner}{link}</div>'
