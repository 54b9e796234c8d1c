"""Names, numbers, companies and the like are found in a client's texts, in all of them alike, and nothing else is touched."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from okr_kit import lang
from okr_kit.trainer.stand_ins import KINDS, Found, Known, edited, find, replace
from okr_kit.trainer.stand_ins.naming import Namer

LANGUAGE = lang.load()
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"


def benchmark():
    """The benchmark as a module."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import anonymiser
    finally:
        sys.path.pop(0)
    return anonymiser


def cleaned(*texts: str, known: tuple[Known, ...] = ()) -> tuple[str, ...]:
    """Texts of one pack after everything in them was replaced."""
    found = find({str(at): text for at, text in enumerate(texts)}, known, language=LANGUAGE)
    return tuple(replace(text, found) for text in texts)


@pytest.fixture(scope="module")
def measured():
    """What the benchmark says of the texts with planted names."""
    program = benchmark()
    return program.measure(program.rows_of(DATA / "stand-ins.jsonl"))


def test_of_what_was_planted_at_most_two_in_a_hundred_are_missed(measured):
    assert measured.recall >= 0.98, measured.missed
    assert measured.planted.total() >= 600


def test_of_what_another_author_planted_most_is_found():
    """Written blind, then looked at: less than of our own, and no less than it was. What is not found is hers to add."""
    program = benchmark()
    found = program.measure(program.rows_of(DATA / "stand-ins-2.jsonl"))
    assert found.planted.total() >= 300
    assert found.recall >= 0.91, found.missed
    assert len(found.others) <= 6, found.others


def test_of_each_kind_nine_in_ten_are_found(measured):
    for kind in KINDS:
        assert measured.caught[kind] >= 0.9 * measured.planted[kind], kind


def test_words_that_are_to_stay_stay(measured):
    assert len(measured.damaged) <= 3, measured.damaged
    assert len(measured.others) <= 8, measured.others
    assert measured.twice == []


def test_statements_that_name_hardly_anybody_are_left_alone():
    program = benchmark()
    rows = program.rows_of(DATA / "statements-2.jsonl")[:1200]
    found = find({row["id"]: row["text"] for row in rows})
    false = [one for one in found if not {"王医生", "张护士长", "老陈"} & set(one.forms)]  # these are people
    assert sum(one.count for one in false) <= 10, [one.forms for one in false]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("由王建国负责，电话 138-0013-8000。", ("王建国", "138-0013-8000")),
        ("负责人：高兴", ("高兴",)),
        ("@方向 请周五前给数", ("方向",)),
        ("欧阳雪莹牵头，张伟、李敏配合", ("欧阳雪莹", "张伟", "李敏")),
        ("到会：葛 冬 阳、其木格", ("葛 冬 阳", "其木格")),
        ("负责人：阿依古丽·买买提", ("阿依古丽", "买买提")),
        ("周二和 Kevin 去拜访，Vivian Li 也去", ("Kevin", "Vivian", "Li")),
        ("对接人：Wang Jianguo", ("Wang Jianguo",)),
        ("找裘经理和老褚，王总也在", ("裘经理", "老褚", "王总")),
        ("新号１３８１２３４５６７８", ("１３８１２３４５６７８",)),
        ("+86 139 1234 5678，座机（0512）6580 2217 转 8036", ("139 1234 5678", "6580 2217", "8036")),
        ("热线 400-812-0537", ("400-812-0537",)),
        ("niu.xt@example-mill.com", ("niu.xt", "example-mill")),
        ("身份证320597198803120418", ("320597198803120418",)),
        ("工号 HY-20341，微信号 yuchen_w07", ("HY-20341", "yuchen_w07")),
        ("卡号 6217 9988 0012 3456 072", ("6217 9988 0012 3456 072",)),
        ("合同 HYXS（2024）045号 已签，车牌 苏E·7K3M9", ("HYXS（2024）045号", "苏E·7K3M9")),
        ("寄江苏省苏州市虎丘区青杨浜路 188 号 3 号楼 402 室", ("青杨浜路", "188", "402")),
        ("与宁波柯睿电机有限公司签约", ("柯睿",)),
        ("客户屹桥传动要求提前交货", ("屹桥",)),
        ("「澜盾」BMS 误报率 0.05%", ("澜盾",)),
        ("电话 138.5957.2206，或一三七九七六二五五一八", ("138.5957.2206", "一三七九七六二五五一八")),
        ("老K 和陈Sir 到场，小丽姐请假", ("老K", "陈Sir")),
        ("参加：冯时、呼吸科安宁、药学部钱多", ("冯时", "安宁", "钱多")),
        ("到会：葛长河、迟玉兰、平原", ("葛长河", "迟玉兰", "平原")),
        ("胖哥（区永强）当场报修", ("胖哥", "区永强")),
        ("供应商磐渡云，对接乜工", ("磐渡", "乜工")),
        ("开户行：济宁银行城区支行", ("济宁银行",)),
        ("客户（云岭科技）提出延期", ("云岭科技",)),
        ("本周拜访云岭科技、晨光百货", ("云岭科技", "晨光百货")),
        ("「小橙助手」月活 3 万，让小橙助手好用", ("小橙",)),
        ("蓝鲸ERP 二期验收", ("蓝鲸",)),
    ],
)
def test_what_names_somebody_is_replaced(text, gone):
    (new,) = cleaned(text)
    assert all(words not in new for words in gone), new


