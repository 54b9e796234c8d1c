r"""Whether a text is a retrospective at all, and whether it is whole: what is not is left to people, and not accused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....recount import Saying

#: A title, or a line of its own near the top.
_TITLE = re.compile(
    r"(?:^|\n)[^\n。]{0,20}(?:复盘|aar|retro(?!grade)|grai|kpt|(?:年终|年度|半年|季度|月度|岁末|项目|工作)(?:工作)?(?:总结|小结|回顾)|述职)[^\n。]{0,12}(?:\n|$|[:：])|^[^\n。]{0,14}(?:复盘|retro(?!grade))[^\n。]{0,8}[。:：]"
)
_AIMED = re.compile(r"目标|指标|kr|okr|预期|计划|达成|达标|完成率|未完成|没完成")
#: What other kinds of texts say of themselves.
_NOTICE = re.compile(
    r"(?:^|\n)\s{0,8}(?:关于[^\n]{2,40}的(?:通知|公告|函)|通知|各(?:部门|位|门店|车间)[^\n]{0,12}[:,])|请(?:各|大家|于|在)[^\n]{0,30}(?:前|提交|参加|准备|报)|特此通知|会议(?:时间|地点)"
)
_OTHER = re.compile(
    r"^[^\n]{0,20}(?:笔记|讲义|课件|读后感|有感|岗位职责|职位描述|任职要求|招聘|申请书?|合同|简历|说明书)[^\n]{0,8}(?:\n|:|$)"
)
_DIARY = re.compile(
    r"今天|今晚|今早|昨天|早上|晚上|睡觉|起床|心情|作息|游戏|刷题|女朋友|减肥|leetcode|买入|回调|筹码|k\s?线"
)
_REPORT = re.compile(r"本周(?:工作|完成|进展)|下周(?:工作|计划|重点)|今日(?:工作|完成)|明日(?:计划|工作)|(?:周|日)报")
#: What is written about reviews, and is none.
_ARTICLE = re.compile(
    r"什么是|(?:复盘|aar|grai|kpt|okr)(?:法|会)?(?:是(?!我们|我|这|为了看)|指的?是|源于|来自|来源于|分为|包括|有[三四五六]个?步|的(?:步骤|方法|意义|目的|好处|核心|本质|流程|价值|关键))|四步法|本文|有感|读后|讲义|课堂|作者(?:说|认为|提出|写|讲)|书(?:里|中)(?:说|讲|写)|第[一二三]章|知识点|课程(?:目标|内容)"
)
#: So many words of a diary make one; and how long a text is that speaks of one thing alone.
_MANY, _SHORT = 3, 400
#: So much speaks for a retrospective that has a title, headings or few words, and for another; so much belongs to no step.
_LITTLE, _ENOUGH, _MOST = 3, 4, 0.6
_PLAN = re.compile(r"^[^\n。:,]{0,24}(?:计划|规划|方案|安排)[^\n。,]{0,4}(?:\n|:)")
_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[a-zA-Z]{2,}")
_OPEN = re.compile(
    r"(?:[,、(「『“]|->|因为|由于|所以|并且?|以及|而且|导致|但是?|如果|是因为|主要是|是|把|将|让|从|向|给|为了|其中|比如|例如|的)\s*$"
)
#: A score of a key result; what else a text of scores would have to say to be more; how long it may be.
_SCORES = re.compile(r"(?<![\d.])[01]\.\d{1,2}(?![\d.%])")
_TELLS = re.compile(r"因为|由于|原因|没有?|未|前|计划|改|做|发现|问题|从|→")
_FEW_WORDS = 80
#: Fewer Chinese characters are no account of anything: of a text, and of all steps together.
_LEAST, FEW = 12, 4


def only_scores(folded: str) -> bool:
    """Whether a short text says what key results came to, and nothing else: that is how a cycle is often closed."""
    return len(folded) <= _FEW_WORDS and len(_SCORES.findall(folded)) > 1 and _TELLS.search(folded) is None


def unread(text: str, folded: str, least: int = _LEAST) -> str:
    """``wordless`` or ``foreign`` where there are few different Chinese characters (哈哈哈哈); else empty."""
    han, latin = len(_HAN.findall(folded)), len(_LATIN.findall(text))
    if han < least or len(set(_HAN.findall(folded))) < FEW:
        return "foreign" if latin >= _LEAST else "wordless"
    return "foreign" if latin > han else ""


def cut(folded: str, *, empty_end: bool) -> bool:
    """Whether a text breaks off: in the middle of a sentence, or behind a heading."""
    return empty_end or _OPEN.search(folded.rstrip("\n ")) is not None


def is_retrospective(folded: str, sayings: Sequence[Saying], headed: frozenset[str]) -> bool:
    """Whether somebody looks back at what came of something, and says what was wanted, why it came so, or what follows."""
    steps = {saying.step for saying in sayings} - {""}
    titled = _TITLE.search(folded) is not None
    scored = any(saying.has("actual", "score", "attained") for saying in sayings if saying.step != "action")
    if not steps & {"result", "cause"} or _is_other(folded, steps, headed, titled=titled, scored=scored):
        return False
    if not titled and not headed and _scattered(sayings):
        return False
    if (titled and "cause" in headed) or ({"result", "cause"} <= steps and len(folded) <= _SHORT):
        return True
    evidence = len(steps) + titled + scored + (len(headed) > 1) + (_AIMED.search(folded) is not None)
    return evidence >= (_LITTLE if len(folded) <= _SHORT or titled or headed else _ENOUGH)


def _is_other(folded: str, steps: set[str], headed: frozenset[str], *, titled: bool, scored: bool) -> bool:
    """Whether it is another kind of text: a notice, a plan, a report of the week, a diary, something about reviews."""
    if _OTHER.search(folded):
        return True
    explains = bool(headed & {"cause", "lesson"})
    if _NOTICE.search(folded) and not explains and not {"goal", "result", "cause"} <= steps:
        return True
    plan = _PLAN.search(folded)
    if plan and not explains and not titled and (plan[0].endswith("\n") or not scored):
        return True
    if _ARTICLE.search(folded) and not scored:
        return True
    if _REPORT.search(folded) and not (titled or explains or {"goal", "result", "cause"} <= steps):
        return True
    private = len(_DIARY.findall(folded)) >= _MANY
    return private and not (titled or len(headed) > 1 or {"goal", "result", "cause"} <= steps)


def _scattered(sayings: Sequence[Saying]) -> bool:
    """Whether most of what is said belongs to no step: thoughts, and no account."""
    return len(sayings) > _MANY and sum(not saying.step for saying in sayings) > _MOST * len(sayings)
