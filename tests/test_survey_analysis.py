"""What answers say and what follows: shares of those who answered, small groups hidden, proposals with their reason, minutes paid."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from learner import Learner, content
from wjx_files import SHAPES, people, write

from okr_kit import engine, render
from okr_kit.agenda import Row
from okr_kit.errors import InputError, StoreError
from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.book import agenda as book_agenda
from okr_kit.lint import Workspace
from okr_kit.plan import Choice, Paid
from okr_kit.trainer import figures, seats
from okr_kit.trainer.class_now import course_folder, folder_name
from okr_kit.trainer.figures import Bar
from okr_kit.trainer.pages import account, results
from okr_kit.trainer.survey import answers, decisions, guards, interview, outgoing, settling
from okr_kit.trainer.survey.analysis import analyse
from okr_kit.trainer.survey.answers import Response
from okr_kit.trainer.survey.load import load
from okr_kit.trainer.survey.minutes import Wanted, settle
from okr_kit.trainer.survey.questions import Questionnaire, stem
from okr_kit.trainer.survey.small import LEAST, together

ROOT = Path(__file__).resolve().parent.parent
ASKED = Questionnaire.of(content())
SAY = content().language.say


@pytest.fixture(scope="module")
def rows():
    return book_agenda.agenda(content(), Book(ROOT))


def response(key, seconds=300, **given):
    return Response(str(key), seconds, {name.replace("_", "-"): value for name, value in given.items()})


def found(responses, **more):
    return analyse(responses, ASKED, Workspace(content().language, content().policy), **more)


def share(analysis, question, option):
    return next((one.count, one.of) for one in analysis.shares[question] if one.id == option)


# The questionnaire


def test_no_two_questions_are_known_by_the_same_words() -> None:
    seen: dict[str, str] = {}
    for question in ASKED.questions.values():
        for words in {stem(one) for one in (question.text, *question.row.get("stems", ()))}:
            assert seen.setdefault(words, question.id) == question.id, words


def test_every_page_that_would_get_more_time_is_in_the_agenda_and_right_answers_are_options(rows) -> None:
    known = {row.id for row in rows}
    assert {one.row["more"] for one in ASKED.of_block("C")} <= known
    for one in ASKED.of_block("D"):
        assert set(one.row["right"]) <= {option.id for option in one.options}
        assert not one.key, "learners would see it before the second test"


def test_a_learner_never_sees_what_is_right_in_the_first_test() -> None:
    learner = Learner("survey")
    for question in ASKED.questions.values():
        value = question.options[0].id if question.options else "山高月小"
        learner.act("send", {question.id: value}, page=question.page)
    shown = render.text(engine.view(learner.ctx, learner.state))
    assert "哪一条最像 O？" in shown
    assert "参考答案" not in shown
    assert engine.outcome(learner.ctx, learner.state).score is None


def test_the_text_for_another_tool_has_every_question_once_and_its_stems_are_found_again() -> None:
    text = outgoing.import_text(ASKED)
    blocks = text.strip().split("\n\n")[1:]
    heads = [block.split("\n")[0] for block in blocks]
    assert [head.split(".")[0] for head in heads] == [str(n) for n in range(1, len(heads) + 1)]
    assert text.count("[矩阵量表题]") == 1
    assert text.count("[多选题]") == 1
    from okr_kit.trainer.survey.columns import read_headers

    single = [head.rsplit("[", 1)[0] for head in heads if "矩阵" not in head]
    assert [one.question for one in read_headers(single, ASKED)] == [
        *(one.id for one in ASKED.questions.values() if not one.matrix), "interview",
    ]  # fmt: skip


def test_the_message_to_hr_says_how_long_it_takes_and_what_to_fill_in() -> None:
    message = outgoing.message(content().language, ASKED)
    assert "8 分钟" in message
    count = outgoing.import_text(ASKED).count("[")
    assert f"（{count} 题）" in message  # as many as HR sees in 问卷星
    assert f"导入问卷工具以后是 {count} 题" in (ROOT / "book/survey.md").read_text(encoding="utf-8")
    assert "[链接]" in message
    assert "{" not in message


# Counting


def test_shares_are_of_those_who_answered_and_of_people_where_several_are_chosen() -> None:
    given = [response(n, cycles="0", difficulties=["time", "tool"]) for n in range(4)]
    given += [response(n, cycles="7") for n in range(4, 10)]
    analysis = found(given)
    assert share(analysis, "cycles", "0") == (4, 10)
    assert share(analysis, "difficulties", "time") == (4, 4)
    assert sum(one.percent for one in analysis.shares["difficulties"]) == 200


def test_fewer_than_five_say_nothing() -> None:
    analysis = found([response(n, can_review=1, cycles="7") for n in range(LEAST - 1)])
    assert not analysis.enough
    assert decisions.decide(analysis, ASKED, content(), ()) == []
    assert analysis.means[3].mean is None


def test_small_groups_are_hidden_and_the_last_one_cannot_be_worked_out() -> None:
    given = [response(n, level="middle", can_review=2) for n in range(8)]
    given += [response(n, level="first", can_review=4) for n in range(8, 14)]
    given += [response(n, level="senior", can_review=5) for n in range(14, 16)]
    groups = {one.id: one.mean for one in found(given).groups["level"]}
    assert groups == {"senior": None, "first": None, "middle": 2.0}


def test_who_was_too_fast_counts_unless_she_says_otherwise() -> None:
    given = [response(n, seconds=50 if n < 2 else 400, looks="week") for n in range(8)]
    assert (found(given).count, found(given).fast) == (8, 2)
    assert (found(given, without_fast=True).count, found(given, without_fast=True).fast) == (6, 2)


def test_what_was_handed_in_is_graded_and_what_is_not_understood_is_no_error() -> None:
    texts = ["举办 3 场培训", "举办 4 场技术分享会", "9 月 30 日前，退货率从 9% 到 6%（售后系统）", "Improve NPS", ""]
    statements = found([response(n, own_key_result=text) for n, text in enumerate(texts)]).statements["key_result"]
    assert (statements.handed_in, statements.judged, statements.good) == (4, 3, 1)
    assert statements.codes[0] == ("K-ACTIVITY", 2)


def shown(analysis) -> str:
    return "".join(results.parts(analysis, content().language))


def test_options_that_are_too_small_are_one_sum_and_none_can_be_worked_out() -> None:
    assert together({"a": 9, "b": 20, "c": 7}) == frozenset()
    assert together({"a": 3, "b": 20, "c": 7, "d": 0}) == {"a", "c"}
    assert together({"a": 1, "b": 2, "c": 7, "d": 9}) == {"a", "b", "c"}
    assert together({"a": 3, "b": 4, "c": 9}) == {"a", "b"}
    assert together({"a": 3, "b": 7, "c": 7}) == {"a", "b"}  # of equals the first of the bank, always
    assert together({"a": 9, "b": 7, "c": 8}, {"a"}) == {"a", "b"}
    assert together({"a": 3}) == {"a"}


@pytest.mark.parametrize("question", ["level", "cycles", "looks"])
def test_a_figure_never_prints_fewer_than_five(question) -> None:
    names = [option.id for option in ASKED.questions[question].options][:3]
    given = [response(n, **{question: names[0] if n < 17 else names[1] if n < 33 else names[2]}) for n in range(36)]
    (big, rest) = [one for one in found(given).shown(question) if one.count]
    assert (big.count, rest.count) == (17, 19)
    assert rest.parts == tuple(ASKED.questions[question].option(name).words for name in names[1:])
    said = shown(found(given))
    assert "3 人　" not in said
    assert "16 人　" not in said, "36 - 17 - 16 are the three"
    assert "（合计）" in said


def test_a_mean_and_a_count_hide_the_same_groups() -> None:
    given = [response(n, level="middle", can_review=2) for n in range(9)]
    given += [response(9 + n, level="senior", can_review=2 if n < 3 else None) for n in range(6)]
    given += [response(15 + n, level="first", can_review=4) for n in range(20)]
    analysis = found(given)
    hidden = {one.id for one in analysis.groups["level"] if one.mean is None}
    assert hidden == {"senior", "middle"} == analysis.hidden["level"]
    (rest,) = [one for one in analysis.shown("level") if one.parts]
    assert rest.count == 15


def test_what_is_hidden_of_all_stays_hidden_without_the_fast_ones() -> None:
    given = [response(n, seconds=20 if n < 9 else 300, level="middle" if n < 18 else "first") for n in range(26)]
    given += [response(26 + n, level="senior") for n in range(4)]
    whole, rest = found(given), found(given, without_fast=True)
    assert whole.hidden["level"] == {"senior", "first"}
    assert rest.hidden["level"] >= whole.hidden["level"], "else the two figures side by side tell of the four"


def test_difficulties_and_right_answers_of_a_few_have_no_number() -> None:
    given = [
        response(
            n,
            difficulties=["time"] if n < 20 else ["tool"] if n < 33 else ["superior"],
            know_kpi="kpi" if n < 33 else "task",
        )
        for n in range(36)
    ]
    said = shown(found(given))
    assert "20 人　56%" in said
    assert "不到 5 人选的：上级不重视。" in said
    assert "33 人" not in said, "three were wrong"
    assert "不单列" in said


def test_a_class_in_which_every_option_is_small_has_no_figure_of_it() -> None:
    given = [response(n, level="middle" if n < 4 else "first", cycles="0") for n in range(8)]
    analysis = found(given)
    assert analysis.shown("level") == ()
    assert [one.count for one in analysis.shown("cycles") if one.count] == [8]
    assert "人数太少，列出来会看出是谁，不列" in shown(analysis)


def test_codes_of_a_few_statements_are_one_sum() -> None:
    good = "9 月 30 日前，退货率从 9% 到 6%（售后系统）"
    texts = [good] * 12 + ["举办 3 场培训"] * 8 + ["员工满意度明显提高"] * 2
    analysis = found([response(n, own_key_result=text) for n, text in enumerate(texts)])
    found_codes = analysis.statements["key_result"]
    assert sum(n for _, n in found_codes.shown) == found_codes.judged == 22
    assert [n for _, n in found_codes.shown] == [12, 10]
    assert "2 条" not in shown(analysis).replace("12 条", "").replace("22 条", "")


def test_a_reason_prints_no_number_that_the_figures_hide(rows) -> None:
    given = [
        response(n, cycles="3-6" if n < 17 else "7" if n < 20 else "0", looks="never" if n < 27 else "end")
        for n in range(30)
    ]
    made = {one.id: one for one in decisions.decide(found(given), ASKED, content(), rows)}
    assert made["history"].reason == "用过 3 个周期以上的占 60% 以上。", "20 less the 17 of the figure are three"
    assert made["weekly-first"].reason == "一半以上的人写完 OKR 没再看过。"
    assert not re.search(r"\d+/30|\d 人", made["mixed"].reason + made["mixed"].notes[0][1])


def test_what_is_not_read_is_kept_word_for_word_for_her_alone() -> None:
    analysis = found([response(n, own_objective="Improve NPS" if n < 2 else "让新客户愿意再来") for n in range(8)])
    assert analysis.statements["objective"].unsure == ("Improve NPS", "Improve NPS")
    assert "Improve NPS" not in shown(analysis)
    assert "O：Improve NPS" in "".join(results.quotes(analysis, content().language))


@pytest.mark.parametrize("word", ["无", "没有", "没", "暂无", "没有。", "（无）", "None"])
def test_nothing_is_no_difficulty(word) -> None:
    given = [response(n, wish="周会只念进度" if n < 5 else word, difficulties=["time"]) for n in range(7)]
    given.append(Response("9", 300, {"difficulties": ["time", "other"], "own-objective": word}, {"difficulties": word}))
    analysis = found(given)
    assert analysis.wishes == ("周会只念进度",) * 5
    assert analysis.others == ()
    assert share(analysis, "difficulties", "other") == (0, 8)
    assert share(analysis, "difficulties", "time") == (8, 8)
    assert analysis.statements["objective"].handed_in == 0
    assert analysis.nothing == 3
    assert "另有 3 处写的是「没有」「无」这一类" in "".join(results.quotes(analysis, content().language))


# Keeping


def test_a_second_import_replaces_by_number_and_says_what_it_did() -> None:
    first = answers.merge((), [response(1, looks="week"), response(2, looks="end")])
    assert (first.added, first.changed, first.same) == (2, 0, 0)
    again = answers.merge(first.responses, [response(2, looks="month"), response(1, looks="week"), response(10)])
    assert (again.added, again.changed, again.same) == (1, 1, 1)
    assert [one.key for one in again.responses] == ["1", "2", "10"]
    assert again.responses[1].answers == {"looks": "month"}


def test_a_file_without_numbers_replaces_all_files_and_no_form() -> None:
    known = [response(1), response(2), Response("p7", None, {"looks": "week"})]
    merged = answers.merge(known, [response(1, looks="end")], numbered=False)
    assert [one.key for one in merged.responses] == ["1", "p7"]
    assert merged.gone == 2


def test_what_is_kept_comes_back_and_only_this_account_can_read_it(tmp_path) -> None:
    path = write(tmp_path / "答卷.xlsx", people(30), SHAPES["text"])
    responses = load(path.name, path.read_bytes(), ASKED).responses
    kept = answers.save(tmp_path / "before" / "班", responses)
    assert answers.read(kept.parent) == responses
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert answers.delete(kept.parent)
    assert answers.read(kept.parent) == ()


@pytest.mark.parametrize("text", ["{", "[]", '{"v": 99, "responses": []}', '{"v": 1, "responses": [{"key": 3}]}'])
def test_a_broken_record_is_a_sentence_with_its_place(tmp_path, text) -> None:
    (tmp_path / answers.FILE).write_text(text, "utf-8")
    with pytest.raises(StoreError) as error:
        answers.read(tmp_path)
    assert str(tmp_path) in content().language.error(error.value)


def test_the_classes_own_form_is_read_like_a_file() -> None:
    learner = Learner("survey")
    who = {"pair": "山高月小", "level": "middle", "people": "6-15", "cycles": "1-2"}
    learner.act("send", who, page="who")
    learner.act("send", {one.id: "4" for one in ASKED.of_block("C")}, page="self")
    learner.act(
        "send", {"difficulties": ["time", "other"], "difficulties-own": "预算年中才批", "looks": "end"}, page="habits"
    )
    (one,) = answers.from_form({"p7": json.loads(json.dumps(learner.state)), "p8": {"answers": {}}}, ASKED)
    assert one.key == "p7"
    assert one.answers == {
        **who, **{one.id: 4 for one in ASKED.of_block("C")}, "difficulties": ["time", "other"], "looks": "end",
    }  # fmt: skip
    assert one.own == {"difficulties": "预算年中才批"}


# Decisions

LOW = [
    response(n, can_review=2, can_objective=4, can_cascade=4, cycles="7" if n < 14 else "0", looks="never")
    for n in range(20)
]


def test_each_rule_proposes_with_its_reason(rows) -> None:
    made = {one.id: one for one in decisions.decide(found(LOW), ASKED, content(), rows)}
    assert list(made) == ["mixed", "history", "can-review", "weekly-first"]
    assert "自评平均 2.0 分（20 人" in made["can-review"].reason
    assert made["can-review"].minutes == 20
    assert "14/20 人（70%）" in made["history"].reason
    assert "20/20 人" in made["weekly-first"].reason
    assert "6 人没用过 OKR，14 人用过 3 个周期以上" in made["mixed"].reason


def test_nothing_is_proposed_where_nothing_is_low(rows) -> None:
    calm = [response(n, can_review=3, cycles="1-2", looks="week") for n in range(12)]
    assert decisions.decide(found(calm), ASKED, content(), rows) == []


def test_what_most_have_wrong_is_shown_live_with_items_that_the_class_has(rows) -> None:
    given = [response(n, own_key_result=f"举办 {n + 2} 场培训") for n in range(8)]
    drill = content().exercise("spot-wrong-key-results")
    items = [name for name, item in drill.items.items() if "K-ACTIVITY" in item["codes"]]
    (one,) = decisions.decide(found(given), ASKED, content(), rows, {drill.slug: [items[1]]})
    assert one.row == "key-result-cases"
    assert "8 条（100%）" in one.reason
    assert drill.items[items[1]]["text"] in one.notes[1][1]
    (bare,) = decisions.decide(found(given), ASKED, content(), rows)
    assert len(bare.notes) == 1


def test_every_half_day_stays_what_it_was_and_each_added_minute_names_its_page(rows) -> None:
    made = settling.settled(rows, decisions.decide(found(LOW), ASKED, content(), rows), {}, SAY)
    assert made.totals(rows) == {"d1-am": 175, "d1-pm": 180, "d2-am": 180, "d2-pm": 180}
    assert made.minutes["review-practice"] == 40
    assert sum(one.minutes for one in made.paid) == 20
    assert made.minutes["okr-history"] == 2
    assert made.before == {"four-meetings": "okr-meetings"}
    titles = {row.id: row.title for row in rows}
    note = made.notes["review-practice"][0]
    assert note.startswith("本班多 20 分钟")
    assert all(f"「{titles[one.giver]}」出 {one.minutes} 分钟" in note for one in made.paid)
    short = {row.id: row.short for row in rows}
    assert all(made.minutes[one.giver] >= short[one.giver] for one in made.paid)


def test_added_minutes_say_what_fills_them(rows) -> None:
    for item in ASKED.of_block("C"):
        low = [Response(str(n), 300, {item.id: 2}) for n in range(8)]
        (one,) = decisions.decide(found(low), ASKED, content(), rows)
        assert "多出来的分钟这样用：" in one.reason
        made = settling.settled(rows, [one], {}, SAY)
        assert item.row["fill"] in " ".join(made.notes[item.row["more"]])


def test_the_hardest_three_are_three_and_the_others_are_named_by_their_number(rows) -> None:
    picks = [["other", "time", "tool"], ["other", "time", "writing"], ["other", "tool", "writing"]] * 4
    given = [response(n, difficulties=some) for n, some in enumerate(picks)]
    (one,) = decisions.decide(found(given), ASKED, content(), rows)
    assert one.title == "案例和答疑先讲大家选得最多的 3 样困难"
    assert all(words in one.reason for words in ("写不好", "没时间", "工具难用"))
    (two,) = decisions.decide(
        found([response(n, difficulties=["time", "tool"]) for n in range(8)]), ASKED, content(), rows
    )
    assert "2 样困难" in two.title
    picks = [["time"]] * 9 + [["tool"]] * 7 + [["writing", "cascading"]] * 5
    (tied,) = decisions.decide(
        found([response(n, difficulties=some) for n, some in enumerate(picks)]), ASKED, content(), rows
    )
    assert "2 样困难" in tied.title, "two share the third place"


def test_units_that_are_weak_give_no_minutes_and_say_why(rows) -> None:
    weak = [response(n, can_review=2, know_score="0.3", own_key_result="举办 3 场培训") for n in range(10)]
    told = guards.guards(found(weak), ASKED, SAY)
    assert told == {
        2: ("交来的 KR，能直接用的不到一半",),
        4: ("自评「和下属做一次有用的复盘」平均 2.0 分", "前测答对的不到一半"),
    }
    able = [
        response(n, can_review=4, know_score="0.7", own_key_result="9 月 30 日前，退货率从 9% 到 6%（售后系统）")
        for n in range(10)
    ]
    assert guards.guards(found(able), ASKED, SAY) == {}
    made = settling.settled(
        rows, decisions.decide(found(weak), ASKED, content(), rows), {}, SAY, guarded={"aar-plus", "scoring"}
    )
    assert {"aar-plus", "scoring"}.isdisjoint(one.giver for one in made.paid)


def test_what_she_refuses_or_changes_is_what_counts(rows) -> None:
    proposed = decisions.decide(found(LOW), ASKED, content(), rows)
    refused = {one.id: Choice(taken=False) for one in proposed}
    assert not settling.settled(rows, proposed, refused, SAY).changes
    less = settling.settled(rows, proposed, {"can-review": Choice(minutes=7)}, SAY)
    assert less.minutes["review-practice"] == 27
    kept = settling.settled(rows, proposed, {}, SAY, kept=["value-tree-case"])
    assert "value-tree-case" not in kept.minutes


def test_what_cannot_be_found_is_named_and_left_for_after_the_course(rows) -> None:
    proposed = decisions.decide(found(LOW), ASKED, content(), rows)
    everything = [row.id for row in rows if row.half == "d2-am"]
    made = settling.settled(rows, proposed, {}, SAY, kept=everything)
    assert made.lacking == {"review-practice": 20}
    said = "".join(account.parts(made, rows, SAY))
    assert "放到课后做：" in said
    assert next(part.title for row in rows if row.id == "review-practice" for part in row.parts if part.after) in said


ROWS = (
    Row("a", "am", "甲", 30, 20),
    Row("b", "am", "乙", 20, 15),
    Row("c", "am", "丙", 40, 40),
    Row("d", "pm", "丁", 60, 10),
)


def test_minutes_come_from_the_same_half_day_down_to_the_short_run() -> None:
    made = settle(ROWS, [Wanted("c", 20)])
    assert made.minutes == {"a": 20, "b": 15, "c": 55}
    assert made.paid == (Paid("a", "c", 10), Paid("b", "c", 5))
    assert made.lacking == {"c": 5}
    assert made.totals(ROWS) == {"am": 90, "pm": 60}


def test_the_lowest_is_served_first_and_who_gets_does_not_give() -> None:
    made = settle(ROWS, [Wanted("a", 5, 2.9), Wanted("c", 4, 2.1)])
    assert made.paid == (Paid("b", "c", 4), Paid("b", "a", 1))
    assert made.lacking == {"a": 4}


def test_what_is_shortened_anyway_is_spent_first_and_else_is_over() -> None:
    made = settle(ROWS, [Wanted("c", 12)], {"a"})
    assert made.paid == (Paid("a", "c", 10), Paid("b", "c", 2))
    assert settle(ROWS, [], {"a"}).totals(ROWS) == {"am": 80, "pm": 60}


def test_units_that_rate_themselves_high_pay_first() -> None:
    assert settle(ROWS, [Wanted("c", 5)], ease={"b": 4.5, "a": 3.1}).paid == (Paid("b", "c", 5),)


# Interview, seats, figures, names of folders


def test_a_profile_is_of_a_group_and_never_of_a_few() -> None:
    few = [response(n, cycles="7", looks="never", level="middle", difficulties=["following"]) for n in range(LEAST - 1)]
    assert interview.profile(few, ASKED, SAY) == SAY("before.interview-any")
    more = [*few, response(9, cycles="3-6", looks="never", level="middle", difficulties=["following", "time"])]
    assert interview.profile(more, ASKED, SAY) == "中层，用过 3 个周期以上，写完没再看；困难多半是「没人跟」。"


COLUMNS = {"name": ("姓名",), "department": ("部门",), "used": ("用过 OKR",), "boss": ("上级",), "leader": ("责任人",)}


def listed(count):
    lines = ["姓名\t部门\t用过 OKR\t上级\t责任人"]
    for n in range(count):
        boss = "甲0" if n in (7, 13) else ""
        lines.append(f"甲{n}\t{'产销财研'[n % 4]}\t{'是' if n % 3 == 0 else '否'}\t{boss}\t{'是' if n < 6 else ''}")
    return seats.read("\n".join(lines), COLUMNS, ["是"]).people


def test_tables_are_even_mixed_and_have_one_owner_each() -> None:
    tables = seats.seat(listed(36), 6)
    assert sorted(one.name for table in tables for one in table) == sorted(f"甲{n}" for n in range(36))
    assert {len(table) for table in tables} == {6}
    assert [sum(one.leader for one in table) for table in tables] == [1] * 6
    assert {sum(one.used for one in table) for table in tables} == {2}
    assert seats.with_boss(tables) == []
    assert tables == seats.seat(listed(36), 6)


def test_columns_that_are_not_known_are_named() -> None:
    found = seats.read("姓名\t事业部\t用过 OKR\t职务\n甲\t产\t是\t经理\n乙\t销\t否\t主管", COLUMNS, ["是"])
    assert found.unread == ("事业部", "职务")
    assert found.lacking == ("department", "boss", "leader")


@pytest.mark.parametrize("count", [2, 7, 11, 35, 61])
def test_no_table_has_two_more_than_another(count) -> None:
    sizes = [len(table) for table in seats.seat(listed(count), 6)]
    assert max(sizes) - min(sizes) <= 1
    assert sum(sizes) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "seats-empty"),
        (" \n ", "seats-empty"),
        ("名单\n甲", "seats-columns"),
        ("姓名\n甲", "seats-few"),
        ("姓名\n甲\n甲", "seats-twice"),
    ],
)
def test_a_list_that_cannot_be_read_is_said(text, code) -> None:
    with pytest.raises(InputError, match=code) as error:
        seats.read(text, COLUMNS, ["是"])
    assert "请" in content().language.error(error.value)


def test_figures_have_real_text_escape_it_and_keep_inside() -> None:
    drawn = figures.bars(
        "标题<b>", [Bar("<script>很长的一个问题要分成几行来写才放得下", 1.4, "3 人"), Bar("短", -1, "0 人")], line=0.5
    )
    assert "<script>" not in drawn
    assert 'aria-label="标题&lt;b&gt;"' in drawn
    assert "3 人</text>" in drawn
    widths = [float(part.split('"')[0]) for part in drawn.split(' width="')[1:]]
    assert max(widths) <= figures.RIGHT - figures.LEFT
    assert min(widths) >= 0


def test_a_line_of_a_label_never_begins_with_a_closing_sign() -> None:
    drawn = figures.bars("t", [Bar("「系统可用性全年不低于 99.9%」更像什么？", 0.5, "1 人")])
    assert "99.9%" in drawn
    assert "18%」" in figures.bars("t", [Bar("一二三四五六七八九十一二三「复购率 18%」", 0.5, "")])
    assert "3000 万元" in figures.bars("t", [Bar("一二三四五六七八九十一二三 3000 万元", 0.5, "")])
    lines = [
        part.split("</text>")[0]
        for part in drawn.split(f'font-size="{figures.SIZE}" text-anchor="end" fill="#1c2733">')[1:]
    ]
    assert "".join(lines).replace(" ", "") == "「系统可用性全年不低于99.9%」更像什么？"
    assert not any(line[0] in "」％%？。" for line in lines)


@pytest.mark.parametrize("name", ["华东区三期", "A/B 班", "..", "CON:1", "a" * 300, "班\n名"])
def test_a_class_name_makes_a_folder_name_of_its_own(name, tmp_path) -> None:
    made = folder_name(name)
    (tmp_path / made).mkdir()
    assert made not in (".", "..")
    assert len(made) < 60
    assert folder_name(name + "x") != made


def test_the_course_folder_is_the_one_around_a_notebook(tmp_path) -> None:
    (tmp_path / "_config.yml").touch()
    (tmp_path / "trainer").mkdir()
    assert course_folder(tmp_path / "trainer") == tmp_path
