"""mapping: a page of OGSM on slips, each to its letter; then the OKR that the slips make, and what the next level takes over.

The bank's ``items`` are the slips (``text``; ``key``: O, G, S, M or none; of an M the S that it measures as ``of``; perhaps
``metric``, ``baseline``, ``target``, ``unit``); ``top`` is whose page it is (``owner``), ``lower`` who takes over what
(``owner``, the slip it ``takes``, the slip that is the ``key`` of its first KR). The course's mapping decides what becomes of which
letter; what was entered under the other one is kept. With ``own = true`` one's own page can be written afterwards, and its OKR.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....documents import Document
from .....documents.cascade import blank_cascade
from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....view import Items, Node
from ...template import Check, Step
from ...work import Work
from . import lower, own, slips, top

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

MAKES: tuple[str, ...] = ("cascade", "okr")
#: What a slip says of its number, for the document.
NUMBER = ("metric", "kind", "baseline", "target", "unit")


def check_bank(exercise: Exercise, language: Language) -> None:
    """Every slip has its letter, every measure its strategy; who wrote them, and who takes over what."""
    del language
    file = f"{exercise.slug}.toml"
    for name, item in exercise.items.items():
        need(item, "text", str, file, name)
        if need(item, "key", str, file, name) not in slips.LETTERS:
            raise ContentError("content-key", file=file, key=f"{name}.key")
        if item["key"] == "M" and item.get("of") not in exercise.items:
            raise ContentError("content-key", file=file, key=f"{name}.of")
    for part in ("top", "lower"):
        need(need(exercise.settings, part, dict, file), "owner", str, file, part)
    for key, letter in (("takes", "S"), ("key", "M")):
        slip = exercise.items.get(need(exercise.settings["lower"], key, str, file, "lower"), {})
        if slip.get("key") != letter:
            raise ContentError("content-key", file=file, key=f"lower.{key}")


def materials(ctx: Context) -> tuple[str, ...]:
    """The case; one's own page where the bank file says so."""
    return ("case", "own") if ctx.exercise.settings.get("own") else ("case",)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Nothing is taken over; one's own page has some rows to begin with."""
    del ctx, given
    return {}, {name: list(rows) for name, rows in own.FIRST.items()} if material == "own" else {}


def steps(work: Work) -> tuple[Step, ...]:
    """The slips, the level that wrote them, the level below; of one's own, the page and its OKR."""
    if work.own:
        return own.steps(work)
    return slips.step(work), top.step(work), lower.step(work)


def checks(work: Work) -> tuple[Check, ...]:
    """All three; or one's own page and its OKR."""
    if work.own:
        return own.checks(work)
    return (slips.check(work), *top.checks(work), *lower.checks(work))


def documents(work: Work) -> tuple[Document, ...]:
    """Both levels as a cascade, once one of them says something; one's own OKR."""
    if work.own:
        return own.documents(work)
    settings = work.ctx.exercise.settings
    ways = [
        name for name in work.ctx.exercise.items if name == settings["lower"]["takes"] or top.picked_way(work, name)
    ]
    strategies = [{"id": name, "text": top.text(work, name)} for name in ways]
    above = [_row(work, name, said) for name, said, _ in top.key_results(work)]
    if guard := top.guard_of(work):
        above.append({"id": "guard", "text": guard, "own": True})
    nodes: list[dict[str, Any]] = [{"id": "top", "owner": settings["top"]["owner"], "objective": top.objective(work)}]
    nodes[0] |= {"strategies": strategies, "key_results": above}
    first = lower.first(work)
    taken = [_row(work, top.pick(work, lower.STEP, "kr"), first) | {"id": "own-kr1"}] if first else []
    node = {"id": "lower", "parent": "top", "owner": settings["lower"]["owner"], "objective": lower.objective(work)}
    nodes.append(node | {"serves": [settings["lower"]["takes"]], "key_results": taken})
    begun = any(node["objective"] or node["key_results"] for node in nodes)
    origin, title = f"case:{work.ctx.exercise.slug}", work.ctx.exercise.title
    return (blank_cascade(work.state["id"], nodes, origin=origin, title=title),) if begun else ()


def _row(work: Work, slip: str, said: str) -> dict[str, Any]:
    item = work.ctx.exercise.items.get(slip, {})
    return {"id": slip or "kr", "text": said, **{name: str(item[name]) for name in NUMBER if name in item}}


def tile(work: Work) -> tuple[Node, ...]:
    """How far a table is, and where it put the two slips that are mixed up most; none of its words."""
    items, low = work.ctx.exercise.items, work.ctx.exercise.settings["lower"]
    placed = sum(bool(work.text(name, "place")) for name in items)
    where = {name: work.text(name, "place") for name in (low["takes"], low["key"])}
    lies = "　".join(f"{name} → {work.say(f'letter-{put}')}" for name, put in where.items() if put)
    written = "tile-written" if lower.objective(work) and lower.first(work) else "tile-open"
    lines = (work.say("tile-placed", n=placed, total=len(items)), lies, work.say(written, owner=low["owner"]))
    return (Items(tuple(filter(None, lines))),)
