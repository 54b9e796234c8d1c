"""The bank and the lecturer's overlay: what is laid over what, and what is said of a broken file."""

from __future__ import annotations

from pathlib import Path

import pytest
from learner import content

from okr_kit import bank, engine
from okr_kit.errors import ContentError, OkrKitError, UnknownExercise

OWN_ITEM = """
[[items]]
id = "our-own"
industry = "自己的公司"
text = "完成新系统上线"
codes = ["O-TASK"]
choices = ["O-METRIC", "O-VAGUE", "O-BAU"]
marks = ["上线"]
reason = "上线以后谁会不一样，没有写。"
question = "上线之后，谁先感觉到不同？"
hints = ["看动词。", "做完之后呢？"]
"""


@pytest.fixture
def overlay(tmp_path):
    """A lecturer's folder; call it with a path and a text."""

    def write(path: str, text: str) -> Path:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return tmp_path

    return write


def test_own_items_are_added_replaced_and_dropped(overlay):
    ours = content().exercise("spot-wrong-objectives")
    first, second = list(ours.items)[:2]
    changed = OWN_ITEM.replace("our-own", second)
    folder = overlay(
        "bank/zh_cn/spot-wrong-objectives.toml", f'title = "我们的 O"\nremove = ["{first}"]\n{OWN_ITEM}{changed}'
    )
    found = bank.load(overlay=folder).exercise("spot-wrong-objectives")
    assert found.title == "我们的 O"
    assert found.items["our-own"]["text"] == found.items[second]["text"] == "完成新系统上线"
    assert first not in found.items
    assert len(found.items) == len(ours.items)
    assert found.version != ours.version


def test_a_new_exercise_runs_like_ours(overlay):
    head = 'slug = "our-exercise"\nkind = "spot"\nunit = 2\ntitle = "自己的题"\ntask = "看一看。"\nsubject = "objective"\nminutes = 5\nneed = "after"\ndraw = 1\n'
    loaded = bank.load(overlay=overlay("bank/zh_cn/our-exercise.toml", head + OWN_ITEM))
    ctx = engine.Context(loaded, loaded.exercise("our-exercise"))
    state = engine.start(ctx, 1)
    answer = {"do": "answer", "values": {"item": "our-own"}, "fields": {"verdict": "revise", "reason": "O-TASK"}}
    assert engine.outcome(ctx, engine.act(ctx, state, answer, 1)).score == 100


def test_own_words_replace_ours_key_by_key(overlay):
    folder = overlay("lang/zh_cn/messages/exercise.toml", 'submit = "交卷"\n')
    language = bank.load(overlay=folder).language
    assert language.say("exercise.submit") == "交卷"
    assert language.say("exercise.next") == content().language.say("exercise.next")


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("bank/zh_cn/spot-wrong-objectives.toml", "title = ", "spot-wrong-objectives.toml"),
        ("bank/zh_cn/spot-wrong-objectives.toml", "minutes = '十分钟'", "minutes"),
        ("bank/zh_cn/spot-wrong-objectives.toml", OWN_ITEM.replace("O-TASK", "O-NOSUCH"), "our-own.codes"),
        ("bank/zh_cn/spot-wrong-objectives.toml", OWN_ITEM.replace('marks = ["上线"]', 'marks = ["下线"]'), "our-own.marks"),
        ("bank/zh_cn/spot-wrong-objectives.toml", OWN_ITEM.replace('reason = "上线以后谁会不一样，没有写。"', ""), "our-own.reason"),
        ("bank/zh_cn/spot-wrong-objectives.toml", "draw = 999", "draw"),
        ("bank/zh_cn/other.toml", 'slug = "another"\nkind = "spot"\ntitle = "x"\ntask = "x"\nneed = "must"', "slug"),
        ("bank/zh_cn/okr-or-kpi.toml", 'bins = ["nowhere"]', "bins"),
        ("bank/zh_cn/write-okr.toml", 'takes = ["poem"]', "takes"),
        ("bank/zh_cn/write-okr.toml", 'takes = "okr"', "takes"),
        ("bank/zh_cn/write-okr.toml", "takes = [3]", "takes"),
        ("bank/zh_cn/write-okr.toml", 'takes = [["okr"]]', "takes"),
        ("bank/zh_cn/find-the-error.toml", 'takes = ["okr"]', "takes"),
        ("bank/zh_cn/okr-or-kpi.toml", "items = 5", "items"),
        ("bank/zh_cn/okr-or-kpi.toml", 'items = ["x"]', "items"),
        ("bank/zh_cn/write-okr.toml", "scenarios = 5", "scenarios"),
        ("bank/zh_cn/okr-or-kpi.toml", 'remove = "one"', "remove"),
        ("bank/zh_cn/okr-or-kpi.toml", 'remove = [["x"]]', "remove"),
        ("bank/zh_cn/okr-or-kpi.toml", 'order = "x"', "order"),
        ("bank/zh_cn/okr-or-kpi.toml", "minutes = true", "minutes"),
        ("bank/zh_cn/okr-or-kpi.toml", "unit = -1", "unit"),
        ("bank/zh_cn/okr-or-kpi.toml", 'half = "d9-am"', "half"),
        ("bank/zh_cn/okr-or-kpi.toml", "draw = true", "draw"),
        ("bank/zh_cn/okr-or-kpi.toml", "tries = 0", "tries"),
        ("bank/zh_cn/okr-or-kpi.toml", 'tries = "x"', "tries"),
        ("bank/zh_cn/shelf.toml", 'slug = "shelf"\nkind = "spot"\ntitle = "x"\ntask = "x"\nneed = "must"', "slug"),
        ("lang/zh_cn/messages/exercise.toml", "submit = 3", "submit"),
        ("lang/zh_cn/lexicon.toml", 'jargon = "赋能"', "jargon"),
        ("lang/zh_cn/rules/O-TASK.toml", 'code = "O-OTHER"', "O-TASK.toml"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_its_key(overlay, path, text, names):
    with pytest.raises(ContentError) as found:
        bank.load(overlay=overlay(path, text))
    sentence = content().language.error(found.value)
    assert names in sentence
    assert "：请" in sentence or "。请" in sentence


def test_a_file_in_another_encoding_is_said(overlay, tmp_path):
    overlay("bank/zh_cn/okr-or-kpi.toml", "")
    (tmp_path / "bank/zh_cn/okr-or-kpi.toml").write_bytes('title = "是什么"'.encode("gbk"))
    with pytest.raises(ContentError, match="content-encoding"):
        bank.load(overlay=tmp_path)


def test_unknown_names_are_errors_of_ours(tmp_path):
    with pytest.raises(UnknownExercise):
        content().exercise("no-such")
    with pytest.raises(ContentError, match="overlay-missing"):
        bank.load(overlay=tmp_path / "nowhere")
    with pytest.raises(OkrKitError, match="language-unknown"):
        bank.load("xx")
