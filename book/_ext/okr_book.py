"""The one Sphinx extension of ours: exercise boxes, course settings, minutes, the rule catalogue, and the words of the theme.

Directives: ``exercise`` (paper version; the class version is offered where the page is served by ``okr serve``),
``when`` (text for one setting of course.toml), ``slot`` (the lecturer's text, nothing while it is empty),
``timetable`` (computed from the minutes that pages declare) and ``rules`` (the catalogue, from the cards).
All text comes from okr_kit's bank, cards and settings, and from the pages' front matter.
"""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from jinja2.ext import Extension
from sphinx import addnodes, locale
from sphinx.search.zh import SearchChinese
from sphinx.util.docutils import SphinxDirective

from okr_kit import bank
from okr_kit.files import PACKAGE, read_toml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

WORDS = read_toml(Path(__file__).with_name("words.toml"))
#: Markdown marks that bank text must not trigger.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
#: A character of Chinese text.
WIDE = re.compile(r"[\u2014-\u201d\u2026\u3000-\u9fff\uff00-\uffef]")


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

    def parsed(self, text: str) -> list[nodes.Node]:
        """Markdown as nodes, as if it stood on the page."""
        box = nodes.container()
        lines = StringList(text.splitlines(), self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, box)
        return box.children


class Exercise(Ours):
    """``{exercise} slug``: task, material and fold-out answer on paper; a way to the class version where there is one."""

    has_content = True
    required_arguments = 1
    option_spec = {  # noqa: RUF012 - docutils reads it from the class
        "title": directives.unchanged,
        "minutes": directives.nonnegative_int,
        "need": lambda value: directives.choice(value, ("must", "optional", "after")),
        "group": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """The box."""
        slug = self.arguments[0]
        exercise = self.settings.content.exercises.get(slug)
        title = self.options.get("title") or (exercise.title if exercise else "")
        minutes = self.options.get("minutes", exercise.minutes if exercise else None)
        need = self.options.get("need") or (exercise.need if exercise else "must")
        if not title or minutes is None or not (self.content or exercise):
            raise self.error(f"exercise {slug}: needs a title, minutes and a text, or an entry in the bank")
        home = vars(self.env).setdefault("okr_exercises", {})
        home[slug] = {"page": self.env.docname, "title": title, "minutes": minutes, "need": need}
        group = self.options.get("group")
        facts = [say("minutes", n=minutes), say(f"need-{need}"), say("group", n=group) if group else say("alone")]
        box = nodes.container(classes=["okr-exercise"], ids=[f"exercise-{slug}"])
        box += nodes.rubric("", say("exercise", title=title))
        box += nodes.paragraph("", "　".join(facts), classes=["okr-facts"])
        if exercise:
            box += nodes.raw("", f'<p class="okr-online" data-okr-slug="{slug}" hidden></p>', format="html")
        if self.content:
            self.state.nested_parse(self.content, self.content_offset, box)
        elif exercise:
            self.env.note_dependency(str(PACKAGE / "bank" / "zh_cn" / f"{slug}.toml"))
            box += self.parsed(paper(exercise, self.settings.content.language))
        return [box]


def paper(exercise: Any, language: Any) -> str:
    """The paper version of a bank exercise as Markdown: task, the first items, the answers folded."""
    lines = [plain(exercise.task), ""]
    if exercise.kind == "write":
        scenario = next(iter(exercise.items.values()))
        lines += [f"**{plain(scenario['title'])}**　{plain(scenario['story'])}", ""]
        lines += [
            say("parent", text=plain(scenario["parent"])),
            "",
            *(f"- {plain(fact)}" for fact in scenario["facts"]),
        ]
        return "\n".join([*lines, "", plain(scenario["ask"]), "", f"_{say('lines')}_"])
    chosen = list(exercise.items.values())[: int(exercise.settings["draw"])]
    lines += [f"{number}. {_statement(item)}" for number, item in enumerate(chosen, 1)]
    lines += ["", f":::{{dropdown}} {say('answers')}"]
    lines += [f"{number}. **{_key(item, language)}**　{plain(item['reason'])}" for number, item in enumerate(chosen, 1)]
    return "\n".join([*lines, ":::"])


def _statement(item: Any) -> str:
    """One item as a line; a set with its KRs below."""
    if "text" in item:
        above = say("under", text=plain(item["objective"])) if item.get("objective") else ""
        return f"{plain(item['text'])}{above}"
    rows = [row if isinstance(row, str) else say("weighted", **row) for row in item["key_results"]]
    krs = "".join(f"\n   - KR{number}：{plain(row)}" for number, row in enumerate(rows, 1))
    return f"O：{plain(item['objective'])}\n{krs}"


def _key(item: Any, language: Any) -> str:
    """The right answer in words."""
    if "bin" in item:
        return str(language.say(f"exercise.bin-{item['bin']}"))
    return str(language.card(item["codes"][0]).title if item["codes"] else language.say("exercise.right-as-is"))


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


class Rules(Ours):
    """``{rules} objective``: every card of a family, with its examples."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One section a card."""
        cards = self.settings.content.language.cards
        lines: list[str] = []
        for code in sorted(code for code in cards if code.startswith(self.arguments[0])):
            card = cards[code]
            self.env.note_dependency(str(PACKAGE / "lang" / "zh_cn" / "rules" / f"{code}.toml"))
            lines += [f"({code.lower()})=", f"**{card.title}**　`{code}`", "", plain(card.why), ""]
            lines += [say("coach", question=plain(card.question)), ""]
            bad = "；".join(plain(_example(one)) for one in card.bad[:2])
            good = "；".join(plain(_example(one)) for one in card.good[:2])
            if bad and good:
                lines += [f"- {say('bad', text=bad)}", f"- {say('good', text=good)}", ""]
            elif card.human:
                lines += [f"- {say('human')}", ""]
        return self.parsed("\n".join(lines))


def _example(one: Any) -> str:
    """An example in one line: the statement, or the O with its KRs."""
    if isinstance(one, str):
        return one
    if "text" in one:
        return str(one["text"])
    if "objectives" in one:
        return "、".join(one["objectives"])
    rows = [row if isinstance(row, str) else row["text"] for row in one["key_results"]]
    return f"O：{one['objective']}（KR：{'、'.join(rows)}）"


class TimetableNode(nodes.General, nodes.Element):
    """Stands for the timetable until every page's minutes are known."""


class Timetable(Ours):
    """``{timetable}``: filled in when all pages are read."""

    def run(self) -> list[nodes.Node]:
        """A place to fill in."""
        return [TimetableNode()]


def half_days(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    """What happens in each half-day, in order: pages by _toc order, and the fixed parts of timetable.toml between them.

    A row has ``title``, ``minutes``, ``short`` and ``page`` (empty for breaks and the like).
    """
    fixed = read_toml(Path(env.app.srcdir) / "book" / "timetable.toml")
    order = [ref for part in env.toctree_includes.values() for ref in part]
    rows: dict[str, list[dict[str, Any]]] = {half: [] for half in fixed["halves"]}
    for name in dict.fromkeys(order):
        meta = env.metadata.get(name, {})
        if meta.get("half") in rows and int(meta.get("minutes", 0)):
            title = env.titles[name].astext()
            minutes, short = int(meta["minutes"]), int(meta.get("short", meta["minutes"]))
            rows[str(meta["half"])].append({"title": title, "minutes": minutes, "short": short, "page": name})
    for one in fixed["fixed"]:
        place = next((n for n, row in enumerate(rows[one["half"]]) if row["page"] == one.get("before")), None)
        row = {"title": one["title"], "minutes": one["minutes"], "short": one["minutes"], "page": ""}
        rows[one["half"]].insert(len(rows[one["half"]]) if place is None else place, row)
    return rows


def fill_timetable(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the place into one table for each half-day."""
    for place in list(doctree.findall(TimetableNode)):
        made: list[nodes.Node] = []
        for half, rows in half_days(app.env).items():
            total = sum(row["minutes"] for row in rows)
            made.append(nodes.rubric("", say(f"half-{half}", n=total)))
            made.append(_table(app, docname, rows))
        place.replace_self(made)


def _table(app: Sphinx, docname: str, rows: list[dict[str, Any]]) -> nodes.table:
    """Start, part (a link to its page), minutes, and minutes of the short variant."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (1, 5, 1, 1)), cols=4)
    head, body, clock = nodes.thead(), nodes.tbody(), 0
    head += _row([nodes.Text(say(name)) for name in ("start", "part", "length", "short")])
    for row in rows:
        name: nodes.Node = nodes.Text(row["title"])
        if row["page"]:
            link = app.builder.get_relative_uri(docname, row["page"])
            name = nodes.reference("", row["title"], refuri=link, internal=True)
        short = "" if row["short"] == row["minutes"] else str(row["short"])
        body += _row([nodes.Text(f"+{clock}"), name, nodes.Text(str(row["minutes"])), nodes.Text(short)])
        clock += row["minutes"]
    group += [head, body]
    return nodes.table("", group, classes=["okr-timetable"])


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        row += nodes.entry("", nodes.paragraph("", "", cell))
    return row


def always(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The timetable hangs on every page's minutes."""
    return ["book/timetable"] if "book/timetable" in env.all_docs and (added or changed or removed) else []


def show_minutes(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the page's unit and class minutes under its title, from its front matter."""
    found = re.match(r"---\n(.*?)\n---\n", source[0], re.DOTALL)
    minutes = re.search(r"^minutes:\s*(\d+)", found[1], re.MULTILINE) if found else None
    half = re.search(r"^half:", found[1], re.MULTILINE) if found else None
    if minutes and half:
        line = say("in-class", n=minutes[1]) if int(minutes[1]) else say("at-home")
        source[0] = re.sub(
            r"^(# .+)$", rf'\1\n\n<p class="okr-minutes">{line}</p>\n', source[0], count=1, flags=re.MULTILINE
        )


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
    """The theme speaks Chinese."""
    app.builder.templates.environment.add_extension(Attributes)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """An exercise leaves with its page."""
    home = vars(env).setdefault("okr_exercises", {})
    for slug in [slug for slug, row in home.items() if row["page"] == docname]:
        del home[slug]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    for name, directive in (
        ("exercise", Exercise),
        ("when", When),
        ("slot", Slot),
        ("rules", Rules),
        ("timetable", Timetable),
    ):
        app.add_directive(name, directive, override=True)
    app.add_node(TimetableNode)
    app.connect("config-inited", steps)
    app.connect("source-read", show_minutes)
    app.connect("env-get-outdated", always)
    app.connect("doctree-read", join_lines)
    app.connect("doctree-read", at_home)
    app.connect("env-purge-doc", forget)
    app.connect("doctree-resolved", fill_timetable)
    app.connect("builder-inited", translate)
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it for an extension that we leave out
    app.add_search_language(Search)
    words = Interface()
    words.add_fallback(app.translator)
    app.translator = locale.translators["general", "sphinx"] = words
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
