"""The pages as one document: the print list, then the pieces, each on sheets of its own with its name at the foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from ....files import PACKAGE
from ....lang import Language
from . import Part
from .copies import Copies, Group
from .pdf import Places
from .pieces import Piece

STYLE = PACKAGE / "hosts" / "static" / "print.css"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes into one file: its pieces in order, the copies of each by id, and for whom all that is."""

    pieces: Sequence[Piece]
    copies: Mapping[str, Copies]
    group: Group

    def parts(self) -> list[tuple[Part, list[Piece]]]:
        """The parts that are in it, with their pieces."""
        return [(part, list(found)) for part, found in groupby(self.pieces, key=lambda piece: piece.part)]

    @property
    def secret(self) -> bool:
        """Whether the answers are in it."""
        return any(piece.part == "key" for piece in self.pieces)


def document(language: Language, envelope: Envelope, places: Places) -> str:
    """The whole as HTML; ``places`` are empty before they are known: the list is as long with them as without."""
    say = language.say
    title = escape(say("print.file", course=say("player.course")))
    rules = "".join(_page_rule(language, piece) for piece in envelope.pieces if piece.part != "sheets")
    body = "".join(_body(language, piece, envelope.copies[piece.id]) for piece in envelope.pieces)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE.read_text('utf-8')}{rules}</style></head>"
        f'<body><main class="list">{_list(language, envelope, places)}</main>{body}</body></html>'
    )


def _page_rule(language: Language, piece: Piece) -> str:
    """Pages of their own for a piece: who finds its second sheet alone knows whose it is, and that an answer is one."""
    foot = _quoted(language.say("print.foot", part=language.say(f"print.{piece.part}"), name=piece.name))
    head = f"@top-center{{content:{_quoted(language.say('print.secret'))}}}" if piece.part == "key" else ""
    return f"@page {piece.id}{{@bottom-left{{content:{foot}}}{head}}}#{piece.id}{{page:{piece.id}}}"


def _quoted(words: str) -> str:
    """Words as a string of a style sheet inside HTML."""
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\<&\n' else one for one in words) + '"'


def _body(language: Language, piece: Piece, copies: Copies) -> str:
    """The piece on sheets of its own; an answer comes without the heading of its exercise."""
    kind = f"{piece.part} slips" if copies.envelopes else piece.part
    heading = f"<h2>{escape(language.say('print.answer', name=piece.name))}</h2>" if piece.part == "key" else ""
    return f'<article class="{kind}" id="{piece.id}">{heading}{piece.html}</article>'


# -- the print list ----------------------------------------------------------------------------------------------------


def _list(language: Language, envelope: Envelope, places: Places) -> str:
    """The first page, for who prints: what is where, how large, how many."""
    say, group = language.say, envelope.group
    about = say("print.class", learners=group.learners, tables=group.tables)
    if group.phoneless is not None:
        about += say("print.phoneless", count=group.phoneless)
    elif any(copies.each for copies in envelope.copies.values()):
        about += say("print.phoneless-open")
    rows = "".join(_part(language, envelope, part, inside, places) for part, inside in envelope.parts())
    heads = "".join(f"<th>{escape(say(f'print.head-{name}'))}</th>" for name in ("pages", "name", "copies"))
    warning = f'<p class="warning">{escape(say("print.whole"))}</p>' if envelope.secret else ""
    items = "".join(f"<li>{escape(line)}</li>" for line in _besides(language, envelope))
    besides = f"<h2>{escape(say('print.besides'))}</h2><ul>{items}</ul>" if items else ""
    return (
        f"<h1>{escape(say('print.title', course=say('player.course')))}</h1><p>{escape(about)}</p>{warning}"
        f"<p>{escape(say('print.how'))}</p><table><thead><tr>{heads}</tr></thead>{rows}</table>{besides}"
    )


def _part(language: Language, envelope: Envelope, part: Part, inside: Sequence[Piece], places: Places) -> str:
    """A part's own line, then one for each piece; of the answers the names alone."""
    say = language.say
    sheets = sum(envelope.copies[piece.id].count + envelope.copies[piece.id].spare for piece in inside)
    about = say(f"print.{part}-how", count=sheets)
    head = f'<tr class="part"><th colspan="3">{escape(say(f"print.{part}"))}<span>{escape(about)}</span></th></tr>'
    if part == "key":
        links = say("print.between").join(_link(piece) for piece in inside)
        pages = _pages(language, (places[inside[0].id][0], places[inside[-1].id][1]) if places else None)
        return f'<tbody>{head}<tr><td>{pages}</td><td colspan="2" class="names">{links}</td></tr></tbody>'
    rows = (
        f"<tr><td>{_pages(language, places.get(piece.id))}</td><td>{_link(piece)}</td>"
        f"<td>{escape(_copies(language, piece, envelope.copies[piece.id]))}</td></tr>"
        for piece in inside
    )
    return f"<tbody>{head}{''.join(rows)}</tbody>"


def _link(piece: Piece) -> str:
    """Its name as the way to it: where it leads is also how its page is known once it is printed."""
    return f'<a href="#{piece.id}">{escape(piece.name)}</a>'


def _pages(language: Language, place: tuple[int, int] | None) -> str:
    if place is None:
        return ""
    first, last = place
    return str(first) if first == last else escape(language.say("print.range", first=first, last=last))


def _copies(language: Language, piece: Piece, copies: Copies) -> str:
    words = language.say(f"print.copies-{piece.part}", count=copies.count)
    if copies.spare:
        words = language.say("print.spare", copies=words, spare=copies.spare)
    return language.say("print.each", copies=words) if copies.each else words


def _besides(language: Language, envelope: Envelope) -> Iterator[str]:
    """What is needed and not in the file: envelopes for the slips, and blank sheets for what a table draws."""
    found = envelope.copies.values()
    sure = sum(copies.envelopes for copies in found if not copies.each)
    more = sum(copies.envelopes for copies in found if copies.each)
    if sure or more:
        added = language.say("print.envelopes-more", count=more) if more else ""
        yield language.say("print.envelopes", count=sure) + added
    if any(piece.part != "key" for piece in envelope.pieces):
        yield language.say("print.blank", count=envelope.group.tables)
