"""The contract of lint, of its records and of scores; the tables of cases that must come out as a coach would say."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pytest

from okr_kit import grade, lang, policy
from okr_kit.errors import ContentError
from okr_kit.lang.zh_cn.reading import LONGEST
from okr_kit.lint import compare, lint, lint_record
from okr_kit.model import Finding, KeyResult, Objective, OkrSet
from okr_kit.rules.places import kr_place
from okr_kit.subjects import OKR_SET

LANGUAGE = lang.load()
POLICY = policy.load()
CYCLE = "2026Q3"


def errors(subject):
    return [finding.code for finding in lint(subject, LANGUAGE, POLICY).findings if finding.severity == "error"]


def codes(subject):
    return {finding.code for finding in lint(subject, LANGUAGE, POLICY).findings}


@pytest.mark.parametrize(
    ("text", "any_of"),
    [
        ("让一线店长不再为排班加班", set()),
        ("成为华东中小制造客户最放心的备件伙伴", set()),
        ("把新员工从「看不懂」变成「三周能独立接单」", set()),
        ("做好 2026 年各项工作", {"O-VAGUE"}),
        ("完成 ERP 二期上线", {"O-TASK"}),
        ("销售额增长 30%", {"O-METRIC"}),
        ("通过短视频矩阵提升品牌影响力", {"O-SOLUTION", "O-VAGUE"}),
        ("继续保持客户满意度", {"O-BAU"}),
        ("赋能业务、打通闭环、沉淀方法论", {"O-JARGON", "O-MULTI", "O-VAGUE"}),
        ("提升获客效率并降低交付成本以及加强人才培养", {"O-MULTI"}),
    ],
)
def test_objectives_of_the_calibration_table(text, any_of):
    found = errors(Objective(text))
    assert set(found) <= any_of
    assert bool(found) == bool(any_of)


@pytest.mark.parametrize(
    ("text", "any_of"),
    [
        ("6 月 30 日前, 将门店人均排班耗时从每周 5 小时降到 1.5 小时", set()),
        ("店长主动离职率由 18% 降至 10%(HR 月报口径)", set()),
        ("排班投诉 0 起", set()),
        ("组织 4 次排班培训", {"K-ACTIVITY"}),
        ("大幅降低排班耗时", {"K-NOMETRIC", "K-NOTARGET"}),
        ("投诉率从 2% 提升到 1%", {"K-DIRECTION"}),
        ("提升转化率和客单价", {"K-MULTI", "K-NOMETRIC"}),
        ("获得领导认可", {"K-SUBJ", "K-NOMETRIC"}),
        ("上线新排班系统", {"K-ACTIVITY", "K-BINARY"}),
        ("新排班系统 5 月 31 日前在 120 家门店上线且周活跃店长 ≥90%", set()),
    ],
)
def test_key_results_of_the_calibration_table(text, any_of):
    found = errors(KeyResult(text, cycle=CYCLE))
    assert set(found) <= any_of
    assert bool(found) == bool(any_of)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("转化率达到 5%", "K-NOBASE"),
        ("收入增长 60%", "K-PCTONLY"),
        ("用户数到 10 万", "K-AMBIG"),
        ("用户数到 10 万", "K-NOBASE"),
    ],
)
def test_warnings_do_not_send_back(text, warned):
    subject = KeyResult(text, cycle=CYCLE)
    assert warned in codes(subject)
    assert lint(subject, LANGUAGE, POLICY).verdict == "pass"


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (KeyResult("项目按期完成率由 70% 升至 95%"), "K-ACTIVITY"),
        (KeyResult("上线后 30 天留存由 20% 升至 28%"), "K-ACTIVITY"),
        (KeyResult("培训后实操一次通过率从 60% 提升到 85%"), "K-ACTIVITY"),
        (Objective("保持行业第一的同时把海外做成第二增长曲线"), "O-BAU"),
        (Objective("打造客户愿意推荐的售后体验"), "O-TASK"),
        (KeyResult("客诉为 0"), "K-NOBASE"),
        (KeyResult("重大安全事故 0 起"), "K-NOBASE"),
        (KeyResult("首次建立客户健康度评分, 覆盖 80% 客户"), "K-NOBASE"),
    ],
)
def test_false_alarms_that_must_not_come(subject, code):
    assert code not in codes(subject)
    assert lint(subject, LANGUAGE, POLICY).verdict == "pass"


def test_a_number_inside_a_direction_is_a_remark_that_the_course_can_switch_off(tmp_path):
    subject = Objective("成为年销百亿的国民品牌")
    assert lint(subject, LANGUAGE, POLICY).verdict == "pass"
    subject = Objective("让百分之八十的老客户愿意转介绍")
    assert [(f.code, f.severity) for f in lint(subject, LANGUAGE, POLICY).findings] == [("O-METRIC", "info")]
    (tmp_path / "course.toml").write_text('[objective]\nnumber = "off"\n', encoding="utf-8")
    assert lint(subject, LANGUAGE, policy.load(tmp_path)).findings == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[objective]\nnumber = "maybe"\n', "objective.number"),
        ("[key_results]\nleast = 9\n", "key_results.least"),
        ("[score]\nerror = true\n", "score.error"),
        ("[score]\nset = 0.5\n", "score.set"),
        ("[score]\nbands = [1, 2, 3]\n", "score.bands"),
        ("[scores]\nerror = 1\n", "scores"),
        ("[score]\nerorr = 1\n", "score.erorr"),
        ('[cascade]\nmapping = "C"\n', "cascade.mapping"),
        ("[retrospective]\nsteps = [1]\n", "retrospective.steps"),
    ],
)
def test_a_wrong_course_file_names_the_key(tmp_path, text, key):
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        policy.load(tmp_path)
    assert (caught.value.code, caught.value.params["key"]) == ("content-key", key)


def test_a_finding_comes_once_and_errors_come_first():
    findings = lint(KeyResult("举办 3 场线下活动"), LANGUAGE, POLICY).findings
    assert [finding.code for finding in findings] == ["K-ACTIVITY", "K-NOTIME"]


def test_scores_and_bands():
    found = [Finding("K-ACTIVITY", "error"), Finding("K-NOTIME", "warn"), Finding("O-METRIC", "info")]
    assert grade.score(found, POLICY) == 65
    assert grade.score(found * 9, POLICY) == 0
    placed = [
        Finding("O-TASK", "error", "objective"),
        Finding("K-NOTIME", "warn", "key_results[1]"),
        Finding("S-COUNT", "error", "set"),
    ]
    places = ("objective", kr_place(0), kr_place(1))
    assert OKR_SET.score(tuple(placed), places, POLICY) == round(0.3 * 75 + 0.5 * 95 + 0.2 * 75)
    assert [grade.band(points, POLICY) for points in (100, 80, 79, 60, 59, 40, 39, 0)] == [
        "submit",
        "submit",
        "polish",
        "polish",
        "rewrite",
        "rewrite",
        "rethink",
        "rethink",
    ]


def test_a_set_says_where():
    subject = OkrSet(
        Objective("让商户当天就能收到货款"),
        (KeyResult("货款当日到账比例从 55% 提升到 92%"), KeyResult("举办 3 场商户座谈会")),
        cycle=CYCLE,
    )
    report = lint(subject, LANGUAGE, POLICY)
    assert report.verdict == "revise"
    assert {(f.code, f.where) for f in report.findings} >= {("K-ACTIVITY", "key_results[1]"), ("S-COUNT", "set")}
    assert "K-NOTIME" not in {f.code for f in report.findings}
    assert report.human == OKR_SET.human(subject)


def test_compare_names_what_is_gone_new_and_left():
    before, after = "举办 3 场线下活动", "线下活动带来的有效线索增长 60%"
    drafts = [
        [finding.code for finding in lint(KeyResult(text), LANGUAGE, POLICY).findings] for text in (before, after)
    ]
    assert compare(*drafts) == (("K-ACTIVITY",), ("K-PCTONLY",), ("K-NOTIME",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Positively affect the ecosystem", "foreign"),
        ("Publish 3 posts", "foreign"),
        ("Increase NPS from 12 to 30", "foreign"),
        ("ありがとうございます", "foreign"),
        ("고객 만족도", "foreign"),
        ("asdf", "wordless"),
        ("asdf1234", "wordless"),
        ("84%", "wordless"),
        ("84 分", "wordless"),
        ("三百万元", "wordless"),
        ("2026年9月30日", "wordless"),
        ("-", "wordless"),
        ("？？？", "wordless"),
        ("😀", "wordless"),
        ("\u200b", "wordless"),
        ("门店客户满意度从 82 分提升到 90 分，" * 20, "long"),
    ],
)
def test_what_cannot_be_read_is_not_judged(text, why):
    for subject in (Objective(text), KeyResult(text)):
        report = lint(subject, LANGUAGE, POLICY)
        assert (report.verdict, report.score, report.findings) == ("unsure", None, ())
        assert report.unread == {"text": why}


@pytest.mark.parametrize(
    "text",
    [
        "GMV 300w -> 800w",
        "NPS ≥ 45",
        "DAU 从 3w 到 5w",
        "SaaS 续约率 80% → 92%",
        "满意",
        "提升 20%",
        "《三体》",
        "通过 PMP",
    ],
)
def test_a_chinese_word_or_a_known_measure_is_enough_to_be_read(text):
    assert not lint(KeyResult(text), LANGUAGE, POLICY).unread


def test_how_long_a_statement_may_be_is_said_where_it_matters():
    assert f"超过 {LONGEST} 个字" in LANGUAGE.say("unread.long")
    assert f"超过 {LONGEST} 个字" in (Path(__file__).parent.parent / "book/lint-format.md").read_text("utf-8")
    assert not lint(KeyResult("客户满意度提升" + "很" * (LONGEST - 7)), LANGUAGE, POLICY).unread
    long = LANGUAGE.reader.read("退货率从 9% 降到 6%，" * 100)
    assert 0 < len(long.changes) < 30
    assert LANGUAGE.reader.extract(long).target is None


def test_a_set_is_judged_by_the_statements_that_can_be_read():
    good = ("货款当日到账比例从 55% 提升到 92%", "商户续约率从 80% 提升到 90%", "到账投诉从每月 40 件降到 8 件")
    objective, known = Objective("让商户当天就能收到货款"), tuple(map(KeyResult, good))
    mixed = lint(OkrSet(objective, (known[0], KeyResult("84%"), *known[1:]), cycle=CYCLE), LANGUAGE, POLICY)
    assert mixed.unread == {"key_results[1]": "wordless"}
    assert mixed.score == lint(OkrSet(objective, known, cycle=CYCLE), LANGUAGE, POLICY).score
    assert not [finding for finding in mixed.findings if finding.where == "key_results[1]"]
    above = lint(OkrSet(Objective("Delight our merchants"), known, cycle=CYCLE), LANGUAGE, POLICY)
    assert above.unread == {"objective": "foreign"}
    assert above.verdict == "pass"
    nothing = lint(OkrSet(Objective("Win"), (KeyResult("84%"), KeyResult("-"))), LANGUAGE, POLICY)
    assert (nothing.verdict, nothing.score, nothing.findings) == ("unsure", None, ())
    assert list(nothing.unread) == ["objective", "key_results[0]", "key_results[1]"]


def test_a_record_that_cannot_be_read_says_so_with_a_question():
    answer = lint_record({"kind": "key_result", "text": "84%"}, LANGUAGE, POLICY)
    assert (answer["verdict"], answer["score"], answer["findings"]) == ("unsure", None, [])
    assert [(one["where"], one["reason"]) for one in answer["unread"]] == [("text", "wordless")]
    assert "请人工判断" in answer["unread"][0]["message"]
    assert answer["unread"][0]["question"].endswith("？")
    assert lint_record({"kind": "key_result", "text": "货款到账率达到 92%"}, LANGUAGE, POLICY)["unread"] == []


def test_a_record_comes_back_with_sentences():
    answer = lint_record({"id": 7, "kind": "key_result", "text": "举办３场活动", "extra": {}}, LANGUAGE, POLICY)
    assert answer["verdict"] == "revise"
    assert answer["score"] == 65
    first = answer["findings"][0]
    assert first["span"] == [0, 6]
    assert "举办３场活动" in first["message"]
    assert first["question"]
    json.dumps(answer)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ([], "not-an-object"),
        (None, "not-an-object"),
        ({}, "no-kind"),
        ({"kind": 3}, "no-kind"),
        ({"kind": "poem"}, "not-yet-graded"),
        ({"kind": "cascade"}, "no-nodes"),
        ({"kind": "objective"}, "no-text"),
        ({"kind": "objective", "text": 5}, "no-text"),
        ({"kind": "key_result", "text": " \n"}, "blank"),
        ({"kind": "key_result", "text": "长" * 2001}, "too-long"),
        ({"kind": "okr_set", "objective": "让客户满意"}, "no-key-results"),
        ({"kind": "okr_set", "objective": "让客户满意", "key_results": [3]}, "not-an-object"),
        ({"kind": "okr_set", "objective": "让客户满意", "key_results": [{"text": ""}]}, "blank"),
        ({"kind": "okr_set", "objective": "让客户满意", "key_results": ["好"] * 51}, "too-long"),
    ],
)
def test_a_bad_record_is_an_answer(record, code):
    answer = lint_record(record, LANGUAGE, POLICY)
    assert answer["error"]["code"] == code


def test_odd_numbers_in_a_record_do_no_harm():
    row = {
        "text": "续费率从 80% 提升到 88%",
        "weight": "nan",
        "target": "1e999",
        "confidence": True,
        "due": 20260930,
        "type": [],
    }
    answer = lint_record(
        {"kind": "okr_set", "objective": "让老客户留下来", "key_results": [row] * 3, "cycle": 2026}, LANGUAGE, POLICY
    )
    assert "error" not in answer
    json.dumps(answer, allow_nan=False)


def test_any_text_is_graded_without_an_exception():
    pieces = [
        "提升",
        "客户",
        "30%",
        "从",
        "到",
        "，",
        "。",
        "、",
        "并",
        "《",
        "》",
        "“",
        "”",
        "让",
        "把",
        "x%",
        "XX万",
        "前3",
        "第一",
        "零",
        "全员",
        "翻倍",
        " ",
        "\n",
        "①",
        "2026",
        "Q3",
        "的",
        "完成",
        "管理",
        "V2.0",
        "\ud83d\ude00",
        "🙂",
    ]
    pieces += [chr(code) for code in (0, 0x3000, 0xFF10, 0x200B, 0xFEFF, 0x20E3)] + list(string.punctuation)
    dice = random.Random(7)
    for _ in range(3000):
        text = "".join(dice.choice(pieces) for _ in range(dice.randint(1, 14)))
        for subject in (
            Objective(text, parent=text),
            KeyResult(text, objective=text),
            OkrSet(Objective(text), (KeyResult(text), KeyResult(text)), "2026Q3"),
        ):
            report = lint(subject, LANGUAGE, POLICY)
            for finding in report.findings:
                assert finding.span is None or 0 <= finding.span[0] < finding.span[1] <= len(text), (finding, text)


@pytest.mark.parametrize(
    "noted",
    [
        *(
            "{}，权重 30%",
            "{}（承诺，权重0.2）",
            "{}，权重：0.3",
            "KR1【承诺型/35%】{}",
            "{}（挑战型，40%）",
            "[承诺] {}",
        ),
        *(
            "{}，信心 5/10",
            "{}（信心指数 6）",
            "{}，信心：60%",
            "{}，进度 40%",
            "{}（当前完成 20%）",
            "{}，负责人：李经理",
        ),
        "{}（承诺，权重 0.3，信心 6）",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "月均送检样品由 2100 件增至 3200 件",
        "检测报告平均出具周期 7 天→4 天",
        "完成新版报价系统上线",
        "续约率做到 88%",
        "召开 6 次培训会",
    ],
)
def test_what_is_noted_beside_a_sentence_says_nothing_of_it(text: str, noted: str) -> None:
    """What is pasted from a table has its type, weight, confidence or owner behind it or in front."""
    plain, told = lint(KeyResult(text), LANGUAGE, POLICY), lint(KeyResult(noted.format(text)), LANGUAGE, POLICY)
    assert [finding.code for finding in told.findings] == [finding.code for finding in plain.findings]
    assert told.verdict == plain.verdict


@pytest.mark.parametrize(
    "text",
    [
        "护栏：退货率不高于 3%",
        "按时交付率从 82% 升到 95%，退货率不高于 3%",
        "项目进度完成 100%",
        "把权重最大的 20 家客户续约率升到 90%",
    ],
)
def test_what_is_said_is_not_noted(text: str) -> None:
    """A guardrail, a second measure, a progress that is the sentence itself."""
    assert LANGUAGE.reader.read(text).noted == ""


def test_a_weight_that_is_noted_is_a_weight() -> None:
    rows = (
        "续约率从 70% 升到 76%（承诺，权重 0.5）",
        "续约月活从 92 家升到 140 家，权重 0.4",
        "护栏：平均折扣不低于 8.8 折",
    )
    found = lint(OkrSet(Objective("让客户到期前就想续"), tuple(map(KeyResult, rows))), LANGUAGE, POLICY).findings
    codes = [finding.code for finding in found]
    assert "S-WEIGHT" in codes  # 0.9 of 1
    assert "S-TYPE" not in codes
