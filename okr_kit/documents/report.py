"""The report document: what somebody wrote of a day, a week or a cycle, beside his key results.

Body: ``period`` is daily, weekly, bimonthly or quarterly, ``text`` the report as written, ``key_results`` are ``{text,
baseline, target, last, actual, unit, confidence}`` with numbers as typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..model import WorkReport
from ..subjects import REPORT
from ..view import Node, Text
from .base import OWN, Document, DocumentType, Graded

if TYPE_CHECKING:
    from ..lang import Language

#: What is known of a key result that is reported on.
KR = ("text", "baseline", "target", "last", "actual", "unit", "type", "confidence")
SHAPE = {"period": str, "text": str, "key_results": [{f"{name}?": str for name in KR}]}


def blank_report(name: str, *, origin: str = OWN, title: str = "", **body: Any) -> Document:
    """A weekly report with that document id; ``body`` are parts of it."""
    known: Document = {"v": 1, "type": "report", "id": name, "origin": origin, "title": title}
    return known | {"period": "weekly", "text": "", "key_results": []} | body


def record(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The line for ``okr lint``."""
    return dict(doc)


def noun(doc: Mapping[str, Any]) -> WorkReport:
    """What is graded."""
    return REPORT.read(record(doc))  # type: ignore[no-any-return]


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The report to be read."""
    del language
    return tuple(Text((line,)) for line in str(doc["text"]).splitlines() if line.strip())


REPORT_DOCUMENT = DocumentType(
    "report",
    version=1,
    shape=SHAPE,
    blank=lambda doc: not str(doc["text"]).strip(),
    show=show,
    text=lambda language, doc: str(doc["text"]),  # noqa: ARG005 - it is in the words of who wrote it
    size=lambda doc: sum(bool(line.strip()) for line in str(doc["text"]).splitlines()),
    graded=Graded("report", record=record, noun=noun, places=lambda _: {}),
)
