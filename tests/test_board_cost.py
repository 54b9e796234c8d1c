"""A key on a board: what it costs, and that nothing is worked out which nobody sees."""

from __future__ import annotations

import time
from collections import Counter
from types import SimpleNamespace

import boards
import pytest

from okr_kit import engine, render
from okr_kit.kinds import KINDS
from okr_kit.kinds.worksheet import Worksheet

#: The most that a key may cost in the pure part, in seconds of CPU: sixty learners type one a second.
LIMIT = 0.006
#: How often it is tried: beside busy neighbours even CPU time grows, and each quiet moment has its chance.
TRIES = 60


def key(slug: str, mode: str, state: boards.State, action: boards.Action) -> boards.State:
    """What a class server does for one action, without the store."""
    ctx = boards.context(slug, mode)
    before, _ = engine.load(ctx, state, 2)
    engine.focus(ctx, before)
    after = engine.act(ctx, before, action, 2)
    engine.focus(ctx, after)
    engine.outcome(ctx, after)
    engine.documents(ctx, before)
    engine.documents(ctx, after)
    render.html(engine.view(ctx, after), "x")
    return after


def watched(slug: str, monkeypatch) -> Counter[str]:
    """Count what is asked of the template of a worksheet: ``checks`` of what was entered, ``plan`` of a blank sheet."""
    template, asked = boards.kind(slug).template, Counter[str]()

    def counting(name):
        def ask(work):
            asked["plan" if name == "checks" and not work.values else name] += 1
            return getattr(template, name)(work)

        return ask

    names = ("MAKES", "check_bank", "materials", "carry", "tile")
    same = {name: getattr(template, name) for name in names}
    counted = {name: counting(name) for name in ("steps", "checks", "documents")}
    monkeypatch.setitem(KINDS, boards.content().exercise(slug).kind, Worksheet(SimpleNamespace(**same, **counted)))
    return asked


@pytest.mark.parametrize("slug", boards.SLUGS)
def test_a_key_on_any_page_of_a_full_board_costs_little(slug: str) -> None:
    mode, state = boards.fullest(slug)
    for page, here, action in boards.puts(slug, mode, state):
        for _ in range(TRIES):
            begun = time.process_time()
            after = key(slug, mode, here, action)
            if (cost := time.process_time() - begun) < LIMIT:
                break
        assert cost < LIMIT, page
        assert after["values"] != here["values"]


@pytest.mark.parametrize("slug", boards.SLUGS)
def test_a_key_works_out_each_state_once_and_grades_nothing(slug: str, monkeypatch) -> None:
    mode, state = boards.fullest(slug)
    _, here, action = next(boards.puts(slug, mode, state))
    asked = watched(slug, monkeypatch)
    key(slug, mode, here, action)
    assert asked == {"steps": 2, "documents": 2 + len(state["others"]), "plan": 1}


@pytest.mark.parametrize("slug", boards.SLUGS)
def test_the_end_grades_a_board_once(slug: str, monkeypatch) -> None:
    mode, state = boards.fullest(slug)
    asked = watched(slug, monkeypatch)
    key(slug, mode, state, {"do": "finish"})
    assert asked["checks"] == 1


@pytest.mark.parametrize("slug", boards.SLUGS)
def test_what_is_checked_and_weighs_hangs_on_nothing_that_is_entered(slug: str) -> None:
    for mode, state in boards.states(slug):
        work = boards.kind(slug).work(boards.context(slug, mode), state)
        assert [(one.id, one.step, one.weight) for one in work.plan] == [
            (one.id, one.step, one.weight) for one in work.checks
        ]
        assert sum(one.weight for one in work.plan) == 100


def test_what_was_worked_out_goes_with_the_entries_and_not_with_the_call() -> None:
    mode, state = boards.fullest("split-by-region")
    ctx = boards.context("split-by-region", mode)
    kind = boards.kind("split-by-region")
    work = kind.work(ctx, state)
    assert kind.work(ctx, {**state, "at": "end", "hints": {"split": 1}}).steps is work.steps
    assert kind.work(ctx, {**state, "values": {}}).steps is not work.steps
    assert kind.work(boards.context("split-by-region", mode), state).steps is not work.steps
