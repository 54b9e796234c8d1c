"""Whether a sentence tells of something that happened: on which day or in which week, and what somebody did or said.

It is only asked for, never refused: what is not seen here costs one question. Every repetition has an upper limit, so that
reading stays linear.
"""

from __future__ import annotations

import re

from ...fold import fold

_DAY = r"(?:[一二三四五六]|[1-6]|[日天末])"
#: A month or anything finer; 「最近」, 「去年」 and 「经常」 name no time at which something happened.
WHEN = re.compile(
    r"\d{1,2}\s{0,2}月|[一二三四五六七八九十]{1,2}月(?!度)|(?<!\d)\d{1,2}\s{0,2}[日号](?!线|楼|机|均|活)"
    r"|20\d\d\s{0,2}[-/.年]\s{0,2}\d{1,2}|(?<![\d.])(?:1[0-2]|0?[1-9])\s{0,2}[-/.]\s{0,2}(?:3[01]|[12]\d|0?[1-9])(?![\d.%])"
    rf"|(?:周|星期|礼拜){_DAY}"
    r"|(?:上|这|本|前|当|那)(?:个|一)?(?:周|星期|礼拜|月)|第\s{0,2}[\d一二三四五六七八九十]{1,3}\s{0,2}周"
    r"|(?:今|昨|前|当|那|次|头一|第二)天(?!候|气)|(?:月|季度|季|年)(?:初|中|底|末)"
    r"|[\d一二两三四五六七八九十几半]{1,3}\s{0,2}(?:天|日|周|个?星期|个?月)(?:之|以)?前"
    r"|(?:元旦|春节|五一|端午|中秋|国庆|双十一|双11|618|双十二|年会)(?:节)?"
)
_QUOTED = re.compile(r"[「『“‘\"][^「」『』“”‘’\"]{2,200}[」』”’\"]")
_SAID = re.compile(
    r"说(?!服力|明书|法|不清)|[提追反]?问(?!题|责|卷|答)|回答|回复|回了|答应|拒绝|告诉|通知|要求|汇报|表示|打断|吵|催"
    r"|发(?:了|来|给|邮件|消息|微信|群|函)|喊|骂|拍桌"
)
_DID = re.compile(
    r"(?<![为除不受])了(?!解|然|不起|得)|[把被](?!动|握|关)|没(?:有)?(?:人|谁)?(?:去|来|回|进|交|改|更新|看|做|开|到|答|写|签|批|给|派|接|动|填|报|通过)"
    r"|推(?:到|给|迟|回|掉)|[拖改退换搁撤删漏停](?:到|成|回|掉|单|期|下)|取消"
)


def told(text: str) -> frozenset[str]:
    """``when`` where a day, week or month is named, ``deed`` where somebody does or says something."""
    folded = fold(text)
    found = {"when"} if WHEN.search(folded) else set()
    if _QUOTED.search(text) or _SAID.search(folded) or _DID.search(folded):
        found.add("deed")
    return frozenset(found)
