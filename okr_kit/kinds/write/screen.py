"""The screens of the writing exercise: choosing, and the frame around one statement or the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping

from ...documents import Document, as_okr
from ...documents.okr import O_PART, is_blank, title_of, written
from ...view import Actions, Button, Card, Field, Fold, Form, Items, Node, Progress, Say, Text, read_only
from ..base import Context, State
from . import end, sheet, statement
from .parts import name
from .standing import standing
from .work import END, OWN, PICK, WHOLE, put_aside, scenario_of, text_of

#: How many documents of the shelf the choice offers; the shelf itself shows all.
MOST_OFFERED = 5
#: The type of a document that speaks of the next cycle.
REVIEW = "retrospective"


def screen(ctx: Context, state: State) -> tuple[Node, ...]:
    """The screen for where the learner is."""
    if state["at"] == PICK:
        return _choose(ctx, state)
    review = _of_review(ctx, state)
    if state["at"] == END:
        return (*review, *end.nodes(ctx, state))
    if state["at"] == WHOLE:
        now = standing(ctx, state)
        return (_progress(ctx, state, now.parts), *review, *sheet.nodes(ctx, state, now))
    graded = {part: drafts[-1]["verdict"] for part, drafts in state["drafts"].items() if drafts}
    head = (_progress(ctx, state, graded), *review, _scenario(ctx, state))
    return (*head, *statement.nodes(ctx, state, state["at"]))


def shut(ctx: Context, state: State) -> tuple[Node, ...]:
    """The same screen once the class's time is up: to be read, with a way to each part, nothing to type or to send."""
    told = Say("info", ctx.say("live-write-closed"), (ctx.say("live-write-closed-next"),))
    shown = tuple(node for node in read_only(screen(ctx, state)) if not isinstance(node, Items))
    if not state["scenario"]:
        return (told, *shown)
    parts = [O_PART, *(row["id"] for row in state["doc"]["key_results"]), WHOLE]
    ways = (Button(_way(ctx, state, part), "go", {"part": part}, "row") for part in parts if part != state["at"])
    return (told, *shown, Actions(tuple(ways)))


def _way(ctx: Context, state: State, part: str) -> str:
    """A part with what stands in its box."""
    if part == WHOLE:
        return name(ctx, state, part)
    text = state["unsent"].get(part) or text_of(state, part) or ctx.say("part-empty")
    return ctx.say("live-write-row", part=name(ctx, state, part), text=text)


def _choose(ctx: Context, state: State) -> tuple[Node, ...]:
    """The scenarios as a list of buttons, what lies on the shelf, and the learner's own business."""
    scenarios = tuple(_scenario_row(ctx, state, slug) for slug in ctx.exercise.items)
    words = "write-watch-pick" if ctx.mode == "watch" else "write-pick"
    nodes: list[Node] = [Text((ctx.say(words),), "title"), Text((ctx.exercise.task,))]
    nodes += [Text((ctx.say(note),), "note") for note in (f"{words}-note", "mark-guardrail-note")]
    if ctx.role == "leader":
        nodes.append(Text((ctx.say("write-leader"),), "note"))
    if ctx.mode == "watch":
        return (*nodes, Actions(scenarios))
    nodes += [Actions(scenarios), *_from_shelf(ctx, state)]
    typed = {name: state["unsent"].get(f"{OWN}-{name}", "") for name in ("cycle", "parent")}
    cycle = Field("cycle", ctx.say("write-cycle"), typed["cycle"], placeholder="2026Q3", limit=20)
    parent = Field("parent", ctx.say("write-parent"), typed["parent"], lines=2, limit=200)
    own = Button(ctx.say("write-own-go"), "pick", {"scenario": OWN}, "main", submit=True)
    nodes.append(Card((Text((ctx.say("write-own-note"),)), Form("own", (cycle, parent), (own,))), ctx.say("write-own")))
    if state["scenario"]:
        nodes.append(Actions((Button(ctx.say("write-resume"), "go", {"part": O_PART}),), foot=True))
    return tuple(nodes)


