"""After the build: the list of pages that a class shows to the trainer alone, and no script that is made from text.

A page is the trainer's by its front matter, ``reader: trainer``. The class server reads the list beside the book.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from okr_kit.hosts.classroom.book import TRAINER_PAGES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Names every page with its title; nobody reads it in class.
INVENTORY = "objects.inv"
MADE_FROM_TEXT = re.compile(r'new Function\(\s*"n",\s*`return \(\$\{catalog\.plural_expr\}\)`\s*\)')


def for_readers(app: Sphinx, failed: Exception | None) -> None:
    """Write the list, and give Sphinx's script Chinese's one plural form: a class forbids to make functions from text."""
    if failed is not None or app.builder.name != "html":
        return
    hers = [f"{name}.html" for name, meta in app.env.metadata.items() if meta.get("reader") == "trainer"]
    Path(app.outdir, TRAINER_PAGES).write_text(json.dumps([*sorted(hers), INVENTORY], indent=1), "utf-8")
    tools = Path(app.outdir, "_static", "doctools.js")
    text, found = MADE_FROM_TEXT.subn("() => 0", tools.read_text("utf-8"))
    if found:
        tools.write_text(text, "utf-8")
