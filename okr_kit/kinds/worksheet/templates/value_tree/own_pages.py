"""The pages of a tree of one's own: whose number, two layers, the leaf that each would move, levers, strategies."""

from __future__ import annotations

from .....documents import value_tree
from .....view import Copy, Figure, Figures, Node, Statement, Sum, Text, beginning
from ...template import Entry, Row, Step
from ...work import Work
from . import boxes, counted, told
from .boxes import Box
from .own_tree import MOST, branch, documents, goal, leaves, levers, offers, picked, top, tree

TYPED = "typed"
#: Longest sentence of a key result in a list, in characters.
SENTENCE = 60


def steps(work: Work) -> tuple[Step, ...]:
    """All six."""
    first, rest = (_goal_step(work), *(_layer_step(work, one) for one in ("one", "two"))), (_circle_step(work),)
    return (*first, *rest, _lever_step(work), _strategy_step(work))


def _hints(work: Work, step: str) -> tuple[str, ...]:
    return tuple(work.ctx.exercise.settings["own"]["hints"].get(step, ()))


def _goal_step(work: Work) -> Step:
    """Whose it is, which key result (of the shelf, where one lies there), its number now and wanted."""
    found, row, okr = offers(work), picked(work), work.given.get("okr")
    said = okr["objective"]["text"] if okr else ""
    entries = []
    if work.ctx.mode != "own":
        entries.append(Entry("owner", work.say("owner"), note=work.say("owner-note"), limit=20))
    if not said:
        entries.append(Entry("objective", work.say("objective"), lines=2, limit=120, needed=False))
    if found:
        options = tuple((name, beginning(str(one["text"]), SENTENCE)) for name, one in found.items())
        entries.append(Entry("kr", work.say("kr"), "list", options=(*options, (TYPED, work.say("kr-typed")))))
    if not row.get("metric"):
        entries.append(Entry("name", work.say("name-root"), note=work.say("name-root-note"), limit=20))
    for name, field in (("now", "baseline"), ("reach", "target")):
        if not row.get(field):
            entries.append(
                Entry(name, work.say(f"root-{name}"), note=work.say(f"root-{name}-note"), limit=20, half=True)
            )
    above = (Statement((said,), work.ctx.say("label-objective"), small=True),) if said else ()
    below = (Text((_headline(work),), "lead"),) if row else ()
    return Step("goal", work.say("goal"), work.say("goal-task"), (Row("goal", tuple(entries)),), above, below)


def _headline(work: Work) -> str:
    """「金额续约率　70% → 76%」."""
    return _label(work, goal(work))


def _label(work: Work, one: Box) -> str:
    numbers = " → ".join(filter(None, (boxes.said(one), boxes.said(one, "reach"))))
    asked = work.say("asks", who=one["ask_who"]) if one.get("ask_who") else ""
    return "　".join(filter(None, (one["name"], asked or numbers)))


def _layer_step(work: Work, layer: str) -> Step:
    """How a layer is joined, and its boxes; what it comes to stands under the thumb."""
    entries = [*told.joining(work, layer), Entry("method", work.say("method"), "chips", options=told.methods(work))]
    if layer == "two":
        names = tuple((row, work.text(row, "name")) for row in work.rows("one") if work.text(row, "name"))
        entries.insert(0, Entry("branch", work.say("branch"), "chips", options=names))
    rows = (Row(layer, tuple(entries)), *(_box_row(work, row, at) for at, row in enumerate(work.rows(layer), 1)))
    return Step(
        layer,
        work.say(f"layer-{layer}"),
        work.say(f"layer-{layer}-task"),
        rows,
        (Text((_headline(work),), "where"),),
        lambda: _wanted(work),
        lambda: _picture(work),
        lambda: _total(work, layer),
        _hints(work, layer),
        list=layer,
        adds=work.say("add-box"),
        most=MOST,
    )


def _total(work: Work, layer: str) -> Sum:
    """What a layer comes to."""
    found = top(work, layer)
    if found is None:
        return Sum("", words=work.say("branch-first"))
    return counted.account(work, found, least=2, joins=bool(work.text(layer, "joins")))


def _box_row(work: Work, row: str, at: int) -> Row:
    entries: tuple[Entry, ...] = (
        Entry("name", work.say("box-name"), limit=20),
        Entry("now", work.say("now"), limit=20, half=True, needed=False),
        Entry("reach", work.say("reach"), limit=20, half=True, needed=False),
        Entry("ask", work.say("ask"), note=work.say("ask-note"), limit=20, needed=False),
    )
    now, reach = work.text(row, "now"), work.text(row, "reach")
    ask = boxes.whom(work.text(row, "ask"))
    numbers = f"{now} → {reach}" if now and reach else now
    aside = numbers or (work.say("asks", who=ask) if ask else "")
    if row == branch(work):
        entries = tuple(one for one in entries if one.name != "reach")  # it comes of the layer below
    return Row(row, entries, work.text(row, "name") or work.say("box-n", n=at), aside, made=True)


