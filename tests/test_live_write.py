"""Writing in a class that is led: 收卷 takes nothing more and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from learner import GOOD_KRS, GOOD_O, Learner, at_the_first_kr

from okr_kit import engine
from okr_kit.errors import ActionError
from okr_kit.live import Live

NOW = Live("now", stamp=1)
TYPED = "3 月底前，62 家店月报损率从 9.0% 降到"


def at(learner: Learner, live: Live) -> Learner:
    learner.ctx = replace(learner.ctx, live=live)
    return learner


@pytest.mark.parametrize("standing", ["now", "over", "free"])
@pytest.mark.parametrize("text", [TYPED, GOOD_KRS[0], "改" * 3000])
def test_what_was_typed_and_not_sent_is_there_again(standing: str, text: str) -> None:
    """Half a sentence, a whole one, one that is far too long: kept to the letter, without a grade, on the same screen."""
    learner = at(at_the_first_kr(), replace(NOW, standing=standing, phase="closed"))
    learner.act("keep", {"text": text}, part="k1")
    assert "k1" not in learner.state["drafts"]
    assert not learner.outcome.graded
    at(learner, Live())
    assert text in learner.act("go", part="k1")
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def test_what_is_kept_of_another_part_does_not_move_the_learner() -> None:
    learner = at_the_first_kr()
    learner.act("keep", {"text": "让店长少为订货发愁"}, part="o")
    assert learner.state["at"] == "k1"
    assert learner.state["doc"]["objective"]["text"] == "让店长少为订货发愁"


def test_corrected_fields_and_marks_are_kept_too() -> None:
    learner = at_the_first_kr()
    learner.act("read", {"text": GOOD_KRS[0]}, part="k1")
    learner.act("keep", {"text": GOOD_KRS[0], "baseline": "9.4"}, part="k1")
    (row,) = learner.state["doc"]["key_results"]
    assert row["baseline"] == "9.4"
    learner.act("keep", {"type-k1": "committed"})
    (row,) = learner.state["doc"]["key_results"]
    assert (row["baseline"], row["type"]) == ("9.4", "committed")


def test_what_was_typed_about_ones_own_business_is_kept_before_it_is_begun() -> None:
    learner = Learner("write-okr")
    learner.act("keep", {"cycle": "2027Q1", "parent": "让门店自己养活自己"}, scenario="own")
    assert learner.state["at"] == "pick"
    assert 'value="2027Q1"' in learner.html
    assert "让门店自己养活自己" in learner.html
    learner.act("pick", {"cycle": "2027Q1", "parent": "让门店自己养活自己"}, scenario="own")
    assert learner.state["doc"]["parent"] == "让门店自己养活自己"


@pytest.mark.parametrize(("fields", "values"), [({}, {"part": "k1"}), ({"text": " "}, {"part": "o"}), ({"text": "x"}, {}),
                                                ({"text": "x"}, {"part": "k9"}), ({"type-k1": "?"}, {})])  # fmt: skip
def test_what_is_nothing_changes_nothing(fields: dict, values: dict) -> None:
    learner = at_the_first_kr()
    before = learner.state["doc"], learner.state["unsent"], learner.state["at"]
    learner.act("keep", fields, **values)
    assert (learner.state["doc"], learner.state["unsent"], learner.state["at"]) == before


def test_a_list_that_was_pasted_is_asked_about_afterwards() -> None:
    """It is not taken for one statement because the time was up."""
    learner = at(at_the_first_kr(), replace(NOW, phase="closed"))
    learner.act("keep", {"text": "\n".join(GOOD_KRS)}, part="k1")
    assert learner.state["doc"]["key_results"][0]["text"] == ""
    at(learner, Live())
    assert f"这里像是 {len(GOOD_KRS)} 条 KR" in learner.act("go", part="k1")


@pytest.mark.parametrize("phase", ["closed", "spread", "answer"])
def test_after_the_close_one_can_look_around_and_nothing_else(phase: str) -> None:
    learner = at(at_the_first_kr(), replace(NOW, phase=phase))
    learner.state["unsent"]["k1"] = TYPED
    before = learner.state
    for do, fields in (("grade", {"text": "x"}), ("read", {"text": "x"}), ("add", {}), ("drop", {}), ("review", {}),
                       ("restart", {}), ("finish", {}), ("pick", {}), ("hint", {}), ("disagree", {})):  # fmt: skip
        with pytest.raises(ActionError) as refused:
            learner.act(do, fields, part="k1", scenario="own")
        assert refused.value.code == "live-closed"
    assert learner.state == before
    assert "收卷了，写的都在" in learner.text
    assert TYPED in learner.text
    assert "<textarea" not in learner.html
    for part, words in (("o", GOOD_O), ("set", GOOD_O), ("k1", TYPED)):
        assert f'data-values="{{&quot;part&quot;: &quot;{part}&quot;}}"' in learner.html or learner.state["at"] == part
        learner.act("go", part=part)
        assert words in learner.html
        assert "<form" not in learner.html


def test_while_the_class_writes_it_is_graded_as_ever() -> None:
    learner = at(at_the_first_kr(), NOW)
    learner.act("read", {"text": GOOD_KRS[0]}, part="k1")
    learner.act("grade", {"text": GOOD_KRS[0]}, part="k1")
    assert learner.state["drafts"]["k1"][-1]["verdict"] == "pass"
    assert not engine.ballots(learner.ctx, learner.state)
