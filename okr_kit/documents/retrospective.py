"""The retrospective document: one key result looked back on in five steps, its causes and what is to be done.

Body: ``names`` are what the course called the five steps, ``kr`` is the key result (``{text, objective, baseline, target, actual, unit, type}``, numbers as typed), ``steps``
are the five texts as people read them and as the grader takes them, ``causes`` are ``{text, whys, ours, evidence}`` with
``ours`` yes, no or blank, ``actions`` are ``{id, what, who, due, sign}``, ``next`` is what changes in the next cycle's
key result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..model import Retrospective
from ..recount import STEPS
from ..subjects import RETROSPECTIVE
from ..view import Node, Statement, Table, Text
from .base import OWN, Document, DocumentType, Graded
from .todo import ACTION, FIELDS, heads

if TYPE_CHECKING:
    from ..lang import Language

#: What is known of the key result.
KR = ("text", "objective", "baseline", "target", "actual", "unit", "type")
SHAPE = {
    "names": [str],
    "kr": {f"{name}?": str for name in KR},
    "steps": {f"{name}?": str for name in STEPS},
    "causes": [{"text": str, "whys": [str], "ours": str, "evidence": str}],
    "actions": [ACTION],
    "next": str,
}


def blank_retrospective(
    name: str, names: Iterable[str], *, origin: str = OWN, title: str = "", **body: Any
) -> Document:
    """A retrospective with that document id, in a course that calls the five steps so; ``body`` are parts of it."""
    known: Document = {"v": 1, "type": "retrospective", "id": name, "origin": origin, "title": title}
    return known | {"names": list(names), "kr": {}, "steps": {}, "causes": [], "actions": [], "next": ""} | body


def is_blank(doc: Mapping[str, Any]) -> bool:
    """Whether no step says anything yet."""
    return not any(str(said).strip() for said in doc["steps"].values()) and not doc["actions"]


def record(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The line for ``okr lint``: the steps, the key result, the actions one by one."""
    kr = {name: said for name, said in doc["kr"].items() if str(said).strip()}
    return {**doc, "key_results": [kr] if kr else []}


def noun(doc: Mapping[str, Any]) -> Retrospective:
    """What is graded."""
    return RETROSPECTIVE.read(record(doc))  # type: ignore[no-any-return]


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
    if doc["next"].strip():
        nodes += [Text((say("retro.next"),), "head"), Text((str(doc["next"]),))]
    return tuple(nodes)


def table(language: Language, doc: Mapping[str, Any]) -> Table:
    """What is to be done: who, which day, how one sees that it worked."""
    return Table(heads(language), tuple(tuple(str(row[name]) for name in FIELDS) for row in doc["actions"]))


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The five steps as plain lines."""
    say = language.say
    lines = [say("retro.kr-line", text=doc["kr"]["text"])] if doc["kr"].get("text") else []
    for _, name, written in said(doc):
        lines += ["", name, written]
    if doc["next"].strip():
        lines += ["", say("retro.next"), str(doc["next"])]
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