def _scenario_row(ctx: Context, state: State, slug: str) -> Button:
    """One scenario; one that was begun says so, and is gone on with."""
    item = ctx.exercise.items[slug]
    words = ctx.say("write-scenario", industry=item.get("industry", ""), title=item["title"])
    begun = put_aside(state).get(slug)
    if begun is not None and not is_blank(begun["doc"]):
        words = ctx.say("write-scenario-begun", scenario=words)
    return Button(words, "pick", {"scenario": slug}, "row")


def _replacing(ctx: Context, state: State, doc: Document) -> str:
    """The question before a copy takes the place of the sheet of the same scenario; none where nothing is written."""
    there = put_aside(state).get(scenario_of(ctx, doc))
    return "" if there is None or is_blank(there["doc"]) else ctx.say("write-switch-sure")


def _from_shelf(ctx: Context, state: State) -> list[Node]:
    """Earlier OKRs of the learner, each to be gone on with as a copy; not the one that lies here already."""
    others = [(one, doc) for one in ctx.shelf if (doc := as_okr(one, one["id"])) and doc["id"] != state["doc"]["id"]]
    if not others:
        return []
    rows = tuple(_offer(ctx, state, one, doc) for one, doc in others[:MOST_OFFERED])
    return [Card((Text((ctx.say("write-shelf-note"),)), Actions(rows)), ctx.say("write-shelf"))]


def _of_review(ctx: Context, state: State) -> tuple[Node, ...]:
    """The next cycle of the newest retrospective, until its key result has been taken over somewhere."""
    if ctx.mode != "own":
        return ()
    found = next(((one, doc) for one in ctx.shelf if one["type"] == REVIEW and (doc := as_okr(one, one["id"]))), None)
    sets = [state["doc"], *(one["doc"] for one in state["others"].values())]
    sets += [one for one in ctx.shelf if one["type"] == "okr"]
    if found is None or any(row["text"] == found[0]["next_kr"].strip() for one in sets for row in one["key_results"]):
        return ()
    return (Actions((_offer(ctx, state, *found),)),)


def _offer(ctx: Context, state: State, found: Document, doc: Document) -> Button:
    """A document of the shelf, to be gone on with as a copy."""
    return Button(_offered(ctx, found, doc), "take", {"doc": doc["id"]}, "row", confirm=_replacing(ctx, state, doc))


def _offered(ctx: Context, found: Document, doc: Document) -> str:
    if found["type"] == REVIEW:
        return ctx.say("write-shelf-row-review", text=found["next_kr"])
    n = len(written(doc))
    return ctx.say("write-shelf-row" if n else "write-shelf-row-o", title=title_of(doc), n=n)


def _progress(ctx: Context, state: State, found: Mapping[str, str]) -> Progress:
    """One step for the O, one for each KR, one for the whole; ``found`` are the verdicts by part."""
    parts = [O_PART, *(row["id"] for row in state["doc"]["key_results"])]
    known = {"pass": "ok", "unsure": "part", "revise": "no"}
    steps = [known.get(found.get(part, "")) or ("now" if part == state["at"] else "todo") for part in parts]
    steps.append("ok" if state["ended"] else "todo")
    where, n = state["at"], len(written(state["doc"]))
    if where == WHOLE:
        return Progress(tuple(steps), ctx.say("write-progress-set", n=n))
    key = "write-progress" if n else "write-progress-first"
    return Progress(tuple(steps), ctx.say(key, where=name(ctx, state, where), n=n))


def _scenario(ctx: Context, state: State) -> Node:
    """The facts to draw on: a drawer that is open at first and then as the learner left it."""
    item = ctx.exercise.items.get(state["scenario"])
    change = Actions((Button(ctx.say("write-change"), "go", {"part": PICK}, "quiet"),))
    if item is None:
        parent = state["doc"].get("parent", "")
        lines = (Text((ctx.say("write-parent-is", text=parent),)),) if parent else ()
        return Fold(ctx.say("write-own"), (*lines, change), stays=True)
    body = (
        Text((str(item["story"]),)),
        Text((ctx.say("write-parent-is", text=item["parent"]),)),
        Items(tuple(str(fact) for fact in item["facts"])),
        Text((str(item["ask"]),), "note"),
        change,
    )
    return Fold(ctx.say("write-facts", title=item["title"]), body, open=not state["drafts"], stays=True)
