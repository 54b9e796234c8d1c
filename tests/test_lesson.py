"""The class as a state machine: each control, what it means for the phones, and that it can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from okr_kit import lesson
from okr_kit.errors import ActionError, StaleState
from okr_kit.live import ALL, PHASES, Live

A, B = "spot-wrong-objectives", "find-the-error"
#: One control after the other, as a class may use them, each with its values; time goes on by a second each.
CLASS: tuple[tuple[str, dict[str, str]], ...] = (
    ("row", {"row": "objective", "page": "book/objective"}),
    ("turn", {"screen": "2"}),
    ("open", {"slug": A, "row": "objective-cases", "minutes": "10"}),
    ("clock", {"seconds": "60"}),
    ("pause", {}),
    ("run", {}),
    ("close", {}),
    ("reopen", {}),
    ("close", {}),
    ("discuss", {"item": "x", "minutes": "2"}),
    ("hands", {"slug": A, "item": "x", "round": "1", "n:ok": "3", "n:O-TASK": "0"}),
    ("again", {"minutes": "1"}),
    ("spread", {}),
    ("hide", {"key": "row-3"}),
    ("accept", {"slug": A, "item": "x", "value": "O-VAGUE", "reason": "两种说法都成立"}),
    ("answer", {}),
    ("answer", {"all": "1"}),
    ("show", {"show": "groups"}),
    ("black", {}),
    ("open", {"slug": B, "pace": "class", "item": "y"}),
    ("item", {"item": "z"}),
    ("deal", {"card": "c"}),
    ("pace", {"pace": "self"}),
    ("side", {"side": "table"}),
    ("short", {"rows": "r4,r5"}),
    ("skip", {"row": "r6", "slugs": "okr-or-kpi"}),
    ("release", {}),
)


def run(*controls: tuple[str, dict[str, str]], state: lesson.State | None = None) -> lesson.State:
    """The lesson after these controls, a second apart."""
    state = state or lesson.start()
    for second, (do, values) in enumerate(controls, 1):
        state = lesson.act(state, do, values, second * 1000)
    return state


def led(state: lesson.State) -> dict[str, Any]:
    """What can be taken back, without the stamps and when they passed, which only ever grow."""
    kept = {name: state[name] for name in ("led", "row", "slug", "rows", "stage")}
    works = {
        slug: {k: v for k, v in work.items() if k not in ("stamp", "passed")} for slug, work in state["works"].items()
    }
    return kept | {"works": works}


def test_nobody_leads_a_fresh_class():
    assert lesson.live(lesson.start(), A) == Live()
    assert Live().takes("x")
    assert not Live().silent


def test_every_control_is_used_and_can_be_taken_back():
    assert {do for do, _ in CLASS} == set(lesson.STEPS)
    state = lesson.start()
    for second, (do, values) in enumerate(CLASS, 1):
        after = lesson.act(state, do, values, second * 1000)
        assert led(after) != led(state), f"{do} changes nothing"
        back = lesson.act(after, "undo", {}, second * 1000 + 500)
        assert led(back) == led(state), do
        assert back["stamp"] > after["stamp"]
        state = after


def test_twelve_controls_can_be_taken_back_one_after_the_other_and_then_no_more():
    state = run(*CLASS)
    for _ in range(lesson.MOST_PAST):
        state = lesson.act(state, "undo", {}, 99_000)
    assert led(state) == led(run(*CLASS[: -lesson.MOST_PAST]))
    with pytest.raises(ActionError, match="lesson-passed"):
        lesson.act(state, "undo", {}, 99_000)


def test_what_is_kept_of_two_days_stays_small():
    """Forty rows and twenty exercises with debates, hands and judgements: each control writes all of it anew."""
    state, at, slugs = lesson.start(), 0, [f"spot-wrong-objectives-{n:02d}" for n in range(20)]

    def do(what: str, **values: str) -> None:
        nonlocal state, at
        at += 20_000
        state = lesson.act(state, what, values, at)

    for row in range(40):
        do("row", row=f"d1-am-row-{row:02d}", page="objectives/how-to")
        do("note", text="这里讲得慢了，下次先讲例子。")
        if row % 2:
            continue
        slug = slugs[row // 2]
        do("open", slug=slug, row=f"d1-am-row-{row:02d}", minutes="8")
        do("close")
        for item in ("item-number-one", "item-number-two", "item-number-three"):
            do("discuss", item=item)
            for again in "12":
                hands = {"n:good": "12", "n:bad:O-TASK": "9", "n:bad:O-NUMBER": "8"}
                do("hands", slug=slug, item=item, round=again, **hands)
            do("answer", item=item)
            about = {
                "text": "把客户服务做到行业领先水平",
                "words": "是任务不是目标",
                "reason": "这句话在我们公司也可以这样说",
            }
            do("accept", slug=slug, item=item, value="bad:O-TASK", **about)
        do("answer", all="1")
    assert len(json.dumps(state)) < 60_000


def test_what_an_author_refused_stays_off_the_stage_when_a_step_is_taken_back():
    """His word is no step of hers: what she takes back is what her own control did."""
    name = "p1|write-okr|o"
    shown = lesson.act(sample("yes"), "show", {"show": "sample", "sample": name}, 10_000)
    closed = lesson.act(shown, "close", {}, 11_000)
    refused = lesson.act(closed, "say", {"sample": name, "person": "1", "said": "no"}, 12_000)
    assert lesson.act(refused, "undo", {}, 13_000)["stage"]["sample"] == ""


def test_turning_on_is_one_control_however_many_screens():
    state = run(("row", {"row": "r1", "page": "p"}), *(("turn", {"screen": str(n)}) for n in (0, 1, 2, 1)))
    back = lesson.act(state, "undo", {}, 9_000)
    assert (back["stage"]["screen"], back["stage"]["page"], len(back["past"])) == (0, "p", 1)


def test_a_control_never_changes_the_state_it_was_given():
    state = run(*CLASS[:12])
    before = repr(state)
    for do, values in CLASS:
        lesson.act(state, do, values, 90_000)
    assert repr(state) == before


def test_opening_closes_the_one_before_and_what_was_not_opened_waits():
    state = run(("open", {"slug": A}), ("open", {"slug": B}))
    assert [lesson.live(state, slug).standing for slug in (A, B, "okr-or-kpi")] == ["over", "now", "waiting"]
    assert not lesson.live(state, "okr-or-kpi").takes("x")
    assert lesson.live(state, A).takes("x")


def test_a_skipped_row_moves_its_exercises_to_later_and_back():
    state = run(("open", {"slug": A}), ("skip", {"row": "r6", "slugs": B}))
    assert lesson.live(state, B).standing == "over"
    state = lesson.act(state, "skip", {"row": "r6", "slugs": B, "back": "1"}, 9000)
    assert lesson.live(state, B).standing == "waiting"


def test_what_is_taken_in_each_phase():
    """An answer is taken in the first vote, and on the item in hand in the second; a table's only when tables decide."""
    opened = ("open", {"slug": A, "pace": "class", "item": "x"})
    takes = {}
    for phase in PHASES:
        control = {"task": "reopen", "closed": "close"}.get(phase, phase)
        now = lesson.live(run(opened, (control, {})), A)
        takes[phase] = now.takes("x"), now.takes("y"), now.takes("x", table=True), now.round("x")
    assert takes == {
        "task": (True, False, False, 1),
        "closed": (False, False, False, 1),
        "again": (True, False, False, 2),
        "spread": (False, False, False, 1),
        "answer": (False, False, False, 1),
    }
    tables = lesson.live(run(opened, ("side", {"side": "table"})), A)
    assert (tables.takes("x"), tables.takes("x", table=True)) == (False, True)


