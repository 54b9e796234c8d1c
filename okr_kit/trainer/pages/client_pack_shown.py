"""What the page 客户材料 shows as HTML: all words of the client are escaped here, and nowhere else made into a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...bank import Content
from ...hosts.cli.lint.report import said
from ...hosts.cli.lint.source import LeftOut
from ...lang import Language
from ..pack.candidates import Candidate
from ..pack.material import Lines, Material, Part
from ..pack.profile import FEWEST
from ..pack.steps import Pack, Result, shorter
from ..stand_ins import Found
from .look import listing, para

#: Style of all blocks, once in a page: sizes that are read on a projector's 1280 pixels.
STYLE = """<style>
.jp-RenderedHTMLCommon h2 { margin: 20px 0 4px; font-size: 22px; font-weight: 600; }
.jupyter-widgets input, .jupyter-widgets select, .jupyter-widgets textarea, .jupyter-widgets label { font-size: 16px !important; }
.jupyter-button { font-size: 16px !important; }
.okr-pack { font: 16px/1.65 var(--okr-font, sans-serif); overflow-wrap: anywhere; }
.okr-pack p, .okr-pack ul { margin: 4px 0; } .okr-pack ul { padding-left: 1.3em; list-style: disc; }
.okr-pack table { border-collapse: collapse; width: 100%; }
.okr-pack td, .okr-pack th { padding: 4px 10px; border: 1px solid #d5cfc4; text-align: left; vertical-align: top; white-space: pre-wrap; }
.okr-pack th { background: #e3efed; } .okr-pack mark { background: #fff0b3; }
.okr-pack .text { max-height: 300px; overflow: auto; padding: 8px 12px; border: 1px solid #d5cfc4; background: #fff; white-space: pre-wrap; }
.okr-pack .bad { color: #a3301c; font-weight: 600; } .okr-pack .note { color: #5a6472; font-size: 15px; }
</style>"""


def block(*parts: str) -> str:
    """Parts of a page as one."""
    return f"<div class='okr-pack'>{''.join(parts)}</div>"


def files(pack: Pack) -> str:
    """What was read as what, what was not graded, which files were not read."""
    language = pack.content.language
    say = language.say
    read = [
        f"{one.name}　{say(f'pack.sort.{one.sort}', count=sum(entry.record is not None for entry in one.entries))}"
        for one in pack.materials
    ]
    left = [told for one in pack.materials for told in one.told if isinstance(told, LeftOut)]
    wrong = [language.error(entry.error) for one in pack.materials for entry in one.entries if entry.error]
    lost = [*wrong, *(said(language, one) for one in left if one.lost)]
    return block(
        para(say("pack.command.read", count=len(read))),
        listing(read),
        _told(
            say("pack.command.unread", count=len(pack.unread)),
            [language.error(one.error) for one in pack.unread],
            "bad",
        ),
        _told(say("pack.command.lost", count=len(lost)), lost, "bad"),
        _told(say("pack.command.left", count=len(left)), [said(language, one) for one in left if not one.lost], "note"),
    )


def original(language: Language, one: Found) -> str:
    """A row of the list: what it is, all its forms, where it stands."""
    forms, places = "　".join(one.forms), "、".join(list(one.where)[:3]) + ("…" if len(one.where) > 3 else "")
    note = language.say("pack.page.stands", count=one.count, where=places)
    note += language.say("pack.command.shorter", forms=own) if (own := shorter(one)) else ""
    unsure = "" if one.sure else f" <span class='bad'>{escape(language.say('pack.list.unsure'))}</span>"
    kind = escape(language.say(f"pack.kind.{one.kind}"))
    return block(f"{kind}　<b>{escape(forms)}</b>{unsure}<br><span class='note'>{escape(note)}</span>")


def text(one: Material, stand_ins: Iterable[str]) -> str:
    """A file without names; what stands in their place is marked."""
    words = sorted({word for word in stand_ins if word}, key=len, reverse=True)
    return block(f"<div class='text'>{''.join(_part(part, words) for part in one.parts)}</div>")


def profile(language: Language, result: Result) -> str:
    """The error profile as a table, and what is to be looked at with the sums."""
    say = language.say
    names = ("kind", "count", "judged", "code", "found", "share", "as-first")
    head = "".join(f"<th>{escape(say(f'pack.result.{name}'))}</th>" for name in names)
    rows = []
    for one in result.profile:
        first = dict(one.first)
        found = [
            (say("pack.result.good"), one.good, ""),
            *((language.card(code).title, count, str(first.get(code, 0))) for code, count in one.codes),
        ]
        for at, (title, count, as_first) in enumerate(found):
            share = "—" if one.share(count) is None else f"{one.share(count)}%"
            kind = (say(f"pack.kinds.{one.kind}"), str(one.count), str(one.judged)) if at == 0 else ("", "", "")
            rows.append(_row((*kind, title, str(count), share, as_first)))
    notes = [say("pack.page.shares", fewest=FEWEST), say("pack.command.factor")]
    notes += [say("pack.command.each", words="、".join(result.each))] if result.each else []
    notes += [
        say("pack.command.columns", file=file, columns="、".join(found)) for file, found in result.columns.items()
    ]
    return block(f"<table><tr>{head}</tr>{''.join(rows)}</table>", *(para(note, "note") for note in notes))


def candidate(language: Language, one: Candidate) -> str:
    """A statement that can be an item: what is wrong with it, its O, its words."""
    error = language.card(one.code).title if one.code else language.say("pack.result.good")
    kind = language.say(f"pack.kinds.{one.kind}")
    above = (
        f"<br><span class='note'>{escape(language.say('pack.page.above', text=one.above))}</span>" if one.above else ""
    )
    return block(f"<b>{escape(one.text)}</b>　<span class='note'>{escape(kind)}　{escape(error)}</span>{above}")


def items_now(content: Content, class_name: str, items: Iterable[tuple[str, str]]) -> str:
    """What a class has of its client now: (slug, text) of each item."""
    say, titles = content.language.say, {slug: one.title for slug, one in content.exercises.items()}
    rows = [para(say("pack.page.item", title=titles.get(slug, slug), text=text)) for slug, text in items]
    return block(para(say("pack.page.now" if rows else "pack.page.now-none", name=class_name)), *rows)


def _told(head: str, lines: Sequence[str], kind: str) -> str:
    return para(head, kind) + listing(lines) if lines else ""


def _part(part: Part, words: Sequence[str]) -> str:
    if isinstance(part, Lines):
        return "\n".join(_marked(row, words) for row in part.rows) + "\n"
    title = f"<b>{_marked(part.title, words)}</b>" if part.title else ""
    return f"{title}<table>{''.join(_row(row, words) for row in part.rows)}</table>"


def _row(cells: Iterable[str], words: Sequence[str] = ()) -> str:
    return f"<tr>{''.join(f'<td>{_marked(cell, words)}</td>' for cell in cells)}</tr>"


def _marked(text: str, words: Sequence[str]) -> str:
    """A text, escaped, with every stand-in in it marked."""
    at, made = 0, []
    while at < len(text):
        word = next((word for word in words if text.startswith(word, at)), "")
        made.append(f"<mark>{escape(word)}</mark>" if word else escape(text[at]))
        at += len(word) or 1
    return "".join(made)
