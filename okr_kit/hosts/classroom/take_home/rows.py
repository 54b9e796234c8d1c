"""Documents as rows for a spreadsheet, one function for each type: what stands in which column, by the column's key.

Text stays as it was typed. What is nothing but a number is a number, and an ISO day a day; 3万 and 9.6% stay text, as
``okr lint`` reads them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ....documents import Document, alignment, cascade, okr, retrospective, scores, todo, value_tree
from ....view import walk

if TYPE_CHECKING:
    from ....lang import Language
    from ....scoring import Formula, Score

Cell = str | int | float | dt.date | None
Row = dict[str, Cell]
#: No zeros ahead, which a spreadsheet would drop, and no more digits than it keeps.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_DIGITS = 15
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Before this day a spreadsheet has no days, or counts one too many.
_FIRST_DAY = dt.date(1900, 3, 1)


def cell(typed: object) -> Cell:
    """What was typed as a cell: a number, a day, or its text; None where nothing was."""
    text = str(typed or "").strip()
    if _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= _DIGITS:
        return float(text) if "." in text else int(text)
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    return day if day is not None and day >= _FIRST_DAY else text or None


def of_okr(language: Language, doc: Document, formula: Formula) -> Iterator[Row]:
    """A row for each key result, each with its objective; an objective alone has one too."""
    found, whole = scores.scores(language, doc, formula), scores.of_objective(language, doc, formula)
    said = {"cycle": doc["cycle"], "parent": doc["parent"], "objective": doc["objective"]["text"].strip()}
    for row in okr.written(doc) or [{"id": "", "text": ""}]:
        words = {name: okr.value_words(language, row, name) for name in ("type", "direction") if row.get(name)}
        yield {
            **said,
            **words,
            "key_result": str(row["text"]).strip(),
            "current": cell(row.get("actual")),
            "score": _score(language, found.get(str(row["id"]))),
            "objective-score": whole,
            "data": str(row.get("source") or ""),
            **{name: cell(row.get(name)) for name in ("weight", "baseline", "target", "due", "confidence")},
            **{name: str(row.get(name) or "") for name in ("unit", "metric", "owner", "definition")},
        }


def _score(language: Language, score: Score | None) -> Cell:
    """A score with one decimal; of what is not scored how it stands, in a word."""
    if score is None or score.state == "unknown":
        return None
    return language.say(f"home.state-{score.state}") if score.score is None else score.score


def of_cascade(language: Language, doc: Document) -> Iterator[Row]:
    """A row for each number of each owner, from the top down; who has none has a row all the same."""
    nodes = {node["id"]: node for node in doc["nodes"]}
    ways = {way["id"]: str(way["text"]) for node in doc["nodes"] for way in node.get("strategies", ())}
    for _, box in walk(cascade.roots(language, doc)):
        node = nodes[box.key]
        above = nodes.get(node.get("parent", ""), {})
        said: Row = {
            "above": str(above.get("owner") or above.get("level") or ""),
            "whose": str(node.get("owner") or node.get("level") or ""),
            "goal": str(node.get("objective") or ""),
        }
        once: Row = {
            "ways": "\n".join(str(way["text"]) for way in node.get("strategies", ())),
            "serves": "\n".join(ways[one] for one in node.get("serves", ()) if one in ways),
            "why": str(node.get("reason") or ""),
            **{name: cell(node.get(name)) for name in ("need", "reported", "agreed")},
        }
        for at, row in enumerate(node.get("key_results") or [{}]):
            numbers = {name: cell(row.get(name)) for name in ("baseline", "target", "due", "weight", "overlap")}
            number = str(row.get("text") or row.get("metric") or "")
            unit = str(row.get("unit") or "")
            yield {**said, **({} if at else once), **numbers, "number": number, "unit": unit}


def of_value_tree(language: Language, doc: Document) -> Iterator[Row]:
    """A row for each box, further in the deeper it lies, with the strategies of a leaf; then what was given up."""
    ways: dict[str, list[str]] = {}
    for row in doc["strategies"]:
        ways.setdefault(row["leaf"], []).append(row["text"].strip())
    for node, place in value_tree.nodes(doc):
        if str(node["name"]).strip():
            method = language.messages.get(f"tree.method-{node.get('method', '')}", "") if node.get("children") else ""
            yield {
                "box": "　" * place.count(".") + str(node["name"]).strip(),
                "now": cell(node.get("value")),
                "reach": cell(node.get("reach")),
                "unit": str(node.get("unit") or ""),
                "method": "\n".join(filter(None, (method, str(node.get("formula") or "")))),
                "lever": language.say("tree.lever") if node.get("lever") else "",
                "way": "\n".join(filter(None, ways.get(node["id"], ()))),
                "ask": str(node.get("ask_who") or ""),
            }
    for row in doc["dropped"]:
        if row["what"].strip():
            yield {"box": language.say("home.tree-dropped", what=row["what"].strip()), "way": row["why"]}


def of_alignment(language: Language, doc: Document) -> Iterator[Row]:
    """A row for each ask with what was settled of it; then what was said of the whole."""
    for row in doc["rows"]:
        numbers = {name: cell(row[name]) for name in ("asked", "days", "due")}
        yield {"title": row["title"], "does": alignment.does(language, row), "who": row["who"], **numbers}
    for line in alignment.lines(language, doc):
        yield {"title": line}


def of_retrospective(language: Language, doc: Document) -> Iterator[Row]:
    """A row for each thing a retrospective says: its numbers, its steps under the course's names, causes, what changes."""
    kr = doc["kr"]
    about = str(kr.get("text") or doc["title"])
    unit = str(kr.get("unit") or "").strip()
    told: list[tuple[str, Cell]] = [
        (language.say(f"home.retrospective-{name}", unit=unit).strip(), cell(kr.get(name)))
        for name in ("baseline", "target", "actual")
    ]
    for step, name, written in retrospective.said(doc):
        rows = {"about": "", "notes": (), "actions": doc["actions"]}
        told.append((name, todo.text(language, rows) if step == "action" and doc["actions"] else written))
    told += [(language.say("home.retrospective-whole"), str(doc.get("text", "")).strip())]
    told += [(language.say("home.retrospective-cause"), _cause(language, one)) for one in doc["causes"]]
    told += retrospective.after(language, doc)
    for name, said in told:
        if said not in (None, ""):
            yield {"key_result": about, "step": name, "said": said}


def _cause(language: Language, cause: Mapping[str, Any]) -> str:
    """A cause with the questions that went deeper, and what it stands on."""
    chain = " ← ".join(filter(None, map(str.strip, (cause["text"], *cause["whys"]))))
    proof = language.say("home.retrospective-evidence", said=cause["evidence"]) if cause["evidence"].strip() else ""
    return "\n".join(filter(None, (chain, proof)))
