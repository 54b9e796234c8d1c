"""The drill machine: draw, tries, partial credit, hints, summary, what a page may know before an answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from learner import Learner, content, in_a_round

from okr_kit import engine, render
from okr_kit.errors import ActionError, StaleState
from okr_kit.kinds import KINDS, Drill
from okr_kit.kinds.drill.draw import printed
from okr_kit.kinds.drill.items import drawable, statements
from okr_kit.kinds.drill.words import own
from okr_kit.view import Actions, Button, Card, Link, Node

DRILLS = [slug for slug, exercise in content().exercises.items() if isinstance(KINDS[exercise.kind], Drill)]


#: Those of whose items a round has some only: what the book prints is not what a class talks about.
VARIED = [slug for slug in DRILLS if len(drawable(content().exercise(slug))) > in_a_round(slug)]


def offers_some(slug: str) -> bool:
    """Whether its items offer errors of their own to choose from, and not all those of a class."""
    exercise = content().exercise(slug)
    return exercise.kind in ("spot", "name") and "classes" not in exercise.settings


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
    assert len(set(draw)) == len(draw) == in_a_round(slug)
    sheet = KINDS[first.ctx.exercise.kind].sheet
    wrong = [name for name in drawable(first.ctx.exercise) if not sheet.right(items[name])]
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
        assert not re.search(r"\b[DOKS]-[A-Z]{3,}", page)
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
    learner = Learner("spot-wrong-key-results")
    name = next(one for one in learner.state["draw"] if learner.ctx.exercise.items[one]["codes"])
    item = learner.ctx.exercise.items[name]
    learner.act("go", item=name)
    assert item["reason"] not in learner.act("answer", {"verdict": "ok"}, item=name)
    assert item["reason"] in learner.act("answer", {"verdict": "ok"}, item=name)
    assert learner.outcome.score == 0
    assert learner.outcome.graded
    assert learner.outcome.codes == (item["codes"][0],)


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


def flawed(learner: Learner, *missed: str) -> None:
    """Answer a whole round, those items wrongly twice and the others rightly, and end at the summary."""
    for name in list(learner.state["draw"]):
        if name in missed:
            learner.act("answer", learner.wrong(name), item=name)
            if learner.ctx.exercise.settings.get("feedback") != "end":
                learner.act("reveal", item=name)
        else:
            learner.act("answer", learner.truth(name), item=name)
    learner.act("summary")
    learner.hand_in()


def shown(learner: Learner) -> tuple[Node, ...]:
    """The screen."""
    return engine.view(learner.ctx, learner.state)


def footer(learner: Learner) -> tuple[Button | Link, ...]:
    """What lies under the thumb."""
    return next((node.buttons for node in shown(learner) if isinstance(node, Actions) and node.foot), ())


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("do", ["redraw", "restart"])
def test_another_round_keeps_the_best_result_and_says_so(slug: str, do: str) -> None:
    """At its beginning, while it is under way, and when it was worse; a better one takes its place."""
    learner = Learner(slug)
    flawed(learner, learner.state["draw"][0])
    first = learner.outcome.score
    assert first is not None
    assert learner.outcome.best == first
    said = learner.act(do)
    assert f"最好成绩 {first} 分，已经留着" in said
    assert (learner.outcome.done, learner.outcome.best, learner.outcome.answered) == (True, first, 0)
    assert "已经留着" not in learner.act("next")
    flawed(learner, *learner.state["draw"][:3])
    assert (learner.outcome.score or 0) < first
    assert learner.outcome.best == first
    assert f"最好成绩 {first} 分" in learner.text
    learner.act("redraw")
    flawed(learner)
    assert (learner.outcome.score, learner.outcome.best) == (100, 100)
    assert "这是你最好的一次" in learner.text


def test_a_round_that_was_not_finished_is_no_result() -> None:
    """Seven of eight and then 重做: nothing is claimed to be kept."""
    learner = Learner("spot-wrong-objectives")
    for name in learner.state["draw"][1:]:
        learner.act("answer", learner.truth(name), item=name)
    assert (learner.outcome.done, learner.outcome.best) == (False, None)
    assert "留着" not in learner.act("restart")
    assert learner.outcome.best is None


def test_a_leader_is_told_that_a_round_is_kept_without_a_score() -> None:
    """The word, not the number."""
    leader = Learner("okr-or-kpi", role="leader")
    flawed(leader)
    assert "一次答对 8 / 8 题" in leader.text
    assert "上一组已经记下" in leader.act("redraw")
    assert not re.search(r"\d+ 分", leader.text)


@pytest.mark.parametrize("slug", DRILLS)
def test_the_way_on_is_the_main_thing_at_the_end(slug: str) -> None:
    """What the host offers lies under the thumb; 重做 and 换一组 are there, asked for and never main."""
    onward = (Link("小组讨论", "/g/x", style="plain"), Link("下一个：写", "/x/y", style="main"))
    learner = Learner(slug)
    learner.ctx = replace(learner.ctx, onward=onward)
    flawed(learner)
    assert footer(learner) == onward
    buttons = [one for node in shown(learner) if isinstance(node, Actions) for one in node.buttons]
    rounds = {one.do: one.style for one in buttons if isinstance(one, Button) and one.do in ("restart", "redraw")}
    assert rounds == dict.fromkeys(("restart", "redraw") if slug in VARIED else ("restart",), "plain")
    assert "最好的一次会留着" in learner.text


def test_who_watches_the_end_is_offered_the_way_on_and_nothing_to_do_again() -> None:
    """The ways to other pages stay; what the record's keeper may press goes, and the words about it."""
    learner = Learner("okr-or-kpi")
    flawed(learner)
    ways = (Link("下一个：写", "/x/y", style="main"),)
    learner.ctx = replace(learner.ctx, mode="watch", onward=ways)
    assert footer(learner) == ways
    assert "再练" not in learner.text
    assert "<button" not in learner.html


