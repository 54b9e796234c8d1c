"""The labels of pieces: what speaks for them, what stands in front, and the files that the weights were learnt into."""

from __future__ import annotations

from typing import Any

import pytest
from scripts import benchmark

from okr_kit.fold import fold
from okr_kit.labeller import Labeller, Piece, packed, turn, unpacked
from okr_kit.lang.zh_cn.retrospect import charges, clauses, steps

weights = benchmark("weights")

LABELS = ("a", "b", "c")


@pytest.mark.parametrize("values", [[0, 0, 0], [1, -1, 1], [-5, 300, -70000], [2**40, -(2**40), -1]])
def test_weights_are_unpacked_as_they_were_packed(values: list[int]) -> None:
    assert unpacked(packed(values), len(values)) == values


def test_packed_weights_add_up_label_by_label() -> None:
    assert unpacked(packed([3, -4, 5]) + packed([-7, 4, -6]), 3) == [-4, 0, -1]


def test_features_and_the_label_in_front_decide_together() -> None:
    model = Labeller(LABELS, {"x": packed([5, 0, 0]), "y": packed([0, 2, 0]), turn("o", "a"): packed([0, 0, 3])})
    assert model.label([Piece(["x"], "o"), Piece(["y"], "o")]) == ["a", "c"]  # c: 3 behind a, b: 2
    assert model.label([Piece(["x"], "o"), Piece(["y"], "p")]) == ["a", "b"]  # begins otherwise
    assert model.label([Piece(["x"], "o"), Piece(["y"], "o", ("b",))]) == ["a", "b"]  # may be nothing else
    assert model.label([]) == []


def test_what_comes_later_can_change_what_came_before() -> None:
    model = Labeller(LABELS, {"x": packed([2, 1, 0]), "y": packed([0, 0, 9]), turn("o", "b"): packed([0, 0, 5])})
    assert model.label([Piece(["x"], "o"), Piece(["y"], "o")]) == ["b", "c"]


def test_what_speaks_for_a_piece_with_both_neighbours() -> None:
    model = Labeller(
        LABELS, {"x": packed([5, 0, 0]), turn("o", "a"): packed([1, 2, 3]), turn("o", "b"): packed([10, 20, 30])}
    )
    pieces = [Piece(["x"], "o"), Piece([], "o")]
    weighed = model.weigh(pieces)
    assert model.beside(pieces, weighed, ["a", "b"], 0) == [5 + 2, 20, 0]
    assert model.beside(pieces, weighed, ["a", "b"], 1) == [1, 2, 3]


@pytest.mark.parametrize(
    "plan", [weights.STEP_PLAN, weights.CHARGE_PLAN, weights.SIGN_PLAN], ids=lambda plan: plan.file
)
def test_the_weights_were_learnt_from_the_texts_that_are_here(plan: Any) -> None:
    """Whoever changes a text, a label or the plan runs ``python benchmarks/weights.py --write``."""
    first, *rows = (weights.FOLDER / plan.file).read_text(encoding="utf-8").splitlines()
    assert first == weights.source(plan)
    assert all(len(row.split("\t")[1].split()) == len(plan.labels) for row in rows)


def test_learning_is_the_same_every_time_and_learns() -> None:
    rows = weights.rows()[:40]
    plan = weights.STEP_PLAN._replace(rounds=5, searches=1)
    texts = weights.step_texts(rows)
    learnt = weights.learn(texts, plan)
    assert learnt == weights.learn(weights.step_texts(rows), plan)
    turned = [
        text._replace(pieces=tuple(piece._replace(features=[*piece.features][::-1]) for piece in text.pieces))
        for text in texts
    ]
    assert learnt == weights.learn(turned, plan)  # sets have another order in each process
    model = Labeller(plan.labels, weights.read(learnt))
    pairs = [pair for text in texts for pair in zip(text.labels, model.label(text.pieces), strict=True)]
    assert sum(a == b for a, b in pairs) > 0.75 * len(pairs)  # by guessing the commonest: 0.3


def test_every_text_that_was_cut_is_whole_and_its_labels_are_known() -> None:
    for row in weights.rows():
        for part in row["parts"]:
            assert part[0] in steps.LABELS, row["id"]
            for key in ("owners", "dates"):
                for word in part[2][key] if len(part) > 2 else ():
                    assert word in part[1], (row["id"], word)


def test_every_sign_that_was_marked_stands_in_its_action() -> None:
    rows = weights.rows(weights.SIGNS)
    assert len(rows) > 4000
    for row in rows:
        assert all(sign in row["text"] for sign in row["signs"]), row["text"]
    shown = [one for text in weights.sign_texts(rows[:200]) for one in text.labels]
    assert {"-", "sign"} == set(shown)


def test_a_run_of_characters_weighs_for_all_near_it_at_once() -> None:
    texts = [part[1] for row in weights.rows()[:60] for part in row["parts"] if part[0] == "action"]
    for said in (charges.units(text).signs for text in texts):
        weighed = charges.weighed(said)
        assert weighed == charges.model().weigh(charges.pieces(said))
        labels = charges.model().label(charges.pieces(said), weighed)
        assert charges._found(weighed) == list(charges._spans(labels))  # nothing is lost by looking near alone


def test_the_characters_of_a_clause_weigh_the_same_at_once() -> None:
    for row in weights.rows()[:200]:
        folded = fold("".join(part[1] for part in row["parts"]))
        cut = clauses.of_field(folded, "cause").clauses
        whole, light = steps.pieces(folded, cut), steps._weighed_before(folded, cut)
        assert steps.model().weigh(whole) == steps.model().weigh(light)