@pytest.mark.parametrize(
    "text",
    [
        "O：让华东区的老客户愿意复购",
        "KR1 客单价从 168 元提升到 215 元，2025 年 6 月 30 日前完成",
        "周末加班不作为评分依据，马上就好，客户高兴地给了表扬",
        "销售一部、杭州仓、客户成功部共担，负责人待定",
        "成功率、方案、方向、安全、质量、成本、周报、高峰期、黄金时段",
        "通过 ISO9001 和 GB/T 19001-2016 审核，系统升级到 V2.3.1",
        "净利率 6.8% → 10%，金额 12000000 元，13800000000 元封顶",
        "各部门负责人：见附件",
        "用微信、钉钉和 Excel 收集，CRM 里登记",
        "向老师请教，和老板对齐，有经理说不行",
    ],
)
def test_what_names_nobody_stays(text):
    assert cleaned(text) == (text,)


def test_what_shows_in_one_text_is_replaced_in_all():
    first, second = cleaned("负责人：陆成功", "陆工当天给了方案，成功负责接口，成功率 98%。")
    assert "成功负责" not in second
    assert "陆工" not in second
    assert second.endswith("成功率 98%。")
    assert first == "负责人：同事甲"


def test_all_forms_of_a_person_have_one_letter():
    (found,) = find({"a": "负责人：王建国", "b": "王总说，建国、老王都到了。"})
    assert set(found.forms) == {"王建国", "王总", "建国", "老王"}
    assert (found.stand_in, found.stand_ins) == ("同事甲", {"王总": "甲总", "老王": "老甲"})
    assert (found.count, found.where) == (4, ("a", "b"))


def test_a_short_form_that_two_may_be_meant_by_stands_for_itself():
    found = find({"a": "负责人：王建国、王丽华", "b": "王总说可以。"})
    assert [one.stand_in for one in found] == ["同事甲", "同事乙", "同事丙"]
    assert found[2].forms == ("王总",)


def test_the_client_itself_is_our_company():
    known = (Known("company", "苏州衡远精密机械有限公司"),)
    assert cleaned("衡远精密和铭骁重工签约，衡远让利", known=known) == ("本公司和甲公司签约，本公司让利",)


def test_what_is_told_in_advance_needs_no_sign():
    assert cleaned("这件事铁蛋最清楚", known=(Known("name", "铁蛋"),)) == ("这件事同事甲最清楚",)


def test_the_list_goes_by_kind_then_by_where_it_comes_up():
    found = find({"a": "电话 13912345678，王建国负责；张伟负责", "b": "李敏负责"})
    assert [(one.kind, one.stand_in) for one in found] == [
        ("name", "同事甲"),
        ("name", "同事乙"),
        ("name", "同事丙"),
        ("phone", "（电话）"),
    ]


def test_her_changes_are_a_new_list():
    found = find({"a": "王建国负责，张伟负责，王总到场"})
    new = edited(found, {("name", "王总"): "老总", ("name", "张伟"): None, ("product", "蓝鲸"): "产品甲"})
    assert [(one.forms[0], one.stand_in) for one in new] == [("王建国", "老总"), ("蓝鲸", "产品甲")]
    assert new[0].instead("王总") == "老总"
    assert [one.stand_in for one in found] == ["同事甲", "同事乙"]
    assert replace("王总和张伟看了蓝鲸", new) == "老总和张伟看了产品甲"


def test_long_forms_come_first_and_nothing_is_replaced_twice():
    found = [
        Found("company", ("云帆数联", "云帆"), "本公司", 1, ()),
        Found("product", ("云帆数联管家",), "产品甲", 1, ()),
        Found("name", ("本公司",), "同事甲", 1, ()),
    ]
    assert replace("云帆数联管家是云帆数联的", found) == "产品甲是本公司的"


def test_letters_and_digits_are_no_parts_of_longer_ones():
    found = [Found("product", ("X3",), "产品甲", 1, ())]
    assert replace("X3、X30、AX3", found) == "产品甲、X30、AX3"


def test_seventy_people_have_seventy_letters():
    namer = Namer(LANGUAGE)
    letters = [namer.letter("name") for _ in range(75)]
    assert letters[:3] == ["甲", "乙", "丙"]
    assert letters[10] == "甲子"
    assert len(set(letters)) == len(letters)


def test_doing_it_again_changes_nothing_and_no_text_is_too_strange():
    draw = random.Random(7)
    signs = "王建国张伟阿小老总工姐的负责人：，、。|\t\n  @（）()「」A1b2-·.号路市区苏州有限公司科技平台Kevin X3138[]2024第🙂\u200b\ud800"
    for _ in range(300):
        text = "".join(draw.choices(signs, k=draw.randrange(90)))
        known = [Known(draw.choice(KINDS), "".join(draw.choices(signs, k=draw.randrange(5))))]
        found = find({"a": text, "b": text[:20]}, known, language=LANGUAGE)
        new = replace(text, found)
        assert replace(new, found) == new


@pytest.mark.parametrize(
    "piece", ["A", "1 ", "王", "有限公司", "姓名：", "@", "路1号", "王伟\n", "阿·", "（", "扎西多吉", "HT-2024-001 "]
)
def test_a_long_text_costs_in_proportion(piece):
    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()  # of this process alone, whatever else the machine does
        replace(text, find({"a": text}, language=LANGUAGE))
        return time.process_time() - start

    cost(500)
    # Four times the length; sixteen times the time if each place were looked at from each other.
    assert min(cost(24_000) for _ in range(3)) < 12 * max(min(cost(6_000) for _ in range(3)), 0.02)
