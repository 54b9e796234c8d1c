"""The finished pages: what is the trainer's is not offered on the pages of learners; scripts of others speak Chinese.

Entries of the contents, the way to the next page and links in the text are switched off in the files themselves, and
``book.js`` switches them on for the trainer of a class. In a book that stands alone, links in the text lead on, and the
contents name the trainer's pages on those pages alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from okr_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

#: Scripts of extensions, with words that only who hears a page gets.
SCRIPTS = ("togglebutton.js",)
OFF = " data-okr-trainer hidden"


def for_learners(app: Sphinx, failed: Exception | None) -> None:
    """Go over all pages that are for learners too."""
    if failed is not None or app.builder.name != "html":
        return
    hers = {name for name, meta in app.env.metadata.items() if meta.get("reader") == "trainer"}
    folder = Path(app.outdir)
    for path in folder.rglob("*.html"):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name not in hers and not name.startswith("_static/"):
            change(path, lambda text: not_offered(text, [Path(page).name for page in hers]))
    for script in SCRIPTS:
        change(folder / "_static" / script, _in_chinese)


def not_offered(text: str, hers: Iterable[str]) -> str:
    """A page on which nothing leads to those pages."""
    page = rf'href="(?:[\w./-]*/)?(?:{"|".join(map(re.escape, sorted(hers)))})\.html(?:#[^"]*)?"'
    text = re.sub(rf'<link rel="(?:next|prev)"[^>]* {page}[^>]*/>\s*', "", text)
    text = re.sub(rf'<li class="toctree-l\d">(?=<a class="reference internal" {page})', _hidden, text)
    text = re.sub(
        r'<p [^>]*class="caption"[^>]*>(?=(?:(?!</?ul)[\s\S])*<ul[^>]*>\s*<li[^>]* data-okr-trainer)', _hidden, text
    )
    text = re.sub(rf'<a class="(?:right-next|left-prev)"(?=\s+{page})', lambda found: found[0] + OFF, text)
    return re.sub(rf'(<a class="reference internal" )(?={page}><span)', r"\1data-okr-", text)


def _hidden(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}{OFF}>"


def _in_chinese(text: str) -> str:
    for english, ours in WORDS["interface"].items():
        text = text.replace(f'aria-label="{english}"', f'aria-label="{ours}"')
    return text


def change(path: Path, how: Callable[[str], str]) -> None:
    """Write a file anew if it is there and the change makes it another."""
    if path.is_file() and (new := how(old := path.read_text("utf-8"))) != old:
        path.write_text(new, "utf-8")
