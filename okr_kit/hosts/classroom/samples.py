"""样例: sentences of learners that the trainer may put on the stage, once their authors have agreed, without a name.

She reads the candidates of an exercise and asks for one; its author sees it on his phone and says yes, yes with a few
words changed, or no (the controls ``ask`` and ``say`` of :mod:`okr_kit.lesson`). Only :func:`may_show` gives a text to
the stage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ... import documents
from ...errors import DocumentError
from ...lesson import BOARD, LONGEST_NOTE
from ..store import log, people, schema
from . import lead

if TYPE_CHECKING:
    from .room import Room

#: So many that nobody was asked for yet are offered at a time, out of so many documents and remarks.
MOST, READ = 12, 200
#: A candidate's length in characters; a stage has no room for more, and less is no sentence.
SHORTEST, LONGEST = 4, LONGEST_NOTE
#: What learners write beside their work: a note to the group, why they do not agree.
REMARKS = (log.NOTE, "disagree")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Sample:
    """One sentence. ``id`` says whose, of which exercise and part; ``person`` is who is asked, for the request alone.

    ``item`` is the part or item that it belongs to. ``said`` is empty while nobody was asked, then ``asked``, ``yes``;
    then ``text`` is what the author agreed to. A no is no candidate any more.
    """

    id: str
    text: str
    person: int
    slug: str
    item: str
    said: str = ""

    @property
    def request(self) -> dict[str, str]:
        """The values of the control ``ask``."""
        return {"sample": self.id, "text": self.text, "person": str(self.person), "slug": self.slug, "item": self.item}


def may_show(state: Mapping[str, Any], sample: str) -> str:
    """The text that the author of a sample has agreed to, as he wants it shown; empty where he has not."""
    found = state["samples"].get(sample)
    return str(found["text"]) if found and found["said"] == "yes" and not sample.startswith(BOARD) else ""


def candidates(conn: sa.Connection, room: Room, slug: str) -> tuple[Sample, ...]:
    """What was asked for already, then the newest sentences of an exercise, as a job.

    The same words come once. A sentence with a nickname of the class in it is left out, and what its author said no to.
    """
    rows = {name: one for name, one in lead.now(conn, room)["samples"].items() if _of(name, one, slug)}
    asked = [_asked(name, one) for name, one in rows.items() if one["said"] != "no"]
    known = {people.folded(rows[one.id][text]) for one in asked for text in ("asked", "text")}
    refused = {(one["person"], people.folded(one["asked"])) for one in rows.values() if one["said"] == "no"}
    fresh = islice(_fresh(_written(conn, room, slug), known, refused, names(conn, room)), MOST)
    return (*asked, *fresh)


def _of(name: str, one: Mapping[str, Any], slug: str) -> bool:
    """Whether it is a sentence of that exercise; a table's work is asked for in the same way (:mod:`.boards`)."""
    return bool(one["slug"] == slug) and not name.startswith(BOARD)


def _asked(name: str, one: Mapping[str, Any]) -> Sample:
    return Sample(name, one["text"], one["person"], one["slug"], one["item"], one["said"] or "asked")


def _fresh(
    found: Iterable[Sample], known: set[str], refused: set[tuple[int, str]], mentioned: Names
) -> Iterator[Sample]:
    """Those that can be asked for, each sentence once."""
    for one in found:
        words = people.folded(one.text)
        if words in known or (one.person, words) in refused or not SHORTEST <= len(one.text) <= LONGEST:
            continue
        if not mentioned.within(one.text):
            known.add(words)
            yield one


class Names:
    """The nicknames of a class, to be found in a text as a reader would.

    Width, case, blanks do not count, nor does what stands between the characters of a name or on them: 王-芳 is 王芳.
    """

    def __init__(self, nicknames: Iterable[str]) -> None:
        """A name in letters is a word of its own; one in characters may stand anywhere."""
        keys = {key for name in nicknames if (key := people.name_key(name))}
        self._characters = {_letters(key) or key for key in keys if not key.isascii()}
        words = "|".join(re.escape(key) for key in sorted(key for key in keys if key.isascii()))
        self._words = re.compile(f"(?<![a-z0-9])(?:{words})(?![a-z0-9])") if words else None

    def within(self, text: str) -> bool:
        """Whether a text mentions one of them."""
        folded, plain = people.folded(text), unicodedata.normalize("NFKC", text).casefold()
        known = folded, _letters(folded)
        return any(name in one for name in self._characters for one in known) or bool(
            self._words and self._words.search(plain)
        )


def _letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN")


def plain(text: str) -> str:
    """A text on one line, without what turns its characters round: it reads as it is stored."""
    return " ".join(_TURNING.sub("", text).split())


def names(conn: sa.Connection, room: Room) -> Names:
    """The nicknames of everybody who ever joined, as a job."""
    ever = (*people.everybody(conn, room.klass.id), *people.everybody(conn, room.klass.id, gone=True))
    return Names(person.nickname for person in ever)


def _written(conn: sa.Connection, room: Room, slug: str) -> Iterator[Sample]:
    """All that learners and tables wrote in an exercise, the newest first; no more is read than is asked for."""
    klass = room.klass.id
    learners = people.learners(conn, klass)
    authors = {log.learner(person): person for person in learners}
    authors |= {log.group(number): scribe for number, scribe in log.scribes(conn, klass).items()}
    both = (_sentences(conn, klass, slug, authors), _remarks(conn, klass, slug, learners))
    return (one for _, one in merge(*both, key=lambda pair: -pair[0]))


def _sentences(
    conn: sa.Connection, class_id: int, slug: str, authors: Mapping[str, int]
) -> Iterator[tuple[int, Sample]]:
    """What stands in documents of the exercise, with when they were last written."""
    table = schema.documents.c
    here = (table.class_id == class_id) & (table.exercise == slug) & table.gone.is_(None)
    query = sa.select(table.owner, table.body, table.at).where(here).order_by(table.at.desc(), table.id).limit(READ)
    with conn.execute(query) as rows:
        for owner, body, at in rows:
            if owner not in authors:
                continue
            for part, text in _parts(body):
                name = f"{body['id']}-{part}-{sha256(text.encode()).hexdigest()[:8]}"  # other words are another sample
                yield at, Sample(f"{owner}|{slug}|{name}", text, authors[owner], slug, part)


def _parts(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The sentences of a document by part; nothing of one that this kit cannot read or that has none."""
    try:
        doc = documents.load(body)
        nouns = documents.parts(doc, documents.subject(doc))
    except DocumentError:
        return []
    return [(part, plain(noun.text)) for part, noun in nouns.items() if hasattr(noun, "text")]


def _remarks(conn: sa.Connection, class_id: int, slug: str, learners: frozenset[int]) -> Iterator[tuple[int, Sample]]:
    """Notes to a group, and why somebody does not agree."""
    event = schema.events.c
    here = (event.class_id == class_id) & (event.exercise == slug) & event.do.in_(REMARKS) & sa.not_(event.demo)
    query = sa.select(event.id, event.owner, event.actor, event.action, event.at).where(here)
    with conn.execute(query.order_by(event.at.desc(), event.id.desc()).limit(READ)) as rows:
        for number, owner, actor, action, at in rows:
            text = plain(str(action["fields"].get("note", "")))
            if text and actor in learners:
                item = str(action["values"].get("item", ""))
                yield at, Sample(f"{owner}|{slug}|e{number}", text, actor, slug, item)
