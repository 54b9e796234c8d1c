"""The Sphinx extension of the book: our directives, what sections say of themselves, Chinese search, the theme's words.

Directives: ``exercise`` (paper version; the class version is offered where the page is served by ``okr serve``),
``cards``, ``paper`` (to print), ``when`` (text for one setting of course.toml), ``slot`` (the lecturer's text, nothing
while it is empty), ``timetable``, ``unit-plan``, ``unit-notes`` (what pages declare, and their notes to the trainer),
``rules`` and ``contract`` (what the grader knows). All text comes from okr_kit's bank, cards and settings, and from the
pages' front matter.
"""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2.ext import Extension
from okr_exercise import Cards, Exercise, Paper
from okr_figures import frame_figures
from okr_light import WithoutIcons, lighten
from okr_pages import for_learners
from okr_readers import for_readers
from okr_reference import Contract, Rules, Terms
from okr_sections import UnitNotes, UnitPlan, as_section
from okr_timetable import Timetable, TimetableNode, always, fill_timetable
from okr_words import WORDS, Ours, Settings
from sphinx import addnodes, locale
from sphinx.search.zh import SearchChinese

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: A character of Chinese text.
WIDE = re.compile(r"[\u2014-\u201d\u2026\u3000-\u9fff\uff00-\uffef]")


class When(Ours):
    """``{when} mapping=A``: text that holds for one setting only."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The text, or nothing."""
        name, _, wanted = self.arguments[0].partition("=")
        if getattr(self.settings.content.policy, name) != wanted:
            return []
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        return list(box.children)


class Slot(Ours):
    """``{slot} name``: ``book/<name>.md`` of the lecturer's overlay folder."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The lecturer's text, or nothing."""
        text = self.settings.slot(self.arguments[0])
        return self.parsed(text) if text else []


def join_lines(app: Sphinx, doctree: nodes.document) -> None:
    """Lines of Chinese follow each other without the blank that a line break would leave."""
    for text in list(doctree.findall(nodes.Text)):
        if text.strip("\n") or not text:
            continue
        around = text.parent.children
        place = around.index(text)
        before = around[place - 1].astext()[-1:] if place else ""
        after = around[place + 1].astext()[:1] if place + 1 < len(around) else ""
        if WIDE.match(before) or WIDE.match(after):
            text.parent.replace(text, nodes.Text(""))


def steps(app: Sphinx, config: Any) -> None:
    """Read the course and offer the AAR+ step names as ``{{ aar1 }}`` to ``{{ aar5 }}``."""
    app.okr = Settings(app)  # type: ignore[attr-defined]
    names = app.okr.content.policy.retrospective_steps  # type: ignore[attr-defined]
    config.myst_substitutions = {f"aar{number}": name for number, name in enumerate(names, 1)}


def at_home(app: Sphinx, doctree: nodes.document) -> None:
    """Searching a term shows the page first that treats it: a main entry of the index, without an anchor of its own."""
    page = Path(app.env.docname).name
    for term, pages in WORDS["home"].items():
        if page in pages:
            doctree.insert(0, addnodes.index(entries=[("single", term, "", "main", None)]))


class Search(SearchChinese):
    """Cuts the reader's words as the pages' words are cut."""

    js_splitter_code = Path(__file__).with_name("split.js").read_text("utf-8")


class Interface(gettext.NullTranslations):
    """Words of the theme that its own translations lack; everything else is theirs."""

    def gettext(self, message: str) -> str:
        """Ours, or the theme's."""
        return str(WORDS["interface"].get(message) or super().gettext(message))


class Attributes(Extension):
    """Words that the theme's templates do not offer to translators: the same table, in attributes."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with our words."""
        del name, filename
        for english, ours in WORDS["interface"].items():
            source = source.replace(f'="{english}"', f'="{ours}"')
        return source


def translate(app: Sphinx) -> None:
    """The theme speaks Chinese and draws no icons."""
    for extension in (Attributes, WithoutIcons):
        app.builder.templates.environment.add_extension(extension)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """An exercise leaves with its page."""
    home = vars(env).setdefault("okr_exercises", {})
    for slug in [slug for slug, row in home.items() if row["page"] == docname]:
        del home[slug]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    for name, directive in (
        ("exercise", Exercise),
        ("cards", Cards),
        ("paper", Paper),
        ("when", When),
        ("slot", Slot),
        ("rules", Rules),
        ("contract", Contract),
        ("terms", Terms),
        ("timetable", Timetable),
        ("unit-plan", UnitPlan),
        ("unit-notes", UnitNotes),
    ):
        app.add_directive(name, directive, override=True)
    app.add_node(TimetableNode)
    app.connect("config-inited", steps)
    app.connect("source-read", as_section)
    app.connect("env-get-outdated", always)
    app.connect("doctree-read", join_lines)
    app.connect("doctree-read", at_home)
    app.connect("doctree-read", frame_figures)
    app.connect("env-purge-doc", forget)
    app.connect("doctree-resolved", fill_timetable)
    app.connect("builder-inited", translate)
    app.connect("build-finished", for_readers)
    app.connect("build-finished", for_learners)
    app.connect("build-finished", lighten)
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it for an extension that we leave out
    app.add_search_language(Search)
    words = Interface()
    words.add_fallback(app.translator)
    app.translator = locale.translators["general", "sphinx"] = words
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
