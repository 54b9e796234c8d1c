r"""By when something is to be done, as people write it in Chinese: a table of shapes, each with a name.

What only looks like a day is none: a number with a point (2.2), a time that is a measure (24 小时内, 每周 11 单), the name
of a thing (3 号楼), and a day on which something was done already (已于 8 月 20 日).
"""

from __future__ import annotations

import re

from ....model import Span

_MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])\s?月(?:份)?|(?<![一二三四五六七八九十第个])(?:十[一二]?|[一二三四五六七八九])月(?:份)?|(?:本|下个?|这个?|次|当)月)"
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
#: What says that a day is a limit or a beginning; some shapes are a day only with it.
_EDGE = r"\s?(?:之前|以前|前|起|开始|之内|以内|内|结束前)"
_HOLIDAY = r"(?:元旦|春节|元宵|清明|五一|端午|中秋|国庆|双节|双十[一二]|双1[12]|618|大促)(?:节|假期|长假)?"
_SEASON = r"(?:(?:明年|今年|下一?年)?(?:的)?(?:旺季|淡季|暑期|暑假|寒假|开学|夏天|冬天|春天|秋天|夏季|冬季|雨季|汛期|入冬|入夏|开春|开工|过年|放假|年会|年审|期末|期中|中考|高考)|(?<![一二两三四五六七八九十几多\d去前当])年)"

#: By name, and in the order in which they are tried at a place.
SHAPES = {
    "date": rf"(?:20\d\d\s?[-/.年]\s?)?{_MONTH}\s?(?:\d{{1,2}}\s?[日号]?|[一二三四五六七八九十]{{1,3}}[日号])",
    "slashed": r"(?<![\d./])(?:20\d\d/)?(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d%/.])",
    "hyphened": rf"20\d\d-\d{{1,2}}-\d{{1,2}}|(?<![\d.-])(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0[1-9])(?={_EDGE}(?!\d))",
    "dotted": rf"(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?={_EDGE}|[日号])|(?:^|(?<=[(|,:\t@])|(?<=[间期止限时]\s)|(?<=[间期止限时]))(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d)(?=\s?(?:$|[,:;。)|\]\t]))",
    "week of": rf"(?:{_MONTH}|q[1-4])的?第[一二三四]个?(?:周|月)|第\s?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?周(?={_EDGE}|结束)|w\d{{1,2}}(?!\w)",
    "month": rf"{_MONTH}(?:[初中底末]|[上中下]旬)?(?!\s?(?:数据|数字|实际|均值|平均|销量|账单|工资))",
    "weekday": rf"(?:这个?|本|下个?|下下|每个?|隔)(?:周|星期|礼拜)[一二三四五六日天末](?![次回条单家个篇场期])(?:上午|下午|晚上?|早上?|下班)?|(?<![上个单])(?:周|星期|礼拜)[一二三四五六日天末](?:上午|下午|晚上?|早上?|下班)?(?={_EDGE})",
    "day of month": rf"每月\s?\d{{1,2}}[日号]|(?<!\d)\d{{1,2}}[日号](?={_EDGE})",
    "relative": rf"(?:本|下|这)(?:个|一)?(?:周|星期|月|学期|迭代|版本|批次|冲刺|财年)(?![期报会])(?:底|末|初|中)?|(?:本|下个?|下一)(?:季度|季|周期)(?={_EDGE}|[底末初])",
    "end of": r"(?:明年|今年|本|下|当|每|上|下半)?个?(?:月|季度?|学期|半年|年)[初底末](?!时)|明年(?=[初底末上下]|[一二三四]季度)(?:[初底末]|[上下]半年|[一二三四]季度)",
    "quarter": rf"(?:20\d\d\s?年?)?q[1-4]\s?(?:[末底初内]|{_EDGE}|第[一二三]个?月)|(?:今年|明年)?第?[一二三四]季度(?:[末底初])?(?!\s?(?:\d|的|是|”|目标|实际|比|平均|任务))",
    "holiday": rf"{_HOLIDAY}(?:之前|以前|前后|前|之?后|起|期间)",
    "season": rf"{_SEASON}(?:之前|以前|前)(?![\d一二两三五十半])",
    "within": rf"{_COUNT}\s?个?(?:周|星期|月|季度)(?:之内|以内|内|以?后|之后)(?![^,。;]{{0,3}}(?:同|复|重复))|(?:^|(?<=[,;。:]))\s?{_COUNT}\s?个?(?:天|日|工作日)(?:之内|以内|内|以?后|之后)(?=[^\d])|(?:年|月|季度|周)内",
    "rhythm": r"每(?:个)?(?:周|天|日|月|班|晚|早|双周|两周|季度|季|例会|次例会|年)(?![组个长]|\s?(?:\d{1,4}(?!\d|\s?(?:次|场|篇|回|遍|号|日|点|:))|由|平均|的|多|少|度))",
    "meeting": r"(?:下次|本次|每次|月度|下周|本月|下月)的?(?:例会|周会|月会|会上|复盘会)",
    "soon": r"[明后今]天|明[早晚]|今晚",
}
_DAY = re.compile("|".join(f"(?:{shape})" for shape in SHAPES.values()))
_BEFORE = re.compile(r"(?:已经?(?:于|在|从|自)?|自从?|截至|去年|上)\s?$")
#: How much stands in front of a day that can say that it has gone.
_BACK = 5


def days(said: str) -> list[Span]:
    """Where days are named in a folded text."""
    return [
        match.span()
        for match in _DAY.finditer(said)
        if not _BEFORE.search(said[max(0, match.start() - _BACK) : match.start()])
    ]
