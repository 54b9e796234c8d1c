"""The worksheets of the course as they are when somebody has filled them in: the printed answer with the most in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from learner import content

from okr_kit import engine
from okr_kit.files import read_toml
from okr_kit.kinds import KINDS
from okr_kit.kinds.worksheet import Entry, Worksheet

REFERENCES = Path(__file__).parent / "data" / "references"
SLUGS = tuple(slug for slug, one in content().exercises.items() if isinstance(KINDS[one.kind], Worksheet))
State = dict[str, Any]
Action = dict[str, Any]


def kind(slug: str) -> Worksheet:
    """The kind of a worksheet."""
    found = KINDS[content().exercise(slug).kind]
    assert isinstance(found, Worksheet)
    return found


def context(slug: str, mode: str) -> engine.Context:
    """A context as a host makes it for each of its calls."""
    return engine.Context(content(), content().exercise(slug), mode=mode, owner="p1")


def states(slug: str) -> Iterator[tuple[str, State]]:
    """Every state on the way to the answers that the book prints, with the mode that they are played in."""
    for answer in read_toml(REFERENCES / f"{slug}.toml")["answers"]:
        mode = answer.get("mode", "own")
        state = engine.start(context(slug, mode), int(answer.get("seed", 1)))
        for at, act in enumerate(answer["acts"], 1):
            state = engine.act(context(slug, mode), state, act, at)
            yield mode, state


def fullest(slug: str) -> tuple[str, State]:
    """The one with the most in it, and its mode."""
    return max(states(slug), key=lambda one: len(repr(one[1]["values"])))


def puts(slug: str, mode: str, state: State) -> Iterator[tuple[str, State, Action]]:
    """A key on each page of a worksheet: the page, the state on it, and the action, which changes one entry."""
    ctx = context(slug, mode)
    for step in kind(slug).work(ctx, state).steps:
        every = [(f"{row.id}.{entry.name}", entry) for row in step.rows for entry in row.entries]
        name, entry = next((one for one in every if not one[1].chosen), every[0] if every else ("", None))
        if entry is not None:
            here = engine.act(ctx, state, {"do": "go", "values": {"step": step.id}}, 1)
            yield step.id, here, {"do": "put", "fields": {name: _other(entry, state["values"].get(name, ""))}}


def _other(entry: Entry, now: str) -> str:
    """Something else than what stands in an entry."""
    if entry.chosen:
        return next((one for one, _ in entry.options if one != now), "")
    return {"number": "37", "date": "2026-03-01"}.get(entry.style, f"{now}好")
