r"""What certainly places a clause without a heading in a step: a table of ways to say it, asked before single words are.

Each way has a name. The order matters: what says why is asked before what names a day, and a person with a day before
a number.
"""

from __future__ import annotations

import re

from .days import days
from .owners import owners

_US = r"(?:我们?|咱们?|大家|团队|自己)"
#: name of the way: (step, how it is said)
WAYS = {
    "tells why": (
        "cause",
        r"^(?:再|先|还)?(?:来)?(?:讲|说|看|问)[^,。;]{0,14}为(?:什么|啥)|^(?:那|又|再)?为(?:什么|啥|何)|^分析原因",
    ),
    "cause unknown": ("result", r"(?:原因|问题)(?:还|仍|尚)?(?:在|没|未|待)(?:查|找|明)"),
    "still short": (
        "result",
        r"(?:还有|仍有|还存在|存在)(?:一定|较大|不小)?的?差距|^(?:耽误|延误|拖延|亏|赔)了?[^,。;]{0,4}\d",
    ),
    "suspects": ("cause", r"^(?:我们?)?(?:怀疑|估计是|推测)"),
    "overcame": (
        "result",
        r"^(?:我们|团队|大家)?克服了|基本(?:按|都按|上按)计划|取得(?:了)?(?:一定|较好|良好|不错)?的?(?:成绩|成效)|有序推进",
    ),
    "sums up": (
        "lesson",
        r"^(?:总结一下|总结(?:下来|起来|成|三句|一句)|归纳|由此(?:得到|看来)?|(?:往后|以后|今后|这次)?(?:要|就)?记住|一句话|说到底要)|得(?:到|出)的?(?:是|一条|两条|几条|判断|结论|认识|启发|教训)|(?:我|我们)(?:现在)?的(?:想法|看法|判断|体会|心得|结论)",
    ),
    "holds where": (
        "lesson",
        r"(?:都|才|也)成立|不适用|不(?:必|用)(?:学|这么|照搬|加|拖|管)|照旧(?:就行|按|用)?$|别照搬|不要照搬|不在内$|不受(?:这个限制|影响)|(?:没|没有)这个问题$",
    ),
    "shows a fault": ("cause", r"^(?:这)?说明[^,。;]{0,10}(?:没有?|不够|不到位|缺|失控)"),
    "was hoped": (
        "goal",
        r"当时(?:赌|想|认为|以为|判断|假设|定)的?(?:是)?|^想着|定的是\s?[^,。;]{0,12}\d|说好的?(?:是)?[^,。;]{0,14}从|承诺(?:客户|给)?[^,。;]{0,16}(?:从|是|压|降|提)",
    ),
    "wanted so much": ("goal", r"(?:我们|我)?(?:本来|原来|原本|当初)?想(?:着)?(?!想|到|起)[^,。;]{1,6}\d"),
    "is so much": (
        "result",
        r"^实(?:招|到|收|签|花|做|销|产|售|发|开|用|付|交|有)\s?\d|^(?:但|可|却)?(?:我们|现在|目前)?(?:平均|均值|只有|才)(?:是|做了|做到|花了)?\s?\d",
    ),
    "wishes of others": (
        "action",
        r"^(?:所以|因此|最后)?(?:我们)?(?:建议|希望|恳请|请求|请(?:领导|公司|总部|上级|集团))(?!能?(?:有|是))",
    ),
    "is agreed": (
        "action",
        r"(?:跟|和|与)[^,。;]{1,8}(?:说好|谈好|商量(?:好|了|过)|约(?:好|定)|讲好|说定|谈妥)|(?:对方|他们?|她)(?:也)?答应|说[他她我]来|已经安排",
    ),
    "can do": (
        "action",
        rf"^{_US}?(?:自己)?能(?:做|改|动)的(?:是|有|就是)|(?:后面|往后|接下来|之后)(?:可以|还?要|就|打算|准备|再)(?!是)|^(?:下面|后面|往下走|接下来|分工|安排|行动)(?:就)?(?:的话|如下|是这样|三|两|四|五|一|几|做|:)|先(?:试试|搁|记着|不做)",
    ),
    "rhythm": (
        "action",
        r"^[^,。;\d]{1,10}每(?:周|月|天|季度)[^,。;\d]{0,6}(?:一次|一回|一遍|一场)|^(?:抓紧|尽快|争取|力争)",
    ),
}
_WAYS = tuple((step, re.compile(said)) for step, said in WAYS.values())
#: What shows that a clause with a person and a day tells what was, not what will be.
_WAS = re.compile(r"了|已|过(?:一次|两次|$|,)|才|实际|发现|反馈|启动|上线$|说\"|原来|去年|当时|导致|因为|一直")
_LIMIT = re.compile(r"(?:前|起|底|初|开始|下周|本周|这周|明天|明年|下个?月|以后|之内|每周|每月|每天)")


def placed(clause: str) -> str:
    """The step of a folded clause that says so by one of these ways, or ``""``."""
    found = next((step for step, said in _WAYS if said.search(clause)), "")
    return found or ("action" if _will_do(clause) else "")


def _will_do(clause: str) -> bool:
    """Whether somebody is named who will do something by a day."""
    if _WAS.search(clause) or not _LIMIT.search(clause):
        return False
    spans = days(clause)
    return bool(spans) and bool(owners(clause, clause, spans))
