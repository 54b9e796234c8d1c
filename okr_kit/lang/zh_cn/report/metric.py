"""By which words one speaks of a key result: its measure, whole or by its end, and what the measure is about."""

from __future__ import annotations

import re

from ....outline import Wording
from ....text import Extract, Reading

#: What says nothing of which key result is meant.
_GENERIC = re.compile(
    r"客户|用户|顾客|门店|项目|产品|工作|公司|团队|部门|[本每上下]周|每[月天日季年]|季度|目标|比例|占比|平均|人均|日均|月均|数据|业务|数量|次数|人数|全年|年底|月底|以上|以下|以内|之内|之前|左右|员工|提升|提高|降低|增加|减少|完成|达到|达成|保持|控制|缩短|实现|累计|新增|总体|整体|结果|关键|系统|平台|服务|问题|情况|进行|相关"
)
_SPLIT = re.compile(
    r"[\s,;。:()（）、/\"“”「」\-→>=<≥≤%+~]+|\d[\d.,]*|到(?![岗期货账店场访位])|[的了在从由把将为至与和及或内按以]|不(?:低于|高于|超过|少于)|提升|提高|降低|下降|增加|减少|缩短|压缩|达到|控制|稳定|保持|完成|实现|上升|升|降"
)
#: What a measure is called at its end.
_MEASURE = re.compile(
    r"(?:率|数|额|量|度|时长|时间|天数|周期|成本|利润|收入|毛利|库存|评分|得分|金额|用时|单价|占比|良品|客诉|投诉|工时|产值|净值|业绩|营收|回款|交期|人效|坪效|nps|gmv|roi|dau|mau|客单价|均价|差错|缺陷|故障|事故)$"
)
#: What many measures have in common.
_VAGUE = re.compile(r"[\d每个次家]|时间|时长|周期|一[年个次]|下一|金额|数量")
_PLAIN = re.compile(r"[时间周期长率度数量额金一二三四五六七八九十年月日天人大小上下中内外新老本期已过用法有无a-z]")
_LEAST_WHOLE, _GRAM = 3, 4
#: What is called by more than one name. Only to find that it is spoken of, so that they may be a little apart.
_CALLED = (
    ("日活", "dau"), ("月活", "mau"), ("周活", "wau"), ("gmv", "成交额", "成交总额", "交易额"), ("nps", "净推荐"), ("csat", "满意度"),
    ("otd", "准时交", "按时交", "按期交", "准交"), ("roi", "投产比", "投入产出", "投资回报"), ("ctr", "点击率"), ("cvr", "转化率"),
    ("mttr", "修复时", "恢复时"), ("cac", "获客成本"), ("fpy", "直通率", "一次合格", "一次交检"), ("uv", "访客", "访问人数"), ("pv", "浏览量"),
    ("arr", "年经常性收入"), ("营收", "收入", "销售额", "营业额"), ("回款", "收款", "到账", "收回"), ("坏账", "烂账", "呆账"), ("客诉", "投诉"),
    ("续约", "续签", "续费"), ("复购", "回购", "再次下单", "又下单", "再买"), ("良率", "良品", "合格率"), ("不良", "次品", "废品", "报废"),
    ("交期", "交货期", "交货时间"), ("到岗", "入职"), ("离职", "流失"), ("故障", "停机", "宕机"), ("库存", "存货"),
)  # fmt: skip


def wording(reading: Reading, found: Extract) -> Wording:
    """The words of a key result out of its reading."""
    text = (found.metric or _head(reading)).lower()
    chunks = [chunk for chunk in _SPLIT.split(text) if chunk and len(chunk) > 1]
    telling = [chunk for chunk in chunks if _GENERIC.sub("", chunk)]
    whole = {chunk for chunk in telling if _MEASURE.search(chunk) and len(_GENERIC.sub("", chunk)) > 1}
    whole |= {
        chunk[-3:]
        for chunk in whole
        if len(chunk) > _LEAST_WHOLE and chunk[-1] in "率度额" and not _GENERIC.search(chunk[-3:])
    }
    solid = "".join(text.split())
    whole |= _other_names(solid)
    grams = {solid[at : at + _GRAM] for at in range(len(solid) - _GRAM + 1)}
    grams = {gram for gram in grams if len(_GENERIC.sub("", gram)) == _GRAM and not re.search(r"[\d,;:()]", gram)}
    parts = [part for chunk in telling for part in _GENERIC.split(chunk) if len(part) > 1]
    topics = {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
    topics = {two for two in topics if not _VAGUE.search(two)}
    letters = {char for two in topics for char in two if not _PLAIN.match(char)}
    return Wording(
        found.metric or _head(reading), frozenset(whole), frozenset(grams), frozenset(topics), frozenset(letters)
    )


def _other_names(measure: str) -> set[str]:
    """By what else a measure is called: 日活 is DAU."""
    return {name for names in _CALLED if any(one in measure for one in names) for name in names if name not in measure}


def _head(reading: Reading) -> str:
    """The key result up to its first number, else all of it."""
    first = next((one.span[0] for one in reading.numbers if one.span[0] > 3), len(reading.folded))
    return reading.raw[:first].strip() or reading.raw
