"""The drill machine: draw, tries, partial credit, hints, summary, what a page may know before an answer."""

from __future__ import annotations

import json
import re

import pytest
from learner import Learner, content

from okr_kit import engine
from okr_kit.errors import ActionError, StaleState
from okr_kit.kinds import KINDS, Drill
from okr_kit.kinds.drill.items import statements

DRILLS = [slug for slug, exercise in content().exercises.items() if isinstance(KINDS[exercise.kind], Drill)]


@pytest.mark.parametrize("slug", DRILLS)
def test_right_answers_reach_full_marks(slug: str) -> None:
    """All right at the first try is 100, done, and the summary says so."""
    learner = Learner(slug)
    assert learner.outcome.score is None
    learner.solve()
    assert (learner.outcome.score, learner.outcome.done, learner.outcome.progress) == (100, True, 1.0)
    assert learner.state["at"] == "summary"
    assert "全部一次答对" in learner.text


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("seed", range(12))
def test_draws_are_seeded_varied_and_complete(slug: str, seed: int) -> None:
    """Same seed, same items; the right number of them, none twice, as many families as the bank has and the round holds."""
    first, again = Learner(slug, seed=seed), Learner(slug, seed=seed)
    draw, items = first.state["draw"], first.ctx.exercise.items
    assert draw == again.state["draw"]
    assert len(set(draw)) == len(draw) == first.ctx.exercise.settings["draw"]
    sheet = KINDS[first.ctx.exercise.kind].sheet
    wrong = [name for name in items if not sheet.right(items[name])]
    known = {sheet.family(items[name]) for name in wrong}
    drawn = [name for name in draw if name in wrong]
    assert len({sheet.family(items[name]) for name in drawn}) == min(len(known), len(drawn))


@pytest.mark.parametrize("slug", DRILLS)
def test_an_unanswered_item_gives_nothing_away(slug: str) -> None:
    """No code, reason, question, better version or hint of any item stands in the page before its answer."""
    learner = Learner(slug)
    for name, item in learner.ctx.exercise.items.items():
        if name not in learner.state["draw"]:
            continue
        learner.act("go", item=name)
        page = learner.html
        assert not re.search(r"\b[OKS]-[A-Z]{3,}", page)
        for key in ("reason", "question", "better"):
            assert str(item.get(key) or "\0") not in page
        for hint in item.get("hints", ()):
            assert hint not in page
        assert "<mark" not in page


@pytest.mark.parametrize("slug", DRILLS)
def test_no_statement_of_a_bank_file_holds_an_answer(slug: str) -> None:
    """Neither an item's own words nor another's say a reason, a question or a better version before it is time."""
    items = Learner(slug).ctx.exercise.items
    said = "\n".join(text for item in items.values() for text in (*statements(item), str(item.get("objective", ""))))
    for item in items.values():
        assert not [key for key in ("reason", "question", "better") if item.get(key) and item[key] in said]


def test_half_right_is_half_and_the_second_try_counts_less() -> None:
    """Verdict right, reason wrong: a half. Then right: three quarters. The answer is not told in between."""
    learner = Learner("spot-wrong-objectives")
    items = learner.ctx.exercise.items
    name = next(n for n in learner.state["draw"] if items[n]["codes"])
    wrong = items[name]["choices"][0]
    said = learner.act("answer", {"verdict": "revise", "reason": wrong}, item=name)
    assert items[name]["reason"] not in said
    assert learner.outcome.score == round(100 * 0.5 / 8)
    said = learner.act("answer", {"verdict": "revise", "reason": items[name]["codes"][0]}, item=name)
    assert items[name]["reason"] in said
    assert learner.outcome.score == round(100 * 0.75 / 8)
    assert learner.act("answer", {"verdict": "ok"}, item=name) == said


def test_two_wrong_tries_show_the_answer_and_score_nothing() -> None:
    """After the last try the reason is shown; points stay zero; the code goes into the event."""
    learner = Learner("okr-or-kpi")
    name = learner.state["at"]
    item = learner.ctx.exercise.items[name]
    wrong = next(b for b in learner.ctx.exercise.settings["bins"] if b not in (item["bin"], *item.get("also", ())))
    learner.act("answer", {"bin": wrong}, item=name)
    said = learner.act("answer", {"bin": wrong}, item=name)
    assert item["reason"] in said
    assert learner.outcome.score == 0
    assert learner.outcome.graded


def test_letters_on_the_screen_stand_for_codes() -> None:
    """A browser sends letters, a notebook sends codes; both are the same answer."""
    one, two = Learner("find-the-error"), Learner("find-the-error")
    name = one.state["at"]
    (part,) = KINDS["name"].parts(one.ctx, one.state, name)  # type: ignore[attr-defined]
    letter = next(letter for letter, true, _ in part.options if true == one.truth(name)["error"])
    one.act("answer", {"error": letter}, item=name)
    two.act("answer", one.truth(name), item=name)
    assert one.state == two.state


def test_an_empty_answer_is_asked_for_and_not_counted() -> None:
    """Submitting nothing costs nothing, and half a choice is kept."""
    learner = Learner("spot-wrong-key-results")
    said = learner.act("answer", {}, item=learner.state["at"])
    assert "还没有选完" in said
    assert learner.outcome.score is None
    learner.act("answer", {"verdict": "revise"}, item=learner.state["at"])
    assert re.search(r'value="revise" checked', learner.html)