def test_an_open_round_goes_on_under_the_thumb() -> None:
    """Who looks at the summary too early is sent to the first open item."""
    learner = Learner("okr-or-kpi")
    learner.act("answer", learner.truth(learner.state["at"]), item=learner.state["at"])
    learner.act("summary")
    (button,) = footer(learner)
    assert isinstance(button, Button)
    assert (button.do, button.values, button.style) == ("go", {"item": learner.state["draw"][1]}, "main")


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize(("missed", "band"), [(0, "good"), (3 / 8, "fair"), (7 / 8, "poor")])
def test_the_score_is_put_in_words_and_says_how_it_is_made(slug: str, missed: float, band: str) -> None:
    """One sentence for each band, of the exercise's or the kind's own where they have them."""
    learner = Learner(slug)
    draw = learner.state["draw"]
    flawed(learner, *draw[: round(len(draw) * missed)])
    said = {one: own(learner.ctx, f"means-{one}") for one in ("good", "fair", "poor")}
    assert [one for one in said if said[one] in learner.text] == [band]
    assert "再答才对记四分之三" in learner.text


@pytest.mark.parametrize("slug", DRILLS)
def test_two_kinds_of_error_are_put_first_each_with_a_tap_to_its_item(slug: str) -> None:
    """The ones that slipped most, by the name of their card, and the numbers of their items."""
    learner = Learner(slug)
    draw = list(learner.state["draw"])
    flawed(learner, *draw[:5])
    title = learner.ctx.say("missed-title")
    (card,) = [node for node in shown(learner) if isinstance(node, Card) and node.title == title]
    rows = [one for node in card.children if isinstance(node, Actions) for one in node.buttons]
    assert len(rows) == 2
    sheet = KINDS[learner.ctx.exercise.kind].sheet  # type: ignore[attr-defined]
    for row in rows:
        assert isinstance(row, Button)
        item = learner.ctx.exercise.items[row.values["item"]]
        kind = str(item.get("about") or sheet.key(learner.ctx, item))
        words = own(learner.ctx, "missed-right" if sheet.right(item) else "missed-line", name=kind, n=1, at="|")
        assert row.label.startswith(words.partition("|")[0])
        assert str(draw.index(row.values["item"]) + 1) in row.label
    learner.act(rows[0].do, **rows[0].values)
    assert learner.state["at"] == rows[0].values["item"]


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("place", [0, 3, -1])
def test_one_tap_leads_back_from_an_item_to_the_summary(slug: str, place: int) -> None:
    """From 逐题回看, wherever the item stands; also while the round is still open, answered or not."""
    learner = Learner(slug)
    flawed(learner)
    name = learner.state["draw"][place]
    learner.act("go", item=name)
    main = next(one for one in footer(learner) if isinstance(one, Button) and one.style == "main")
    assert main.label == "看小结"
    learner.act(main.do, **main.values)
    assert learner.state["at"] == "summary"
    learner.act("restart")
    learner.act("answer", learner.truth(learner.state["draw"][0]), item=learner.state["draw"][0])
    for opened in learner.state["draw"][:2]:
        learner.act("summary")
        learner.act("go", item=opened)
        assert 'data-do="summary"' in learner.html


@pytest.mark.parametrize("slug", DRILLS)
def test_the_task_stands_on_the_first_item_and_only_there(slug: str) -> None:
    """Until it is answered: then the feedback needs the room."""
    learner = Learner(slug)
    task, first = learner.ctx.exercise.task, learner.state["at"]
    assert task in learner.text
    assert task not in learner.act("next")
    learner.act("answer", learner.truth(first), item=first)
    assert task not in learner.act("go", item=first)


def test_what_may_be_left_out_says_so() -> None:
    """How sure one is, is a question on its own, and optional."""
    assert "你有多大把握？（可以不选）" in Learner("find-the-error").text


