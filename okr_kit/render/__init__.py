"""Nodes to HTML, a page, or plain text: a screen is data until it comes here.

``html`` makes the inside of an exercise and is the one place that escapes; ``screen`` wraps it into the shell that
``player.js`` drives; ``stage`` the frame of the projector's; ``page`` makes a whole document; ``text`` gives plain lines.
"""

from __future__ import annotations

from .document import Alive, above, page, screen
from .elements import WRITERS, html, runs
from .lines import text
from .stage import stage

__all__ = ["WRITERS", "Alive", "above", "html", "page", "runs", "screen", "stage", "text"]