def test_at_ones_own_pace_every_item_is_taken_but_those_whose_key_is_out():
    state = run(("open", {"slug": A}), ("answer", {"item": "x"}), ("reopen", {}))
    now = lesson.live(state, A)
    assert (now.takes("x"), now.takes("y")) == (False, True)


def test_the_key_of_one_item_or_of_all():
    one = lesson.live(run(("open", {"slug": A}), ("discuss", {"item": "x"}), ("answer", {})), A)
    assert one.keys("x")
    assert not one.keys("y")
    every = lesson.live(run(("open", {"slug": A}), ("answer", {"all": "1"})), A)
    assert every.keyed == {ALL}
    assert every.keys("y")
    without_item = lesson.live(run(("open", {"slug": A}), ("answer", {})), A)
    assert without_item.keyed == {ALL}
    assert without_item.item == ""


def test_keys_that_were_shown_stay_shown_when_the_exercise_is_opened_again():
    state = run(("open", {"slug": A}), ("answer", {"item": "x"}), ("open", {"slug": B}), ("open", {"slug": A}))
    assert lesson.live(state, A).keys("x")


def test_every_step_has_a_stamp_of_its_own_whatever_is_taken_back():
    state, seen = lesson.start(), []
    for second, (do, values) in enumerate(
        [("open", {"slug": A}), ("close", {}), ("undo", {}), ("undo", {}), ("open", {"slug": A})]
    ):
        state = lesson.act(state, do, values, second)
        seen.append(state["stamp"])
    assert seen == sorted(set(seen))
    assert lesson.live(state, A).stamp == state["stamp"]


