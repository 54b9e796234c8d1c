"""click in the language of a pack: its own sentences from ``click.toml``, its help in columns that fit Chinese.

click takes its sentences from gettext, which reads compiled catalogues only and chooses one by the user's LANG. A pack
is text and the course is Chinese on every computer, so ``_`` and ``ngettext`` of click's modules look into the pack;
what it does not have stays as click wrote it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from ...lang import Language
from .columns import width, wrap


def speak(language: Language) -> None:
    """Let click speak from now on as that pack does."""

    def gettext(message: str) -> str:
        return language.messages.get(f"click.{message}", message)

    def ngettext(one: str, many: str, count: int) -> str:
        return gettext(one if count == 1 else many)

    for module in [module for name, module in sys.modules.items() if name.startswith("click.")]:
        for name, function in (("_", gettext), ("ngettext", ngettext)):
            if hasattr(module, name):
                setattr(module, name, function)
    click.Context.formatter_class = Columns


class Columns(click.HelpFormatter):
    """click's help, broken and aligned by columns; click itself counts characters."""

    def write_text(self, text: str) -> None:
        """Write one paragraph."""
        self.write(wrap(text, self.width, self.current_indent) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # noqa: ARG002 - click's
        """Write what there is in one column and what it does in the other."""
        terms = [(f"{'':{self.current_indent}}{term}", text) for term, text in rows]
        indent = max(width(term) for term, _ in terms) + col_spacing
        for term, text in terms:
            self.write(wrap(text, self.width, indent, term) + "\n")
