"""The sheet `question`: each ask judged for itself, numbers read however they are typed, a try that says what stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from learner import Learner, content

from okr_kit import bank, engine, render
from okr_kit.errors import ContentError
from okr_kit.kinds.drill import asks
from okr_kit.model import Exercise
from okr_kit.quantity import distance

SUMS = {
    name: next(ask for ask in item["asks"] if ask["style"] == "number")
    for name, item in content().exercise("reconcile-numbers").items.items()
}
ONE = {"name": "a", "legend": "哪一个？", "style": "one", "weight": 1, "key": "x"}
OPTIONS = [
    {"id": "x", "text": "甲"},
    {"id": "y", "text": "乙", "reply": "乙不行。"},
    {"id": "z", "text": "丙", "worth": 0.5},
]


def share(ask, given: str):
    found = asks.told(ask, given)
    return found and found.share


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("content-visitors", typed) for typed in ("20 万", "200000", "２０万", "20", "差 20 万", "还差20万", "-20", "780", "780 万 UV", "7800000", "二十万")),
        *(("product-conversion", typed) for typed in ("0.07", "0.07 个百分点", "0.07%", "0.07 点", "０．０７", "差 0.07 个点", "2.68%", "2.68", "2.68％", "0.0268", "2.7%")),
        *(("changeover-minutes", typed) for typed in ("2", "2 分钟", "62", "62分", "差2分钟", "多 2 分钟")),
        *(("renewal-rate", typed) for typed in ("76.25%", "76.25", "76.3%", "0.7625", "多 0.25 个百分点")),
        *(("monthly-customers", typed) for typed in ("3 万人", "3", "30000", "87 万", "87", "差 3 万人")),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_typed(name: str, typed: str) -> None:
    assert share(SUMS[name], typed) == 1


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("renewal-rate", "75%", "平均"),
        ("renewal-rate", "75", "平均"),
        ("renewal-rate", "0.75", "平均"),
        ("monthly-customers", "105", "数了两遍"),
        ("monthly-customers", "1050000", "数了两遍"),
        ("monthly-customers", "多 15 万人", "数了两遍"),
        ("changeover-minutes", "25 分钟", "同时做的才取最长"),
        ("content-visitors", "21 万", ""),
        ("content-visitors", "差 780 万", ""),
        ("content-visitors", "-780 万", ""),
        ("product-conversion", "0.7%", ""),
    ],
)
def test_a_known_wrong_number_gets_its_sentence(name: str, typed: str, said: str) -> None:
    found = asks.told(SUMS[name], typed)
    assert found is not None
    assert found.share == 0
    assert said in "".join(found.replies)
    assert bool(said) == bool(found.replies)


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("content-visitors", "很多", "unread-number"),
        ("content-visitors", "300+300", "unread-number"),
        ("content-visitors", "20-30 万", "unread-number"),
        ("changeover-minutes", "2 小时", "unread-unit"),
        ("changeover-minutes", "2%", "unread-unit"),
    ],
)
def test_what_cannot_be_read_is_no_wrong_answer(name: str, typed: str, why: str) -> None:
    assert asks.told(SUMS[name], typed) == asks.Told(None, why=why)
    learner = Learner("reconcile-numbers")
    said = learner.act("answer", {**learner.truth(name), "sum": typed}, item=name)
    assert learner.state["items"][name]["tries"] == []
    learner.act("go", item=name)
    learner.act("answer", {**learner.truth(name), "sum": typed}, item=name)
    said = learner.text
    assert f"「{typed}」" in said
    assert "没有算你答错" in said
    assert f'value="{typed}"' in learner.html


def test_a_distance_is_read_without_the_word_before_it() -> None:
    assert [
        distance(typed) == distance("3 万人") for typed in ("差 3 万人", "还差3万人", "少了 3 万人", "多出 3 万人")
    ] == [True] * 4
    assert distance("差不多") is None


def test_a_try_that_is_partly_right_says_which_part_stands_and_no_more() -> None:
    learner = Learner("reconcile-numbers")
    name = "renewal-rate"
    learner.act("go", item=name)
    said = learner.act("answer", {"fits": "yes", "sum": "75%", "mend": "weigh"}, item=name)
    assert "「对得上吗」「怎么改」对了。「合起来是多少」还不对。" in said
    assert "提示：" in said
    assert "1000 万和 600 万不一样大" in said
    assert "76.25" not in said
    assert learner.outcome.score == round(100 * 0.7 / 5)
    said = learner.act("answer", {"fits": "yes", "sum": "76.25%", "mend": "weigh"}, item=name)
    assert "这次对了：对得上，76.25%" in said
    assert learner.outcome.score == round(100 * 0.75 / 5)


def test_no_key_stands_in_the_page_before_an_answer() -> None:
    learner = Learner("reconcile-numbers")
    for name, item in learner.ctx.exercise.items.items():
        learner.act("go", item=name)
        for told in (
            item["reason"],
            *(one["reply"] for ask in item["asks"] for one in ask.get("options", ()) if "reply" in one),
        ):
            assert told not in learner.html
        for ask in item["asks"]:
            for one in ask.get("options", ()):
                assert f'value="{one["id"]}"' not in learner.html


def test_what_each_ask_is_worth() -> None:
    one = {**ONE, "options": OPTIONS}
    assert [share(one, given) for given in ("x", "y", "z", "")] == [1, 0, 0.5, None]
    assert asks.told(one, "y").replies == ("乙不行。",)
    several = {**one, "style": "several", "key": ["x", "z"]}
    assert [share(several, given) for given in ("x,z", "x", "x,y", "x,y,z", "y")] == [1, 0.5, 0, 0.5, 0]
    scale = {**ONE, "style": "scale", "key": "1", "options": [{"id": str(n), "text": f"{n} 分"} for n in range(4)]}
    assert [share(scale, str(given)) for given in range(4)] == [0.5, 1, 0.5, 0]


def drill(**more) -> Learner:
    """A question with several picks, a scale and a tree, as a bank file would have it."""
    item = {
        "text": "先做哪几个？",
        "reason": "甲和丙。",
        "question": "凭什么？",
        "hints": [],
        "tree": [{"title": "GMV", "value": "8 亿", "children": [{"title": "年 UV", "value": "4000 万"}]}],
        "asks": [
            {**ONE, "style": "several", "key": ["z", "x"], "options": OPTIONS, "weight": 0.6},
            {"name": "b", "legend": "打几分？", "style": "scale", "weight": 0.4, "key": "2", "options": [{"id": str(n), "text": f"{n} 分"} for n in range(4)]},
        ],
    }  # fmt: skip
    exercise = Exercise("try", "question", "试", "试一试。", 3, 1, "optional", "t", {"only": item}, {"draw": 1, **more})
    pack = replace(content(), exercises={**content().exercises, "try": exercise})
    return Learner("try", pack=pack)


def test_several_are_picked_by_letter_in_any_order() -> None:
    learner = drill()
    html = learner.html
    assert html.count('type="checkbox"') == len(OPTIONS)
    assert "年 UV" in html
    part = engine_parts(learner)[0]
    letters = {true: letter for letter, true, _ in part.options}
    said = learner.act("answer", {"a": [letters["z"], letters["x"]], "b": "2"}, item="only")
    assert learner.outcome.score == 100
    assert "甲、丙" in said or "丙、甲" in said
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def engine_parts(learner: Learner):
    from okr_kit.kinds import KINDS

    return KINDS["question"].parts(learner.ctx, learner.state, "only")  # type: ignore[attr-defined]


def test_paper_asks_everything_and_prints_the_material() -> None:
    paper = render.text(engine.paper(engine.Context(content(), content().exercise("reconcile-numbers"))))
    assert paper.count("对得上吗？　□ 对得上 □ 对不上") == 5
    assert "大客户　1000 万元　80%" in paper
    assert "合计是多少？　________ 分钟" in paper


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('key = "no"', 'key = "perhaps"', "content-visitors.fits"),
        ('value = "780 万"', 'value = "很多"', "content-visitors.sum"),
        ('style = "number"', 'style = "word"', "content-visitors.sum"),
        ("weight = 0.4", "weight = 0", "content-visitors.fits"),
        ('rows = [["甲", "300 万"]', 'rows = [["甲"]', "content-visitors.table"),
        ('name = "mend"', 'name = "fits"', "content-visitors.asks"),
    ],
)
def test_a_broken_bank_file_is_named_with_its_ask(tmp_path, old: str, new: str, names: str) -> None:
    from okr_kit.files import PACKAGE

    folder = tmp_path / "bank" / "zh_cn"
    folder.mkdir(parents=True)
    text = (PACKAGE / "bank" / "zh_cn" / "reconcile-numbers.toml").read_text("utf-8")
    assert old in text
    (folder / "reconcile-numbers.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as found:
        bank.load(overlay=tmp_path)
    assert names in content().language.error(found.value)


def test_a_class_votes_on_the_first_ask_with_options() -> None:
    """A number beside it has no vote; what was voted is right or wrong by itself."""
    ctx = engine.Context(content(), content().exercise("reconcile-numbers"))
    one = next(one for one in engine.choices(ctx, 1) if one.item == "renewal-rate")
    assert (one.question, [words for _, words in one.options]) == ("对得上吗？", ["对得上", "对不上"])
    assert one.below == ("客户　到期年费　目标续约率", "大客户　1000 万元　80%", "小客户　600 万元　70%")
    assert engine.right(ctx, "renewal-rate") == ("yes",)
    learner = Learner("reconcile-numbers")
    learner.act("answer", {"fits": "yes", "sum": "75%", "mend": "raise"}, item="renewal-rate")
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.picks, ballot.right) == (("yes",), 1)


def test_several_are_votes_of_one_person() -> None:
    learner = drill()
    learner.act("answer", {"a": ["x", "y"], "b": "2"}, item="only")
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert ballot.picks == ("x", "y")
    assert ballot.right == 0
    (choices,) = engine.choices(learner.ctx, 7)
    assert choices.several
    assert engine.right(learner.ctx, "only") == ("x", "z")
    assert engine.focus(learner.ctx, learner.state).question is None


def test_items_stand_in_the_order_of_the_bank() -> None:
    names = list(content().exercise("reconcile-numbers").items)
    assert [Learner("reconcile-numbers", seed=seed).state["draw"] for seed in range(5)] == [names] * 5


QUESTIONS = [one for one in content().exercises.values() if one.kind == "question"]


@pytest.mark.parametrize("exercise", QUESTIONS, ids=lambda one: one.slug)
def test_no_key_can_be_told_by_its_length(exercise) -> None:
    """Options are about equally long, and the key is the longest one no more often than chance has it."""
    longest = total = 0
    for item in exercise.items.values():
        for ask in item["asks"]:
            lengths = {one["id"]: len(one["text"]) for one in ask.get("options", ())}
            if len(lengths) < 3 or len(set(lengths.values())) == 1:
                continue  # two, or all alike (红黄绿): nothing can be told
            assert max(lengths.values()) <= 1.35 * min(lengths.values()), (item["id"], lengths)
            right = ask["key"] if isinstance(ask["key"], str) else ask["key"][0]
            total, longest = total + 1, longest + (lengths[right] == max(lengths.values()))
    assert longest <= max(1, total // 2)
