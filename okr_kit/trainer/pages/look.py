"""Small pieces of HTML for the trainer's pages. Whatever is put in is escaped here, unless it is HTML of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import ipywidgets as widgets

from ...errors import OkrKitError
from ...lang import Language
from ..figures import WHOLE

STYLE = """<style>
.okr-before { font-size: 17px; line-height: 1.6; max-width: 1100px; }
.okr-before h3 { font-size: 20px; margin: 18px 0 6px; }
.okr-before p { margin: 6px 0; }
.okr-before table { border-collapse: collapse; margin: 6px 0; }
.okr-before th, .okr-before td { border: 1px solid #ccd5dc; padding: 4px 12px; text-align: left; vertical-align: top; }
.okr-before .whole { white-space: nowrap; }
.okr-before summary { cursor: pointer; padding: 4px 0; color: #0f5f5a; }
.okr-before details { margin: 6px 0; }
.okr-before .bad { color: #9a3412; }
.okr-before .good { color: #166534; }
.okr-before a { color: #0f5f5a; text-decoration: underline; }
.okr-before svg { display: block; margin: 4px 0 14px; }
.jp-RenderedHTMLCommon h2 { font-size: 22px; font-weight: 700; }
.jupyter-button, .jupyter-widgets .widget-label, .jupyter-widgets .widget-label-basic { font-size: 16px; }
.jupyter-widgets textarea, .jupyter-widgets input, .jupyter-widgets select { font-size: 16px; }
.okr-choice .widget-toggle-button, .okr-choice.widget-toggle-button { background: #fff; color: #1c2733; border: 1px solid #5b6b78; opacity: 1; font-size: 16px; }
.okr-choice .widget-toggle-button.mod-active, .okr-choice.widget-toggle-button.mod-active { background: #0f5f5a; color: #fff; border-color: #0f5f5a; box-shadow: none; }
.widget-inline-hbox .widget-label { overflow: visible; }
.widget-checkbox { height: auto; }
.widget-checkbox .widget-label-basic { align-items: flex-start; height: auto; }
.widget-checkbox .widget-label-basic span { overflow: visible; white-space: normal; }
</style>"""


def wide() -> widgets.Layout:
    """As wide as its words; a layout of its own, since hiding one widget hides all that share its layout."""
    return widgets.Layout(width="auto", min_width="120px")


def column() -> widgets.Layout:
    """As wide as the page."""
    return widgets.Layout(width="100%", max_width="1100px")


def stack(*parts: widgets.Widget) -> widgets.VBox:
    """Pieces one below the other, each as wide as it is."""
    return widgets.VBox(parts, layout=widgets.Layout(align_items="flex-start", width="100%"))


def block(*parts: str) -> widgets.HTML:
    """A piece of a page, as wide as it: figures take the width that they are given."""
    return widgets.HTML(f'{STYLE}<div class="okr-before">{"".join(parts)}</div>', layout=column())


def show(place: widgets.HTML, *parts: str) -> None:
    """Put other words into a piece."""
    place.value = f'{STYLE}<div class="okr-before">{"".join(parts)}</div>'


def fail(place: widgets.HTML, language: Language, error: OkrKitError) -> None:
    """Say in a piece what went wrong, in the pack's words."""
    show(place, para(language.error(error), "bad"))


def para(words: str, style: str = "") -> str:
    """A paragraph."""
    return f'<p class="{style}">{escape(words)}</p>'


def head(words: str) -> str:
    """A heading inside a part."""
    return f"<h3>{escape(words)}</h3>"


def listing(lines: Iterable[str]) -> str:
    """A list."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its header; numbers stay with their units."""
    first = "".join(f"<th>{_whole(name)}</th>" for name in names)
    lines = ("<tr>" + "".join(f"<td>{_whole(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{first}</tr>{''.join(lines)}</table>"


def _whole(words: str) -> str:
    """Escaped words, in which a number and its unit are not taken apart at the end of a line."""
    parts, at = [], 0
    for found in WHOLE.finditer(words):
        parts += [escape(words[at : found.start()]), f'<span class="whole">{escape(found[0])}</span>']
        at = found.end()
    return "".join(parts) + escape(words[at:])


def folded(words: str, inside: str) -> str:
    """HTML of ours that opens with a click."""
    return f"<details><summary>{escape(words)}</summary>{inside}</details>"


def link(words: str, address: str) -> str:
    """A paragraph with a way to another page."""
    return f'<p><a href="{escape(address, quote=True)}">{escape(words)}</a></p>'


def button(words: str, style: str = "") -> widgets.Button:
    """A button as wide as its words."""
    return widgets.Button(description=words, button_style=style, layout=wide())


class Sure:
    """Asks once more before something is done that cannot be taken back. ``box`` holds the question while it is asked."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self.box = widgets.HBox()

    def ask(self, words: str, yes: str, no: str, do: Callable[[], None]) -> None:
        """Ask; ``do`` it after a yes, and take the question away after either."""
        go, stay = button(yes, "danger"), button(no)

        def answered(*, agreed: bool) -> None:
            self.box.children = ()
            if agreed:
                do()

        go.on_click(lambda _: answered(agreed=True))
        stay.on_click(lambda _: answered(agreed=False))
        question = block(para(words, "bad"))
        question.layout = wide()
        self.box.children = (question, go, stay)
