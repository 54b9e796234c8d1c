"""Strategies: the good ones that the book prints are left alone, its bad ones are named for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint, lint_record
from okr_kit.model import Strategy

LANGUAGE, POLICY = lang.load(), policy.load()
BOOK = Path(__file__).parent.parent / "book"
#: The sentences of the nodes that the book's strategies belong to: objective, key results.
NODES = {
    "云禾": ("成为华东新装家庭选软装的第一站", ("GMV 8.0 → 10.4 亿", "12 个月复购率 22% → 28%")),
    "市场部": ("让华东家庭在装修期第一时间遇见我们", ("年 UV 4000 → 4400 万",)),
    "穗禾里": ("打烊不扔面包，傍晚也不断货", ("当日报损率从 9.6% 降到 7.6%",)),
    "岭北": ("让客户敢把急单交给我们", ("逾期急单从每月 34 单降到 12 单",)),
    "停机": ("让机器在该转的时候转着", ("非计划停机从 8.0% 降到 5.5%",)),
    "晴川云": ("让客户离不开我们的产品", ("金额续约率从 70% 提升到 76%",)),
    "会员组": ("让搬进新家的人想起还缺什么", ("老客复购率 22% → 28%",)),
}
GOOD = [
    *(("云禾", "ogsm", text) for text in ("抢装修期流量", "让逛的人更容易下单", "从单品到整屋搭配", "让老客回来")),
    *(("市场部", "cascade-from-above", text) for text in ("内容种草", "老客转介绍", "精准投放")),
    *(("穗禾里", "ogsm", text) for text in ("让订货跟着销量预测走", "把面包胚的起订量减半", "傍晚那一炉，看卖剩多少再烤")),
    *(("岭北", "ogsm", text) for text in ("把换模的准备工作挪到停机之前做", "把常坏的备件备到机台旁边，不再等仓库", "每天留出 4 台机器专接急单，普通单往后排")),
    *(("岭北", "value-tree", text) for text in ("把找模具、约吊车挪到停机之前",)),
    *(("停机", "value-tree", text) for text in ("把常坏的备件备到机台旁边", "在卡料之前就换掉快磨坏的模具件")),
    *(("晴川云", "ogsm-and-okr", text) for text in ("让新客户签约一个月就用起来", "到期前 90 天谈好下一年的用法")),
    *(("晴川云", "value-tree-case", text) for text in ("给每周 3 次以上的客户做年度用法回顾", "给每周 1～2 次的客户做一页使用账单，陪着用起来", "给每周不到 1 次的客户上门重新培训")),
    *(("会员组", "design-strategies", text) for text in ("用保修登记征得同意，补齐联系方式", "按首单发「入住清单」", "开老客服务群", "发生日短信", "发满 500 减 80 的券", "补件从 9 天压到 4 天", "上门搭配设计", "重做积分体系", "按首单发入住清单，让顾客知道还缺什么", "把补件移出库存考核，两个仓各备 30 种常缺件")),
    *(("岭北", "design-strategies", text) for text in ("下一副模具在机器停下之前就送到机旁",)),
    *(("会员组", "choose-strategies", text) for text in ("补齐联系方式", "补件提速", "生日短信", "满减券", "上门搭配", "重做积分")),
    *(("穗禾里", "design-strategies", text) for text in ("用销量预测代替凭经验", "按星期几和天气分开订", "店长只改预测的上下一成", "把一次烤完改成早晚两次", "邻近门店之间调货", "半成品冷冻，缺了再烤", "19 点后按组合卖", "预订第二天早餐", "把长销单品从 60 种减到 45 种")),
]  # fmt: skip
BAD = [
    ("云禾", "ogsm", "提高销售额", "W-GOAL"),
    ("穗禾里", "ogsm", "大幅降低报损", "W-GOAL"),
    ("岭北", "ogsm", "逾期急单每月减少 22 单", "W-GOAL"),
    ("会员组", "design-strategies", "提高复购率", "W-GOAL"),
    ("云禾", "ogsm", "强化用户体验", "W-SLOGAN"),
    ("穗禾里", "ogsm", "强化全员节约意识", "W-SLOGAN"),
    ("岭北", "ogsm", "急单交付水平再上一个台阶", "W-SLOGAN"),
    ("会员组", "design-strategies", "打造有温度的老客生态", "W-SLOGAN"),
    ("会员组", "design-strategies", "加强售后管理", "W-SLOGAN"),
    ("停机", "value-tree", "加强培训", "W-SLOGAN"),
    ("云禾", "ogsm", "三季度办 12 场直播", "W-TASK"),
    ("穗禾里", "ogsm", "4 月办 5 场报损培训", "W-TASK"),
    ("岭北", "ogsm", "8 月底前采购 6 套快速夹具", "W-TASK"),
    ("晴川云", "ogsm-and-okr", "5 月办一场 300 人的客户大会", "W-TASK"),
    ("停机", "value-tree", "3 月办一次全员保养知识竞赛", "W-TASK"),
    ("会员组", "design-strategies", "10 月 25 日前写出 6 张清单", "W-TASK"),
]
#: Good ones that no page prints, of other trades; many begin like a slogan, or hold a number.
OTHERS = [
    "只接三天内能交的急单，其余转给同行", "强化一线：把区域经理的审批权放给店长", "先做透一家样板店，再复制到十家", "夜间巡线改由无人机飞，人只去报警的点",
    "把投诉最多的三个小区包给固定的维修员", "用退货原因倒推，每周只修排第一的那一个", "让仓库按路线配货，不再按订单配", "不再追所有线索，只跟 14 天内问过价的",
    "给新手司机前两周排熟路", "把报价单从 12 页改成 1 页", "核心门店自营，偏远的改加盟", "把质检挪到工序中间，不等最后一道", "先让销售自己用一个月，再卖给客户",
    "和三家快递分单，谁准时给谁多", "把周末的课挪到工作日晚上", "小单走自助，大单留给人", "让护士在床边就能录完，不再回护士站抄", "同一条街只开一家，守住周边两公里",
    "冷门药停采，热门药多备三天", "换供应商：从一家独供改成两家各半", "提前锁定下一季的面料，不等订单", "让工程师驻场到客户能自己修为止", "按病种排队，不再按科室排",
    "深耕老客户的二次装修", "靠内容获客，不再买词", "推行首问负责，谁接的电话谁跟到底", "做深两个行业，放掉其余六个", "让客户参与验收，前移到出厂之前", "优化排班，让高峰多两个人",
    "加强夜班交接：只交三样，写在白板上", "用小程序预约代替电话预约", "让教研组共备一份课件", "降低首次试用的门槛，先用后签", "拓展县城的药店，市区不再加店", "引入第二家芯片供应商",
    "聚焦三甲医院", "做好老客的第二次购买", "缩短从下单到装车的等待", "建立备件共享池，三个厂一起用", "推进自动化，先换最苦的那道工序", "先做病房最常用的三张表",
    "先给 5000 人手工发清单，看看有没有人回来", "夜班只留一条线，其余的关掉检修", "新客不打折，把省下的钱补给老客转介绍", "简化报销的四道审批，只留一道", "减少换模次数",
]  # fmt: skip


def found(node: str, text: str) -> dict[str, str]:
    objective, key_results = NODES[node]
    report = lint(Strategy("s", text, objective, key_results), LANGUAGE, POLICY)
    return {one.code: one.severity for one in report.findings}


@pytest.mark.parametrize(("node", "page", "text"), GOOD)
def test_no_strategy_of_the_book_is_called_wrong(node: str, page: str, text: str) -> None:
    """Two short names of the table of candidates stand for the sentences of the page before."""
    printed = (BOOK / f"{page}.md").read_text("utf-8").replace("**", "")
    assert text in printed
    assert found(node, text) == {}


@pytest.mark.parametrize(("node", "page", "text", "code"), BAD)
def test_what_the_book_calls_no_strategy_is_named_alike(node: str, page: str, text: str, code: str) -> None:
    assert text in (BOOK / f"{page}.md").read_text("utf-8")
    assert list(found(node, text)) == [code]
    assert found(node, text)[code] == ("warn" if code == "W-TASK" else "error")


def test_others_are_left_alone() -> None:
    told = {text: codes for text in OTHERS for node in NODES if (codes := found(node, text))}
    assert {text for text, codes in told.items() if "error" in codes.values()} == set()
    assert len(told) <= len(OTHERS) / 24


def test_a_strategy_is_a_record_of_its_own() -> None:
    row = {"kind": "strategy", "text": "大幅降低报损", "key_results": ["当日报损率从 9.6% 降到 7.6%"]}
    answer = lint_record(row, LANGUAGE, POLICY)
    assert (answer["verdict"], [one["code"] for one in answer["findings"]]) == ("revise", ["W-GOAL"])
    assert answer["findings"][0]["message"].startswith("「大幅降低报损」")
    assert lint_record({"kind": "strategy", "text": "Win more"}, LANGUAGE, POLICY)["verdict"] == "unsure"