def test_the_clock_begins_is_moved_stands_still_and_goes_on():
    state = lesson.act(lesson.start(), "open", {"slug": A, "minutes": "3"}, 1_000)
    assert lesson.live(state, A).until == 181_000
    state = lesson.act(state, "clock", {"seconds": "60"}, 2_000)
    state = lesson.act(state, "pause", {}, 41_000)
    still = lesson.live(state, A)
    assert (still.until, still.left) == (0, 200_000)
    state = lesson.act(state, "clock", {"seconds": "-50"}, 60_000)
    state = lesson.act(state, "run", {}, 100_000)
    assert (lesson.live(state, A).until, lesson.live(state, A).left) == (250_000, 0)
    over = lesson.act(state, "clock", {"seconds": "60"}, 400_000)
    assert lesson.live(over, A).until == 460_000, "a minute more begins now when the time was up"


def test_a_clock_never_ends_a_phase():
    state = lesson.act(lesson.start(), "open", {"slug": A, "minutes": "1"}, 0)
    assert lesson.live(state, A).takes("x"), "到点不响，由讲师收卷"


@pytest.mark.parametrize(
    ("do", "values"),
    [
        ("fly", {}),
        ("open", {}),
        ("open", {"slug": A, "minutes": "soon"}),
        ("open", {"slug": A, "minutes": "9999"}),
        ("open", {"slug": A, "minutes": "nan"}),
        ("pace", {"pace": "quick"}),
        ("side", {"side": "north"}),
        ("item", {}),
        ("clock", {"seconds": "x"}),
        ("hands", {"slug": A, "item": "x", "n:ok": "-1"}),
        ("hands", {"slug": A, "item": "x", "round": "3", "n:ok": "1"}),
        ("hands", {"slug": "never-opened", "item": "x", "n:ok": "1"}),
        ("accept", {"slug": A, "item": "x"}),
        ("show", {"show": "names"}),
        ("turn", {"screen": ""}),
        ("say", {"sample": "none", "person": "1", "said": "yes"}),
    ],
)
def test_what_is_no_control_changes_nothing(do, values):
    state = run(("open", {"slug": A}))
    before = repr(state)
    with pytest.raises(ActionError, match="lesson-unknown"):
        lesson.act(state, do, values, 5000)
    assert repr(state) == before


@pytest.mark.parametrize("do", ["close", "reopen", "again", "spread", "answer", "clock", "pause", "run"])
def test_a_phase_needs_an_open_exercise(do):
    with pytest.raises(ActionError, match="lesson-passed"):
        lesson.act(run(("row", {"row": "r1"})), do, {"seconds": "60", "item": "x"}, 5000)


def test_voting_again_needs_an_item():
    with pytest.raises(ActionError, match="lesson-passed"):
        run(("open", {"slug": A}), ("close", {}), ("again", {}))