@pytest.mark.parametrize("slug", ["okr-or-kpi", "find-the-error"])
def test_a_guardrail_is_explained_where_it_is_first_asked_for(slug: str) -> None:
    """In the words of the glossary, before it can be picked."""
    assert re.search("护栏」?是冲目标时不能变坏的", Learner(slug).text)


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
    for other in learner.state["draw"][1:]:
        learner.act("answer", {**learner.truth(other), "sure": "1"}, item=other)
    learner.act("summary")
    learner.hand_in()
    assert "很有把握却答错的 1 题" in learner.text
    assert "有把握却答错" in learner.act("go", item=name)


def test_certainty_that_held_is_not_mirrored_as_two_noughts() -> None:
    learner = Learner("find-the-error")
    for name in list(learner.state["draw"]):
        learner.act("answer", {**learner.truth(name), "sure": "2"}, item=name)
    learner.act("summary")
    learner.hand_in()
    assert "全部一次答对" in learner.text
    assert "很有把握却答错" not in learner.text


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


def test_a_state_that_cannot_go_on_restarts() -> None:
    """An item that left the bank, an older version: start again, the old answers kept beside."""
    learner = Learner("spot-wrong-objectives")
    learner.act("answer", learner.truth(learner.state["at"]), item=learner.state["at"])
    for old in (
        {**learner.state, "v": 0},
        {"v": 1},
        {**learner.state, "slug": "other"},
        {**learner.state, "items": 3},
    ):
        fresh, restarted = engine.load(learner.ctx, old)
        assert restarted
        assert fresh["items"] == {}
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


@pytest.mark.parametrize("slug", [slug for slug in DRILLS if offers_some(slug)])
def test_how_many_errors_an_item_offers_says_nothing_of_whether_it_has_one(slug: str) -> None:
    """Five names under one sentence and six under the next: who counts needs no second look."""
    offered: dict[bool, set[int]] = {True: set(), False: set()}
    for item in content().exercise(slug).items.values():
        offered[bool(item["codes"])].add(len({*item["codes"][:1], *item["choices"]}))
    assert offered[True] == offered[False]


@pytest.mark.parametrize("slug", VARIED)
@pytest.mark.parametrize("seed", [2, 7, 99])
def test_the_book_prints_no_answer_of_what_a_class_talks_about(slug: str, seed: int) -> None:
    """A phone opens the book as fast as the exercise; the first round is of other items than the paper's."""
    learner = Learner(slug, seed=seed)
    paper = render.text(engine.paper(learner.ctx))
    assert [name for name in learner.state["draw"] if learner.ctx.exercise.items[name]["reason"] in paper] == []
    assert len(learner.state["draw"]) == in_a_round(slug)


# -- on paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["spot-wrong-objectives", "spot-wrong-key-results", "okr-or-kpi", "find-the-error"])
def test_a_chosen_set_is_printed_in_its_order(slug: str) -> None:
    """Every id is there, and the set has some that are right beside the wrong ones."""
    exercise = content().exercise(slug)
    chosen = exercise.settings["paper"]
    assert printed(exercise, KINDS[exercise.kind].sheet) == chosen
    assert len({*chosen}) == len(chosen) >= 8
    assert {*chosen} <= {*exercise.items}
    said = render.text(engine.paper(Learner(slug).ctx))
    places = [said.index(exercise.items[name].get("text") or exercise.items[name]["objective"]) for name in chosen]
    assert places == sorted(places)


def test_an_item_that_the_lecturer_has_dropped_is_not_printed() -> None:
    exercise = content().exercise("spot-wrong-objectives")
    first, *rest = exercise.settings["paper"]
    items = {name: item for name, item in exercise.items.items() if name != first}
    assert printed(replace(exercise, items=items), KINDS["spot"].sheet) == rest


def test_on_paper_one_ticks_what_one_would_pick() -> None:
    """Also that a statement can stay; options that most items share are said once, those of another one below it."""
    spot = render.text(engine.paper(Learner("spot-wrong-objectives").ctx))
    assert spot.count("□ 可以　") == len(content().exercise("spot-wrong-objectives").settings["paper"])
    puzzle = render.text(engine.paper(Learner("loop-puzzle").ctx))
    assert puzzle.count("可选：拆解；对齐；跟进；复盘") == 1
    assert puzzle.count("□") == 4  # of the last question, which has options of its own
    scales = render.text(engine.paper(Learner("rate-aar-samples").ctx))
    assert "选项和第 1 题一样" in scales


def test_slips_are_the_items_of_a_round() -> None:
    """A question about all of them is no slip; a letter is kept, else there is a number."""
    slips = engine.cards(Learner("loop-puzzle").ctx)
    assert [one.title for one in slips] == [str(number) for number in range(1, 11)]
    assert "抽掉" not in render.text(slips)
    assert [one.title for one in engine.cards(Learner("map-ogsm-okr").ctx)] == list("abcdefgh")
    assert [one.title for one in engine.cards(Learner("review-role-play").ctx)][:2] == [
        "角色卡：杭州组组长",
        "角色卡：客服部经理",
    ]
