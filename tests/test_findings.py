"""The kinds of error that strict readers found, each with sentences made up for it: what is said of them now."""

from __future__ import annotations

import pytest

from okr_kit import bank
from okr_kit.lint import lint_record

CONTENT = bank.load()
#: Left to people: the two readers of the kit say the opposite of each other.
UNDECIDED = {
    "提升顾客的搭配体验",
}
#: What they are; ``defect`` where any code will do, ``pass`` and ``unsure`` are verdicts.
FOUND = {
    ("key_result", "K-MULTI"): (
        "通过重排班次，让日产量到 3000 件，换模时间≤8 分钟",
        "走访不少于 20 个村，至少与 4 个村签下收购协议",
    ),
    ("objective", "O-MULTI"): (
        "为新校区招生并重塑师资口碑",
        "库存账目清楚、司机队伍稳定",
        "菜品口味统一、外卖出餐更快",
    ),
    ("key_result", "K-ACTIVITY"): (
        "完成 12 间教室的多媒体改造，设备完好率≥98%",
        "完成至少 4 期患教视频并发布，每期评审分不低于 8 分",
        "完成全部门店的摄像头安装，100% 接入总部平台",
        "夜间巡查频次提升 40%",
        "客户回访频率提高 25%",
        "每周练琴时长超过 10 小时",
        "六月底前选定前 20% 的门店",
    ),
    ("objective", "O-TASK"): (
        "加大对周边社区的走访力度",
        "加大门店地推力度",
        "新产线投产并稳定运转",
        "会员商城的开通并平稳运行",
        "制定五年品牌战略",
    ),
    ("objective", "O-VAGUE"): (
        "提升门店盈利能力",
        "提升顾客的搭配体验",
        "打造一流的门店数字化会员运营体系",
        "让新客户顺利上线",
        "加强店长培训，提升订货能力",
    ),
    ("objective", "defect"): (
        "简化入院手续，少填 3 张表",
        "精简报销流程，减少两道签字",
        "全员努力，冲刺一季度开门红！！！",
        "进一步优化供应链协同，持续推进降本增效工作",
        "降低压疮发生率",
    ),
    ("objective", "pass"): (
        "做一名被患者记住名字的护士",
        "培养一线班组长的带人能力",
        "完成人生第一次铁人三项",
        "确立西南冷链市场的领先地位",
        "奠定县域早教市场的龙头地位",
        "缩短候诊时间，减少患者抱怨",
        "让卧床病人不再长压疮",
    ),
    ("key_result", "pass"): (
        "个个都能独立值夜班",
        "每位新护士都能独立完成静脉穿刺",
        "所有订单都准点发出",
        "没有家长投诉接送迟到",
        "零报损",
        "公开课回放被观看 2 万次",
        "与至少 5 家农场建立直供关系",
        "报损最高的15家店，报损率从14%降到9%，2月底前",
        "入职满一年的员工，离职率从20%降到12%",
        "新增 8 家签约餐厅，每家每月至少下一单",
        "退货率不高于现在",
    ),
    ("key_result", "defect"): (
        "店长100%学会用系统",
        "报损控制在合理范围内",
        "压到9个点左右吧",
    ),
    ("objective", "unsure"): ("asdf",),
    ("key_result", "K-NOMETRIC"): ("每个人都得到成长",),
}


@pytest.mark.parametrize(
    ("kind", "wanted", "text"), [(kind, wanted, text) for (kind, wanted), texts in FOUND.items() for text in texts]
)
def test_a_kind_of_error_is_seen(kind: str, wanted: str, text: str) -> None:
    told = lint_record({"kind": kind, "text": text}, CONTENT.language, CONTENT.policy)
    errors = {one["code"] for one in told["findings"] if one["severity"] == "error"}
    if text in UNDECIDED:
        assert (told["verdict"], errors) == ("unsure", set())
    elif wanted in ("pass", "unsure"):
        assert told["verdict"] == wanted
    elif wanted == "defect":
        assert told["verdict"] != "pass"
    else:
        assert wanted in errors
