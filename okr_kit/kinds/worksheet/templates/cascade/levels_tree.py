"""Three levels as a tree: who has entered what, and what a table's work comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .....view import Branch, Fold, Node, Progress, Tree
from ...work import Work, once
from . import chain, parts

#: The steps that pairs begin with at once.
PAIRS = ("dept", "groups", "people")


def begun(work: Work, step: str) -> str:
    """How a pair's part stands, for the mark in front of it."""
    result = work.state["results"].get(step)
    if result is None:
        return "todo"
    return "ok" if all(one["share"] == 1 for one in result["checks"].values()) else "part"


@once
def folded(work: Work) -> tuple[Node, ...]:
    """The tree behind a line that says how much of it has somebody."""
    found = [one for root in roots(work) for one in _flat(root)][1:]
    has = sum(one.state != "todo" for one in found)
    title = work.say("tree-fold", n=has, total=len(found))
    return (Fold(title, (Tree(roots(work)),), key="tree"),)


def _flat(branch: Branch) -> list[Branch]:
    return [branch, *(one for child in branch.children for one in _flat(child))]


def roots(work: Work) -> tuple[Branch, ...]:
    """Everybody from the top down, with what each has entered; what is blank says so."""
    settings: Any = work.ctx.exercise.settings
    whole = settings["whole"]
    value = f"{whole['metric']} {whole['span']}"
    children = (*(_neighbour(work, one) for one in settings["neighbours"]), _dept_branch(work), _open_branch(work))
    return (Branch("whole", str(whole["owner"]), value, str(whole["objective"]), children=children),)


def _neighbour(work: Work, one: Mapping[str, Any]) -> Branch:
    value = f"{one['before']} → {one['after']}"
    return Branch(str(one["id"]), str(one["title"]), value, str(one["objective"]), "", work.say("taken"))


def _dept_branch(work: Work) -> Branch:
    whole: Any = work.ctx.exercise.settings["whole"]
    people = tuple(
        _branch(work, str(one["id"]), str(one["title"]), one["now"], work.text(str(one["id"]), "now"), str(one["id"]))
        for one in work.ctx.exercise.settings["people"]
    )
    groups = tuple(
        _branch(work, name, str(item["title"]), item["now"], work.text("groups", name), "", people if not at else ())
        for at, (name, item) in enumerate(work.ctx.exercise.items.items())
    )
    value = f"{parts.shown(whole['rate_before'])} → {parts.shown(whole['rate'])}%"
    text = work.text("dept", "objective")
    note = work.say("taken" if text else "blank")
    return Branch("dept", str(whole["dept"]), value, text, "" if text else "todo", note, groups)


def _branch(
    work: Work, name: str, title: str, before: float, now: str, row: str, below: tuple[Branch, ...] = ()
) -> Branch:
    """Somebody with a rate: from what to what, kept where it does not move."""
    kept = bool(now) and (read := parts.percent_of(now)) is not None and read == float(before)
    value = f"{parts.shown(before)} → {now.removesuffix('%')}%" if now and not kept else f"{parts.shown(before)}%"
    note = work.say("blank" if not now else "kept" if kept else "taken")
    return Branch(name, title, value, work.text(row, "objective") if row else "", "" if now else "todo", note, below)


def _open_branch(work: Work) -> Branch:
    last: Any = work.ctx.exercise.settings["strategies"][-1]
    who = work.text("open", "who")
    title = f"{str(last['id']).upper()} {last['text']}"
    return Branch(
        "open", title, str(last["measure"]), who, "" if who else "todo", work.say("taken" if who else "nobody")
    )


def tile(work: Work) -> tuple[Node, ...]:
    """The chain, and how many of the parts hold; no words of theirs."""
    marks = tuple(begun(work, one) for one in (*PAIRS, "up", "open"))
    far = work.say("tile-far", n=marks.count("ok"), of=len(marks))
    return (chain.whole(work, chain.read(work)), Progress(marks, far))
