"""A light book: the theme's icon script and font, 700 KB before a phone shows anything, stay away.

``okr-book.css`` draws the few icons that our pages have. The search index comes with the search page alone
(``templates/layout.html``).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from okr_pages import change

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The tag of the script, in the theme's macros.
SCRIPT = re.compile(r"<script[^>]*scripts/fontawesome\.js[^>]*></script>")
#: What the style sheet of the theme has for the icons: the fonts, and one rule a glyph.
FONT = re.compile(r"@font-face\{[^{}]*(?:Font Awesome|FontAwesome)[^{}]*\}")
GLYPH = re.compile(r'(?<=\})[^{}]*\.fa-[^{}]*:before\{content:"[^"]*"\}')
STYLES = "_static/styles/pydata-sphinx-theme.css"


class WithoutIcons(Extension):
    """The theme's pages without its icon script."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template without the tag."""
        del name, filename
        return SCRIPT.sub("", source)


def lighten(app: Sphinx, failed: Exception | None) -> None:
    """Take out of the finished site what no page asks for any more."""
    if failed is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    change(folder / STYLES, lambda text: GLYPH.sub("", FONT.sub("", text)))
    shutil.rmtree(folder / "_static" / "vendor", ignore_errors=True)
    for path in {*folder.glob("_static/scripts/fontawesome.js*"), *folder.glob("_static/**/*.map")}:
        path.unlink()
