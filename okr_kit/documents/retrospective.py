"""The retrospective document: one key result looked back on in five steps, its causes and what is to be done.

Body: ``names`` are what the course called the five steps, ``kr`` is the key result (``{id, text, objective, baseline, target,
actual, unit, type, direction}``, numbers as typed, ``id`` as in the OKR it was taken from), ``steps`` are the five texts as
people read them and as the grader takes them, ``causes`` are ``{text, whys, ours, evidence}`` with ``ours`` yes, no or blank,
``actions`` are ``{id, what, who, due, sign}``, ``next`` is what changes in the next cycle's key result.

What may be missing: ``text``, a retrospective that was pasted as a whole (then no step says anything); ``next_kr`` and
``next_cycle``, the key result as it is to be and the cycle it is for; ``okr``, the OKR that the key result was taken from;
``previous``, the steps and actions of the retrospective before; ``followed``, what became of its actions (``done`` yes, half,
no); ``depth``, what readers said: whether it would happen again (``again`` yes, no, open), why, and 0-3 as ``mark``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..model import Retrospective
from ..recount import STEPS
from ..subjects import RETROSPECTIVE
from ..view import Node, Statement, Table, Text
from . import okr
from .base import OWN, Document, DocumentType, Graded
from .todo import ACTION, FIELDS, heads

if TYPE_CHECKING:
    from ..lang import Language

#: What is known of the key result.
KR = ("id", "text", "objective", "baseline", "target", "actual", "unit", "type", "direction")
#: What a key result has of its old cycle, and not in the next one.
REPORTED = ("actual", "due")
#: What one reader said of how deep it goes.
READER = ("who", "again", "why", "mark")
SHAPE = {
    "names": [str],
    "kr": {f"{name}?": str for name in KR},
    "steps": {f"{name}?": str for name in STEPS},
    "causes": [{"text": str, "whys": [str], "ours": str, "evidence": str}],
    "actions": [ACTION],
    "next": str,
    **{f"{name}?": str for name in ("text", "next_kr", "next_cycle")},
    **{f"{name}?": {} for name in ("okr", "previous")},
    "followed?": [{"what": str, "done": str}],
    "depth?": [dict.fromkeys(READER, str)],
}


def blank_retrospective(
    name: str, names: Iterable[str], *, origin: str = OWN, title: str = "", **body: Any
) -> Document:
    """A retrospective with that document id, in a course that calls the five steps so; ``body`` are parts of it."""
    known: Document = {"v": 1, "type": "retrospective", "id": name, "origin": origin, "title": title}
    return known | {"names": list(names), "kr": {}, "steps": {}, "causes": [], "actions": [], "next": ""} | body


def is_blank(doc: Mapping[str, Any]) -> bool:
    """Whether no step says anything yet."""
    written = (*doc["steps"].values(), doc.get("text", ""))
    return not any(str(said).strip() for said in written) and not doc["actions"]


def record(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The line for ``okr lint``: the steps, the key result, the actions one by one."""
    kr = {name: said for name, said in doc["kr"].items() if str(said).strip()}
    body = {name: part for name, part in doc.items() if name != "steps" or not doc.get("text")}
    return {**body, "key_results": [kr] if kr else []}


def noun(doc: Mapping[str, Any]) -> Retrospective:
    """What is graded."""
    return RETROSPECTIVE.read(record(doc))  # type: ignore[no-any-return]


def next_okr(doc: Mapping[str, Any], name: str) -> Document | None:
    """The OKR of the next cycle as a draft with the id ``name``: the one that was looked back on, with the key result as it is to be.

    None while nothing was written of the next cycle. Where the key result was typed freely, it stands alone.
    """
    wanted = str(doc.get("next_kr", "")).strip()
    if not wanted:
        return None
    before, kr = doc.get("okr") or {}, doc["kr"]
    rows = [dict(row) for row in before.get("key_results", ())]
    place = next((at for at, row in enumerate(rows) if row["id"] == kr.get("id")), None)
    fresh = {"id": kr.get("id") or "k1", "text": wanted, "type": str(kr.get("type", ""))}
    if place is None:
        rows.append(fresh)
    else:
        rows[place] = fresh
    rows = [{key: part for key, part in row.items() if key not in REPORTED} for row in rows]
    objective = str(before.get("objective", {}).get("text") or kr.get("objective", ""))
    made = okr.blank_okr(
        name, cycle=str(doc.get("next_cycle", "")), parent=str(before.get("parent", "")), origin=str(doc["origin"])
    )
    return made | {"objective": {"id": okr.O_PART, "text": objective}, "key_results": rows}


def said(doc: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The steps that say something, in order: key, what the course calls it, what was written."""
    for step, name in zip(STEPS, doc["names"], strict=False):
        if written := str(doc["steps"].get(step, "")).strip():
            yield step, str(name), written


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The five steps to be read; what is to be done as a table, where it was given row by row."""
    say = language.say
    nodes: list[Node] = [Statement((str(doc["kr"]["text"]),), say("retro.kr"))] if doc["kr"].get("text") else []
    for step, name, written in said(doc):
        rows = step == "action" and doc["actions"]
        nodes += [Text((name,), "head"), table(language, doc) if rows else Text((written,))]
    if doc.get("text"):
        nodes += [Text((line,)) for line in str(doc["text"]).splitlines() if line.strip()]
    for title, line in after(language, doc):
        nodes += [Text((title,), "head"), Text((line,))]
    return tuple(nodes)


def after(language: Language, doc: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands below the steps: what changes in the next cycle, the key result as it is to be, what readers said."""
    say = language.say
    readers = "；".join(reader_words(language, one) for one in doc.get("depth", ()))
    for name, line in (("next", doc["next"]), ("next-kr", doc.get("next_kr", "")), ("depth", readers)):
        if str(line).strip():
            yield say(f"retro.{name}"), str(line)


def reader_words(language: Language, one: Mapping[str, str]) -> str:
    """What one reader said, in words."""
    say = language.say
    again = say(f"retro.again-{one['again']}") if one["again"] else ""
    mark = say("retro.mark", n=one["mark"]) if one["mark"] else ""
    who = say(f"retro.reader-{one['who']}") if one["who"] else say("retro.reader")
    return say("retro.reader-said", who=who, said="，".join(filter(None, (again, one["why"].strip(), mark))))


def table(language: Language, doc: Mapping[str, Any]) -> Table:
    """What is to be done: who, which day, how one sees that it worked."""
    return Table(heads(language), tuple(tuple(str(row[name]) for name in FIELDS) for row in doc["actions"]))


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The five steps as plain lines."""
    say = language.say
    lines = [say("retro.kr-line", text=doc["kr"]["text"])] if doc["kr"].get("text") else []
    for _, name, written in said(doc):
        lines += ["", name, written]
    if doc.get("text"):
        lines += ["", str(doc["text"])]
    for title, line in after(language, doc):
        lines += ["", title, line]
    return "\n".join(lines).strip()


RETROSPECTIVE_DOCUMENT = DocumentType(
    "retrospective",
    version=1,
    shape=SHAPE,
    blank=is_blank,
    show=show,
    text=text,
    size=lambda doc: len(doc["actions"]),
    graded=Graded("retrospective", record=record, noun=noun, places=lambda _: {}),
)
