"""split: one number shared out among several, each with a start of its own; what they are given has to reach it.

The bank's ``items`` are those who share (``title``, ``before``, ``note``); ``whole`` is the number (``owner``, ``metric``, ``unit``, ``target``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....documents import Document, subject
from ....documents.cascade import blank_cascade
from ....files import need
from ....model import Exercise, Finding
from ....view import Bar, Bars, Node, Sum, Text
from ..template import Check, Entry, Note, Row, Step
from ..work import Work

if TYPE_CHECKING:
    from ....lang import Language
    from ...base import Context

MAKES: tuple[str, ...] = ("cascade",)
#: The id of the whole's key result, which those of the parts serve.
WHOLE = "whole"


def check_bank(exercise: Exercise, language: Language) -> None:
    """Who shares it, from what; and what has to come of it."""
    del language
    file = f"{exercise.slug}.toml"
    whole = need(exercise.settings, "whole", dict, file)
    for key in ("unit", "metric", "owner"):
        need(whole, key, str, file, "whole")
    need(whole, "target", (int, float), file, "whole")
    for name, row in exercise.items.items():
        need(row, "title", str, file, name)
        need(row, "before", (int, float), file, name)
        need(row, "note", str, file, name)


def materials(ctx: Context) -> tuple[str, ...]:
    """The case alone."""
    del ctx
    return ("case",)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Nothing is taken over."""
    del ctx, material, given
    return {}, {}


def steps(work: Work) -> tuple[Step, ...]:
    """One page: a row for each part, the account under the thumb."""
    rows = tuple(_row(work, name, item) for name, item in work.ctx.exercise.items.items())
    above = tuple(Text((str(line),)) for line in work.ctx.exercise.settings.get("material", ()))
    hints = tuple(work.ctx.exercise.settings.get("hints", ()))
    return (Step("split", work.say("title"), rows=rows, above=above, total=_total(work), hints=hints),)


def checks(work: Work) -> tuple[Check, ...]:
    """It adds up; it is no equal share and no flat rate; every part has a reason."""
    blank = [name for name in work.ctx.exercise.items if work.number(name, "now") is None]
    found = {} if blank else {one.code: one for one in _findings(work)}
    return (
        _sum(work, blank, found),
        _fair(work, blank, found),
        _reasons(work),
    )


def documents(work: Work) -> tuple[Document, ...]:
    """The split, once a number stands in it."""
    begun = any(work.text(name, "now") for name in work.ctx.exercise.items)
    return (_cascade(work),) if begun else ()


def _cascade(work: Work) -> Document:
    """The split as a cascade: the whole, and a node for each part."""
    settings = work.ctx.exercise.settings["whole"]
    unit = str(settings["unit"])
    whole = {"id": WHOLE, "text": str(settings["metric"]), "metric": str(settings["metric"]), "kind": "sum"}
    whole |= {"baseline": f"{sum(item['before'] for item in work.ctx.exercise.items.values()):g}"}
    whole |= {"target": f"{settings['target']:g}", "unit": unit}
    nodes: list[dict[str, Any]] = [{"id": WHOLE, "owner": str(settings["owner"]), "key_results": [whole]}]
    for name, item in work.ctx.exercise.items.items():
        row = {"id": f"{name}-k", "text": str(settings["metric"]), "metric": str(settings["metric"]), "kind": "sum"}
        row |= {"baseline": f"{item['before']:g}", "target": work.text(name, "now"), "unit": unit, "serves": WHOLE}
        node = {"id": name, "parent": WHOLE, "owner": str(item["title"]), "key_results": [row]}
        nodes.append(node | {"reason": work.text(name, "reason"), "need": work.text(name, "support")})
    origin = f"case:{work.ctx.exercise.slug}"
    return blank_cascade(work.state["id"], nodes, origin=origin, title=work.ctx.exercise.title)


def tile(work: Work) -> tuple[Node, ...]:
    """The parts as bars, and what they add up to."""
    items = work.ctx.exercise.items
    bars = tuple(
        Bar(str(item["title"]), work.number(name, "now") or 0, work.text(name, "now"), _growth(work, name))
        for name, item in items.items()
    )
    return (Bars(bars, max((bar.value for bar in bars), default=0) or 1), _total(work))


def _row(work: Work, name: str, item: Mapping[str, Any]) -> Row:
    unit, now = str(work.ctx.exercise.settings["whole"]["unit"]), work.text(name, "now")
    entries = (
        Entry("now", work.say("now"), "number", unit, limit=20),
        Entry("reason", work.say("reason"), note=work.say("reason-note"), lines=2),
        Entry("support", work.say("support"), note=work.say("support-note"), needed=False),
    )
    said = work.say("from-to" if now else "from", before=f"{item['before']:g}", now=now, unit=unit)
    return Row(name, entries, str(item["title"]), _growth(work, name), said, (Text((str(item["note"]),), "note"),))


def _growth(work: Work, name: str) -> str:
    """「+25%」, or nothing while there is no number."""
    before, now = work.ctx.exercise.items[name]["before"], work.number(name, "now")
    return "" if now is None else f"{(now / before - 1) * 100:+.0f}%".replace("-", "−")


def _total(work: Work) -> Sum:
    """「北 375 + 东 490 + 南 340 = 1205 ≥ 1200　够」."""
    settings, items = work.ctx.exercise.settings["whole"], work.ctx.exercise.items
    numbers = {name: work.number(name, "now") for name in items}
    parts = " + ".join(f"{item['title']} {work.text(name, 'now') or '？'}" for name, item in items.items())
    missing = sum(number is None for number in numbers.values())
    target = float(settings["target"])
    if missing:
        return Sum(parts, against=f"≥ {target:g}", words=work.say("missing", n=missing), state="info")
    whole = sum(number or 0 for number in numbers.values())
    enough = whole >= target
    sign = "≥" if enough else "<"
    words = work.say("enough") if enough else work.say("short", n=f"{target - whole:g}")
    return Sum(parts, f"{whole:g}", f"{sign} {target:g}", words, "good" if enough else "bad")


def _findings(work: Work) -> tuple[Finding, ...]:
    return work.ctx.workspace.lint(subject(_cascade(work))).findings


def _sum(work: Work, blank: list[str], found: Mapping[str, Finding]) -> Check:
    if blank:
        return Check("sum", "split", 40, 0, open=True)
    wrong = next((found[code] for code in ("D-SHORT", "D-OVER") if code in found), None)
    at = tuple(f"{name}.now" for name in work.ctx.exercise.items)
    if wrong:
        return Check("sum", "split", 40, 0.5, (Note("revise", "", dict(wrong.params), at, wrong.code),))
    return Check("sum", "split", 40, 1, (Note("good", "adds-up", {"sum": _total(work).parts}, at),))


def _fair(work: Work, blank: list[str], found: Mapping[str, Finding]) -> Check:
    if blank:
        return Check("fair", "split", 30, 0, open=True)
    wrong = next((found[code] for code in ("D-SPLIT", "D-UNIFORM") if code in found), None)
    at = tuple(f"{name}.now" for name in work.ctx.exercise.items)
    if wrong:
        said = {name: _growth(work, name) for name in work.ctx.exercise.items}
        return Check("fair", "split", 30, 0.5, (Note("revise", wrong.code, said, at, wrong.code),))
    return Check("fair", "split", 30, 1)


def _reasons(work: Work) -> Check:
    missing = [name for name in work.ctx.exercise.items if not work.text(name, "reason")]
    share = 1 - len(missing) / len(work.ctx.exercise.items)
    return Check("reasons", "split", 30, share, open=bool(missing))
