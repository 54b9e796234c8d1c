"""Three levels as a cascade document: the whole company's tree with what a table has entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...work import Work
from . import parts
from .parts import Nodes


def nodes(work: Work) -> Nodes:
    """The whole tree as a cascade."""
    settings: Any = work.ctx.exercise.settings
    whole = settings["whole"]
    strategies = [{"id": str(one["id"]), "text": str(one["text"])} for one in settings["strategies"]]
    top = parts.key_result(
        "whole-k",
        str(whole["metric"]),
        metric=str(whole["metric"]),
        kind="product",
        baseline=f"{whole['target_before']:g}",
        target=f"{whole['target']:g}",
        unit="亿元",
    )
    found = [
        parts.node(
            "whole",
            owner=whole["owner"],
            objective=whole["objective"],
            strategies=strategies,
            key_results=[top],
        )
    ]
    found += [_neighbour_node(one) for one in settings["neighbours"]]
    found += [_dept_node(work), *_group_nodes(work), *_people_nodes(work)]
    return [*found, *_open_node(work)]


def _neighbour_node(one: Mapping[str, Any]) -> dict[str, Any]:
    row = parts.key_result(
        f"{one['id']}-k",
        str(one["metric"]),
        metric=str(one["metric"]),
        baseline=str(one["before"]),
        target=str(one["after"]),
        serves="whole-k",
        own=True,
    )
    return parts.node(
        str(one["id"]),
        parent="whole",
        owner=one["title"],
        objective=one["objective"],
        serves=[str(one["serves"])],
        key_results=[row],
    )


def _dept_node(work: Work) -> dict[str, Any]:
    whole: Any = work.ctx.exercise.settings["whole"]
    row = parts.key_result(
        "dept-k",
        str(whole["dept_metric"]),
        metric=str(whole["dept_metric"]),
        kind="funnel",
        baseline=f"{whole['rate_before']:g}",
        target=f"{whole['rate']:g}",
        unit="%",
        serves="whole-k",
    )
    guard = parts.guard_text(work)
    kept = [parts.key_result("dept-guard", guard, own=True)] if guard else []
    said = work.text("dept", "kr")
    ways = [{"id": "way", "text": said}] if said else []
    return parts.node(
        "dept",
        parent="whole",
        owner=whole["dept"],
        objective=work.text("dept", "objective"),
        serves=[str(whole["dept_serves"])],
        strategies=ways,
        key_results=[row, *kept],
    )


def _group_nodes(work: Work) -> Nodes:
    """The three groups, those that have a number."""
    found = []
    for at, (name, item) in enumerate(work.ctx.exercise.items.items()):
        row = parts.key_result(
            f"{name}-k",
            str(item["step"]),
            metric=str(item["step"]),
            kind="ratio" if not at else "",
            baseline=f"{item['now']:g}",
            target=work.text("groups", name),
            unit="%",
            serves="dept-k",
            own=bool(at),
        )
        serves = ["way"] if work.text("dept", "kr") and not at else []
        if work.text("groups", name):
            found.append(parts.node(name, parent="dept", owner=item["title"], serves=serves, key_results=[row]))
    return found


def _people_nodes(work: Work) -> Nodes:
    """The people, those who have something."""
    first, item = next(iter(work.ctx.exercise.items.items()))
    found = []
    for one in work.ctx.exercise.settings["people"]:
        name = str(one["id"])
        row = parts.key_result(
            f"{name}-k",
            f"{one['scope']}{item['step']}",
            metric=str(item["step"]),
            scope=str(one["scope"]),
            baseline=f"{one['now']:g}",
            target=work.text(name, "now"),
            unit="%",
            weight=f"{one['share']:g}",
            serves=f"{first}-k",
            own=True,
        )
        given = work.text(name, "now")
        objective = work.text(name, "objective")
        if given or objective:
            found.append(
                parts.node(
                    name,
                    parent=first if work.text("groups", first) else "dept",
                    owner=one["title"],
                    objective=objective,
                    key_results=[row] if given else [],
                )
            )
    return found


def _open_node(work: Work) -> Nodes:
    """Who is to have the strategy that nobody took."""
    last: Any = work.ctx.exercise.settings["strategies"][-1]
    who, number = work.text("open", "who"), work.text("open", "number")
    if not who:
        return []
    rows = [parts.key_result("open-k", number, own=True)] if number else []
    return [parts.node("open", parent="whole", owner=who, serves=[str(last["id"])], key_results=rows)]