def test_hands_by_round_and_values_that_are_accepted():
    state = run(*CLASS[:15])
    assert lesson.hands(state, A, "x", 1) == {"ok": 3}
    assert lesson.hands(state, A, "x", 2) == {} == lesson.hands(state, B, "x", 1)
    assert lesson.live(state, A).accepted == {"x": ("O-VAGUE",)}
    again = lesson.act(state, "accept", {"slug": A, "item": "x", "value": "O-VAGUE", "reason": "改了理由"}, 90_000)
    assert [row["reason"] for row in again["works"][A]["accepted"]["x"]] == ["改了理由"]
    gone = lesson.act(again, "accept", {"slug": A, "item": "x", "value": "O-VAGUE", "remove": "1"}, 91_000)
    assert lesson.live(gone, A).accepted == {"x": ()}


def sample(said: str = "") -> lesson.State:
    """A class in which an author was asked, and has said something."""
    asked = {"sample": "p1|write-okr|o", "person": "1", "text": "让病人当天拿到报告", "slug": "write-okr", "item": "o"}
    state = run(("open", {"slug": "write-okr"}), ("ask", asked))
    return lesson.act(state, "say", {"sample": "p1|write-okr|o", "person": "1", "said": said}, 9000) if said else state


def test_only_the_author_says_yes_and_his_no_takes_it_off_the_stage():
    state = sample("yes")
    shown = lesson.act(state, "show", {"show": "sample", "sample": "p1|write-okr|o"}, 10_000)
    with pytest.raises(ActionError):
        lesson.act(shown, "say", {"sample": "p1|write-okr|o", "person": "2", "said": "no"}, 11_000)
    gone = lesson.act(shown, "say", {"sample": "p1|write-okr|o", "person": "1", "said": "no"}, 12_000)
    assert gone["stage"]["show"] == "work"
    assert gone["samples"]["p1|write-okr|o"]["said"] == "no"


def test_an_authors_word_and_a_note_outlive_what_is_taken_back():
    state = lesson.act(sample("yes"), "note", {"text": "第 3 组在争口径"}, 10_000)
    back = lesson.act(state, "undo", {}, 11_000)
    assert back["slug"] == ""
    assert back["samples"] == state["samples"]
    assert back["notes"] == state["notes"]


def test_a_stored_lesson_is_taken_back_and_a_newer_kits_is_not():
    state = run(*CLASS)
    assert lesson.load(state) == state
    assert lesson.load(None) == lesson.start() == lesson.load({"v": 1, "led": "yes"})
    with pytest.raises(StaleState):
        lesson.load({**state, "v": lesson.VERSION + 1})


def test_a_long_course_keeps_its_state_small():
    """Two days: every control is a write of the whole state, read again by all who look."""
    state, items = lesson.start(), [f"an-item-of-the-bank-{number}" for number in range(12)]
    for number in range(20):
        slug = f"exercise-{number}"
        state = lesson.act(state, "open", {"slug": slug}, number)
        for item in items:
            state = lesson.act(state, "hands", {"slug": slug, "item": item, "n:a": "5", "n:b": "7"}, number)
            judged = {"slug": slug, "item": item, "value": "a", "reason": "这样写也说得通" * 5, "text": "一句话" * 9}
            state = lesson.act(state, "accept", judged, number)
            state = lesson.act(state, "answer", {"item": item}, number)
    sizes = {name: len(json.dumps(part)) for name, part in state.items()}
    assert len(state["past"]) == lesson.MOST_PAST
    assert sizes["past"] < sizes["works"]
    before = repr(state)
    back = state
    for _ in range(lesson.MOST_PAST):
        back = lesson.act(back, "undo", {}, 99)
    assert repr(state) == before
    assert len(back["works"]["exercise-19"]["keyed"]) == 12 - lesson.MOST_PAST // 3
    assert back["works"]["exercise-3"]["keyed"] == sorted(items)


def test_released_what_the_class_has_seen_stays_seen():
    """The key of an item was on everybody's phone: it is not taken back with the lead; everything else is open as ever."""
    state = run(("open", {"slug": A}), ("answer", {"item": "x"}), ("open", {"slug": B}), ("release", {}))
    assert lesson.live(state, A).keys("x")
    assert not lesson.live(state, A).keys("y")
    assert lesson.live(state, A).takes("y")
    assert lesson.live(state, B) == Live()