def _wanted(work: Work) -> tuple[Node, ...]:
    """Where all numbers within reach lead the number on top, once there is one; not while the numbers of today do not fit."""
    root = tree(work)
    joined = len(root["children"]) > 1 and work.text("one", "joins")
    reach = joined and any(one.get("reach") for one in boxes.leaves(root))
    if not reach or counted.account(work, root).against.startswith("≠"):
        return ()
    return (Text((work.say("all-within-reach"),), "note"), counted.account(work, root, "reach"))


def _circle_step(work: Work) -> Step:
    options = tuple((name, _label(work, one)) for name, one in leaves(work).items())
    entry = Entry("leaf", work.say("circle-which"), "list", options=options, needed=False, vote=True)
    rows = (Row("circle", (entry,)),) if options else ()
    task = work.say("circle-task" if work.ctx.mode == "own" else "circle-task-table")
    return Step(
        "circle", work.say("circle"), task, rows, _no_leaves(work), lambda: _worths(work), lambda: _picture(work)
    )


def _no_leaves(work: Work) -> tuple[Node, ...]:
    return () if leaves(work) else (Text((work.say("no-leaves"),), "lead"),)


def _picture(work: Work) -> tuple[Node, ...]:
    """The tree, once something hangs on it."""
    root = tree(work)
    return (told.tree(work, root),) if root["children"] else ()


def _worths(work: Work) -> tuple[Node, ...]:
    """What each leaf is worth, once that can be worked out; where all are worth the same, what to look at then."""
    bars = told.bars(work, tree(work))
    if bars is None:
        return ()
    known = [bar.value for bar in bars.bars if bar.value]
    same = len(known) > 1 and min(known) > 0.99 * max(known)
    return (bars, *((Text((work.say("all-the-same"),), "note"),) if same else ()))


def _lever_step(work: Work) -> Step:
    """Two or three leaves; 影响 and 空间 are worked out, 在不在手里 is asked."""
    options, chosen = tuple((name, one["name"]) for name, one in leaves(work).items()), levers(work)
    first = (
        (Row("levers", (Entry("picked", work.say("levers-which"), "several", options=options),)),) if options else ()
    )
    rows = (*first, *(_lever_row(work, one) for one in chosen.values()))
    return Step(
        "levers",
        work.say("levers"),
        work.say("levers-task"),
        rows,
        _no_leaves(work),
        lambda: _worths(work),
        lambda: _picture(work),
        lambda: counted.account(work, _only(tree(work), set(chosen)), "reach") if chosen else None,
        _hints(work, "levers"),
    )


def _only(one: Box, names: set[str]) -> Box:
    """The tree in which these leaves alone get as far as they can."""
    children = [_only(child, names) for child in one["children"]]
    stays = not children and one["id"] not in names
    return {key: text for key, text in one.items() if not (stays and key == "reach")} | {"children": children}


def _lever_row(work: Work, one: Box) -> Row:
    root, name = tree(work), one["id"]
    moved = told.gains(work, root, [name]).get(name)
    effect = told.change(root, moved) if moved is not None else work.say("effect-unknown")
    numbers = boxes.said(one), boxes.said(one, "reach")
    room = " → ".join(numbers) if all(numbers) else work.say("room-unknown")
    above = (Text((work.say("three-questions", effect=effect, room=room),), "note"),)
    options = tuple((hand, work.say(f"hand-{hand}")) for hand in ("yes", "partly", "no"))
    return Row(
        f"hand-{name}", (Entry("hand", work.say("hand"), "chips", options=options),), one["name"], effect, room, above
    )


def _strategy_step(work: Work) -> Step:
    rows = [
        Row(
            f"strategy-{name}",
            (Entry("text", work.say("strategy", name=one["name"]), note=_label(work, one), lines=2),),
        )
        for name, one in levers(work).items()
    ]
    entries = (Entry("what", work.say("dropped-what"), limit=80), Entry("why", work.say("dropped-why"), lines=2))
    above = () if rows else (Text((work.say("no-levers"),), "lead"),)
    task, hints = work.say("strategies-task"), _hints(work, "strategies")
    return Step(
        "strategies",
        work.say("strategies"),
        task,
        (*rows, Row("dropped", entries)),
        above,
        hints=hints,
        take=lambda: _take(work),
    )


def _take(work: Work) -> tuple[Node, ...]:
    """The tree, and the same with its strategies as a text to copy."""
    said = "\n".join(value_tree.text(work.ctx.lang, doc) for doc in documents(work))
    return (*_picture(work), *((Copy(work.say("take-text"), said),) if said else ()))


def tile(work: Work) -> tuple[Node, ...]:
    """How many leaves have a number, how many are still to be asked for, how many are to be moved; never what they are."""
    found = list(leaves(work).values())
    known = sum(boxes.read(one) is not None for one in found)
    asked = sum(bool(one.get("ask_who")) for one in found)
    return (
        Figures(
            (
                Figure(work.say("tile-filled"), str(known), str(len(found))),
                Figure(work.say("tile-asked"), str(asked)),
                Figure(work.say("tile-levers"), str(len(levers(work)))),
            )
        ),
    )
