"""The stage as a widget: a frame whose page asks the class server itself, so that it goes on when the kernel is gone."""

from __future__ import annotations

import anywidget
import traitlets

from ... import render
from ...lang import Language
from .widget_files import script, style

#: The class server's, on the same origin as the trainer's Voila pages; its cookie decides who sees something.
ENDPOINT = "/stage"


class StageWidget(anywidget.AnyWidget):
    """What the class's projector shows; nothing of it goes through Python."""

    _esm = script("stage_widget.js")
    _css = style("stage.css")

    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, language: Language) -> None:
        """Make the frame, in which nothing stands yet."""
        super().__init__(html=render.stage(language, (), endpoint=ENDPOINT, way="/trainer"))

    def __repr__(self) -> str:
        """What a log shows; the page shows the class."""
        return "<stage>"