def test_hints_come_one_by_one_and_reveal_needs_a_try() -> None:
    """Each press shows one more; the answer cannot be looked up before trying."""
    learner = Learner("spot-wrong-objectives")
    item = learner.ctx.exercise.items[learner.state["at"]]
    said = learner.act("hint", item=learner.state["at"])
    assert item["hints"][0] in said
    assert item["hints"][1] not in said
    assert item["hints"][1] in learner.act("hint", item=learner.state["at"])
    with pytest.raises(ActionError):
        learner.act("reveal", item=learner.state["at"])


def test_another_round_brings_unseen_items_until_all_were_seen() -> None:
    """换一组 draws what was not drawn yet, then starts over with the oldest."""
    learner = Learner("spot-wrong-objectives")
    seen = set(learner.state["draw"])
    learner.act("redraw")
    assert not seen & set(learner.state["draw"])
    learner.act("redraw")
    learner.act("redraw")
    assert len(set(learner.state["draw"])) == 8
    assert learner.outcome.score is None


def test_start_over_keeps_the_same_items() -> None:
    """重做 forgets answers and time, not the draw."""
    learner = Learner("okr-or-kpi")
    draw = list(learner.state["draw"])
    learner.solve()
    learner.act("restart")
    assert learner.state["draw"] == draw
    assert (learner.outcome.answered, learner.state["spent"]) == (0, 0)


def test_disagreement_is_kept_with_its_reason() -> None:
    """「不同意」 is for the trainer: the note is in the state, cut to a sane length, possible only after a try."""
    learner = Learner("spot-wrong-objectives")
    name = learner.state["at"]
    with pytest.raises(ActionError):
        learner.act("disagree", {"note": "x"}, item=name)
    learner.act("answer", learner.truth(name), item=name)
    assert "已发给讲师" in learner.act("disagree", {"note": "理由" * 1000}, item=name)
    assert len(learner.state["items"][name]["note"]) == 500
    assert learner.state["last"]["note"].startswith("理由")


def test_time_on_task_counts_work_and_not_breaks() -> None:
    """A minute is a minute; an hour away counts as the longest pause."""
    learner = Learner("okr-or-kpi")
    learner.act("hint", item=learner.state["at"])
    assert learner.state["spent"] == 60_000
    learner.clock += 3_600_000
    learner.act("hint", item=learner.state["at"])
    assert learner.state["spent"] == 60_000 + 300_000


def test_a_leader_sees_no_score() -> None:
    """Leaders work like everybody, without points."""
    leader, learner = Learner("okr-or-kpi", role="leader"), Learner("okr-or-kpi")
    leader.solve()
    learner.solve()
    assert "100 分" in learner.text
    assert "分　" not in leader.text


def test_certainty_is_asked_once_and_mirrored_in_the_summary() -> None:
    """Sure and wrong shows up in the summary."""
    learner = Learner("find-the-error")
    name = learner.state["at"]
    assert "很有把握" in learner.text
    item = learner.ctx.exercise.items[name]
    wrong = next(code for code in item["choices"])
    learner.act("answer", {"error": wrong, "sure": "3"}, item=name)
    said = learner.act("reveal", item=name)
    assert "有把握却答错" in said
    for other in learner.state["draw"][1:]:
        learner.act("answer", {**learner.truth(other), "sure": "1"}, item=other)
    assert "很有把握却答错的 1 题" in learner.act("summary")


@pytest.mark.parametrize(
    "action",
    [
        {"do": "fly"},
        {"do": "answer", "values": {"item": "nobody"}},
        {"do": "go", "values": {"item": 3}},
        {"do": 7},
        {"do": "answer", "values": ["x"]},
        {"do": "answer", "fields": "x"},
        {"do": "answer", "fields": {"verdict": "x" * 100_000}},
        {},
        [],
        "answer",
    ],
)
def test_a_foreign_action_is_refused_and_changes_nothing(action: object) -> None:
    """An error of ours, with a sentence, and the state as it was."""
    learner = Learner("spot-wrong-objectives")
    before = json.dumps(learner.state, sort_keys=True)
    with pytest.raises(ActionError) as refused:
        engine.act(learner.ctx, learner.state, action, 5)  # type: ignore[arg-type]
    assert "{" not in learner.ctx.lang.error(refused.value)
    assert learner.ctx.lang.error(refused.value) != str(refused.value)
    assert json.dumps(learner.state, sort_keys=True) == before


def test_a_state_that_cannot_go_on_restarts_and_keeps_the_answers() -> None:
    """An item that left the bank, an older version: start again, the old answers kept beside."""
    learner = Learner("spot-wrong-objectives")
    learner.act("answer", learner.truth(learner.state["at"]), item=learner.state["at"])
    gone = {**learner.state, "draw": ["no-such-item"], "at": "no-such-item"}
    for old in (
        gone,
        {**learner.state, "v": 0},
        {"v": 1},
        {**learner.state, "slug": "other"},
        {**learner.state, "items": 3},
    ):
        fresh, restarted = engine.load(learner.ctx, old)
        assert restarted
        assert fresh["kept"] == old
        engine.view(learner.ctx, fresh)
    same, restarted = engine.load(learner.ctx, learner.state)
    assert (same, restarted) == (learner.state, False)


def test_a_state_of_a_newer_kit_is_left_alone() -> None:
    """Restarting it would throw away what the newer kit can read."""
    learner = Learner("spot-wrong-objectives")
    with pytest.raises(StaleState):
        engine.load(learner.ctx, {**learner.state, "v": 99})
    with pytest.raises(StaleState):
        engine.act(learner.ctx, {**learner.state, "v": 99}, {"do": "next"}, 1)


@pytest.mark.parametrize("slug", DRILLS)
def test_states_are_plain_json(slug: str) -> None:
    """What is stored is what comes back."""
    learner = Learner(slug)
    learner.solve()
    assert json.loads(json.dumps(learner.state)) == learner.state
