"""A hundred acts at random over each worksheet, with junk in every entry: no exception, no state that could not go on."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from learner import Learner, content
from nasty import Nasty

from okr_kit import documents, engine, render
from okr_kit.errors import OkrKitError
from okr_kit.kinds import KINDS
from okr_kit.kinds.worksheet import Work, Worksheet

SLUGS = [slug for slug, one in content().exercises.items() if isinstance(KINDS[one.kind], Worksheet)]
ODD = ("", "　", "300-400", "1e999", "−0", "375", "+25%", "客户数×客单价", "1/0", "<script>alert(1)</script>", "{a.b}%s", "(" * 2000, "字" * 20_000)  # fmt: skip
DOES = (*["put"] * 6, *["grade"] * 3, "next", "go", "finish", "add", "add", "drop", "up", "down", "hint", "disagree", "pick", "refresh", "keep", "nope")  # fmt: skip


def action(rng: Random, nasty: Nasty, learner: Learner) -> dict[str, Any]:
    """An act on what stands on the sheet now, or on what does not."""
    steps = Work(learner.ctx, learner.state, KINDS[learner.ctx.exercise.kind].template).steps
    entries = [(f"{row.id}.{one.name}", one) for step in steps for row in step.rows for one in row.entries]
    fields: dict[str, Any] = {"r99.now": "1", "a.b.c": "2"}
    for name, entry in rng.sample(entries, min(len(entries), rng.randrange(6))):
        known = [value for value, _ in entry.options]
        typed = (
            rng.choice(ODD) if rng.random() < 0.6 else str(rng.randrange(900)) if rng.random() < 0.5 else nasty.text()
        )
        fields[name] = rng.sample(known, rng.randrange(len(known) + 1)) if known and rng.random() < 0.8 else typed
    rows = ["r1", "r2", "r9", "r1.name", *(one for held in learner.state["rows"].values() for one in held)]
    values = {"step": rng.choice([*(one.id for one in steps), "end", ""]), "list": rng.choice([*learner.state["rows"], "no"])}  # fmt: skip
    return {"do": rng.choice(DOES), "values": values | {"row": rng.choice(rows), "material": rng.choice(("own", "case"))}, "fields": fields}  # fmt: skip


@pytest.mark.parametrize("mode", ["own", "group"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_walk_at_random_breaks_nothing(slug: str, mode: str) -> None:
    rng = Random(f"{slug} {mode}")
    nasty, learner, taken = Nasty(rng), Learner(slug, mode=mode), 0
    for at in range(100):
        try:
            learner.state = engine.act(learner.ctx, learner.state, action(rng, nasty, learner), at)
        except OkrKitError:
            continue
        taken += 1
        assert "<script>alert" not in learner.html
        kept = json.loads(json.dumps(learner.state, allow_nan=False))
        assert engine.load(learner.ctx, kept) == (kept, False)
        found = learner.outcome
        assert 0 <= found.progress <= 1
        for doc in engine.documents(learner.ctx, learner.state):
            assert documents.load(doc) == doc
            assert render.html(documents.show(learner.ctx.lang, doc))
    assert taken > 40
