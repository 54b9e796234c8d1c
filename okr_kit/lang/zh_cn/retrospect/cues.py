r"""Which step a clause without a heading belongs to, by the words it uses; what no word places stays without one."""

from __future__ import annotations

import re

from .marks import BARE
from .people import DEPARTMENT, NAME, ROLE

_DATE = r"(?:\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号]?|[初中底末])?|\d{1,2}[/.]\d{1,2}|[本下]?(?:周|星期)[一二三四五六日天末]|[本下]个?[周月]|月底|月末|年底|季度?末|明天|今天)"
_WHO = rf"(?:(?:{ROLE}|{DEPARTMENT})?{NAME}|{DEPARTMENT}|{ROLE})"
_NEXT = r"下一?(?:步|阶段|季度?|个?季度|个?月|个?周期|周)|接下来|后续|今后|明年|下半年|四季度|q[1-4]\s?(?:要|将|先|把)"
#: In the order in which they are asked; the first that is found decides.
CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (step, re.compile(pattern))
    for step, pattern in (
        (
            "lesson",
            r"(?:^|\s)(?:规律|经验|教训|启示|学到|收获|心得)|(?:一|最大)的?(?:教训|经验|收获)是|(?:我们|我)?(?:学到|认识到|意识到|明白|懂得|体会到)了?|凡是?(?!事)|(?:以后|今后|下次|下回)(?!要|多|先|每|我|由)[^,。;]{2,16}(?:就|要|先|得|必须|应)|(?:以后|今后|下次|下回|将来|再)(?:再)?(?:遇到|碰到|凡|做(?:类似|同样|这)|定目标)|当[^,。;]{2,24}时|(?:如果|要是)[^,。;]{2,24}(?:就|则|应|不必)|^(?:这)?说明|由此可见|不适用|(?:则|就)不必|(?:不用|不必|除外|不适用|不算)[。.]?$|这条(?:经验|规律)?(?:只|不|在)",
        ),
        (
            "action",
            (
                rf"^\s*(?:{_NEXT}|行动|改进|措施|对策|整改)|^(?:所以|因此|为此)?(?:我们?|团队|大家)?(?:{_NEXT})|{_DATE}\s?(?:之?前|起|开始|以前|内)(?=\s?[^\s,。;定买])|^\s*(?:由)?{_WHO}\s?[,:]?\s?(?:在|于)?{_DATE}"
                rf"|由(?!于){_WHO}|{_WHO}\s?(?:负责|牵头)|责任人|负责人[:是]|(?:我们?|团队|大家)(?:将|会|要|打算|准备|计划)(?!求)|^(?:将(?:会|要|在|加强|继续|重点)|打算|准备(?!不)|争取|力争|确保|加强|提高意识|继续加强|以后(?:要|多|先|每)|(?:下次|下回)(?:要|先|多|把|提前|一定)|每[周月天]|今后|明天|从[^,。;]{{1,8}}(?:起|开始))"
            ),
        ),
        (
            "result",
            r"目标(?:最终|全部|都|均|也|还是|仍|基本|并|整体|全)?(?:没有?|未|已|达成|完成|超额|落空|没能)|实际|(?:完成|达成|达标|触达)(?:率|度)|最终|最后[^,。;]{0,8}\d|(?:季末|期末|年底|月底|到期)(?:是|为|到|做到|只有)?\s?\d|做下来|结果(?!是因为)|(?:未|没有?|没能|未能)(?:完成|达成|达到|达标|实现|做到|如期|按期)|超额|(?:只|仅)(?:有|完成|做到|达到|卖|签|触达)|得分|得\s?[01]\.\d|达成了?|^(?:全部|基本|都|均|提前|如期|按期|顺利)?完成了?|做到了?\s?\d|(?:涨|升|降|跌|掉)(?:到|了)\s?\d|拖到|才上线|没想到|意外|打?分[:是]?\s?\d",
        ),
        (
            "cause",
            r"因为|由于|原因|为什么|为何|源于|归因|根因|根源|在于|受[^,。;]{1,12}影响|主要(?:是|因|在|出在)|差距|为啥|出在|根子|^因(?!此)|怪(?!不得)|缘于|问题(?:出)?在|卡在",
        ),
        (
            "goal",
            r"目标|原定|原计划|本来计划|当初|季初|年初|计划(?:是|到|在|把|完成|做|上|签|卖|\s?\d)|预期|^(?:kr|o)\s?\d{0,2}\s?[:是]|想(?:要|把|让)|假设|假定|中途|(?:从|由)[^,。;]{1,14}(?:提升|提高|降|增|减|缩|压|升|涨)[^,。;]{0,3}到?\s?\d|\d[\d.]{0,8}\s?(?:%|[一-鿿]{1,3})?\s?(?:→|->)\s?\d",
        ),
    )
)
#: What is said of something only where one explains it.
_FAULTS = ("outside", "other", "symptom")
#: A sentence that says what one does whenever something is so.
WHENEVER = re.compile(r"^\s*(?:以后|今后|下次|下回|凡|当|如果|要是|只要)[^。;\d]{2,30}(?:就|才|先|得)")
#: How a sentence turns to what is to be done, in a paragraph that spoke of something else.
ONWARD = re.compile(
    r"\s*(?:所以|因此|为此|针对(?:以上|上述)(?:问题|情况))?,?(?:我们?|团队)?(?:下一?步|接下来|后续|下(?:一)?阶段|下个?(?:季度|月|周期)|今后)(?:我们?|团队|工作)?(?:中|里)?,?(?:将|会|要|计划|打算|继续|准备|需要|由|:|,)"
)
#: A clause that says what came of the ones before it.
THEREFORE = re.compile(r"^\s*(?:从而|进而)?(?:导致|造成|使得|所以|因此|致使|以致|结果)")
_WANTED = re.compile(
    r"\s*(?:我们?|团队|本季度?|这季度?|去年|今年)?(?:当初|年初|季初|原定|原计划|说好|本来|定的?(?:是|目标)|目标(?:是|为|:|\s?\d|定))(?![^,。;]{0,12}(?:没有?|未)(?:完成|达|实现))"
)
_BECAUSE = re.compile(r"\s*(?:主要|都)?(?:是|因为|由于|为什么|原因)(?=因为|由于|.)(?<!是)")
FELL_SHORT = re.compile(CUES[2][1].pattern)


def cue(clause: str) -> str:
    """The step that the words of a clause name, or ``""``."""
    if _BECAUSE.match(clause):
        return "cause"
    if _WANTED.match(clause):
        return "goal"
    found = next((step for step, pattern in CUES if pattern.search(clause)), "")
    return found or ("cause" if any(BARE[name].search(clause) for name in _FAULTS) else "")
