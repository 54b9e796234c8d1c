"""What our directives share: the words of words.toml, the course's content, Markdown made by ourselves."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from okr_kit import bank
from okr_kit.files import PACKAGE, read_toml

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WORDS = read_toml(Path(__file__).with_name("words.toml"))
#: Markdown marks that bank text must not trigger.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def say(key: str, **values: object) -> str:
    """A sentence of words.toml."""
    return str(WORDS[key]).format(**values)


def plain(text: object) -> str:
    """Bank text as Markdown that shows it as it is."""
    return SPECIAL.sub(r"\\\1", str(text))


class Settings:
    """What the build reads once: the course's content, with the lecturer's overlay if one is named."""

    def __init__(self, app: Sphinx) -> None:
        """Read bank, cards and course.toml; ``OKR_CONTENT`` and ``OKR_COURSE`` name the lecturer's folder and file."""
        content, course = os.environ.get("OKR_CONTENT"), os.environ.get("OKR_COURSE")
        self.overlay = Path(content) if content else None
        self.content = bank.load(overlay=self.overlay, course=Path(course) if course else None)
        self.root = Path(app.srcdir)

    def slot(self, name: str) -> str:
        """The lecturer's Markdown for a slot, or nothing."""
        path = self.overlay / "book" / f"{name}.md" if self.overlay else None
        return path.read_text("utf-8-sig").strip() if path and path.is_file() else ""


class Ours(SphinxDirective):
    """A directive that can parse Markdown it made itself."""

    @property
    def settings(self) -> Settings:
        """What the build read at its start."""
        return self.env.app.okr  # type: ignore[attr-defined, no-any-return]

    def made_by_the_kit(self) -> None:
        """Another version of the kit may make another text: the page is then read again."""
        self.env.note_dependency(str(PACKAGE / "__init__.py"))

    def made_of(self, slug: str) -> None:
        """Another version of the kit, or of an exercise of its bank, may make another text: the page is then read again."""
        self.made_by_the_kit()
        self.env.note_dependency(str(PACKAGE / "bank" / "zh_cn" / f"{slug}.toml"))

    def parsed(self, text: str) -> list[nodes.Node]:
        """Markdown as nodes, as if it stood on the page."""
        box = nodes.container()
        lines = StringList(text.splitlines(), self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, box)
        return box.children
