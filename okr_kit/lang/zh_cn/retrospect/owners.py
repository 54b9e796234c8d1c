r"""Who does something: a table of the shapes in which Chinese texts say it, each with a name.

A person is known by a name (李哲, 阿珍, 芬姐, 赵工, Kevin), by what he is (店长, 法务) or by a group (运维班, 财务部); a word that may
be one counts only at a place where people are named: in front of a day, at the beginning of a clause with a verb behind
it, behind 由, 让 or @, in front of 负责, alone between signs. Who is only told something (给 王总, 向 财务) does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....fold import fold
from ....model import Span
from .people import IS_NOBODY, NAME, TITLES

#: No part of what somebody is called: words that lead to him, or lead on from him.
_NO = r"给与和跟对向找约报把将被的发需要经等待再到请让由是为在从每了我你他她它就按用以会也都还没不已先去来说想能可并或及各走才往需一定写改做看\s\d,:;。()|\[\]"
_WORK = rf"[^{_NO}]"
_NICK = rf"(?:[老小阿](?![组店时区客票程哥雨礼块件型额步批范数学品程公户鼠红白黑龙事人大厂师板年旧员龄新总家百百])[一-鿿a-z]{{1,3}}?|[一-鿿](?<![小大哥姐的个位我])(?:姐|哥|叔|婶|嫂|爷)|[一-鿿](?<![员职打手加施竣开完总小])工|[一-鿿](?<![副老汇])总(?![部是结共体数额计裁办])|[^{_NO}]{{1,2}}(?:主任|经理|主管|老师|师傅|部长|处长|科长|院长|校长|总监))"
_ROLE = rf"(?:{_WORK}{{0,5}}(?<![生增成市擅特专])(?:[店站班组队场厂院科处区部局园校段线矿船所]长|护士长|秘书长|主管|经理|主任|总监|区总|副总|总裁|董秘|[一-鿿](?<![人全官动成学会满裁党要])员|工程师|设计师|架构师|负责人|司机|会计|出纳|助理|秘书|买手|采购|讲师|教练|顾问|厨师|领班|主厨|技师|操作工|维修工|技工|社工|护工|督导|内勤|主播|编辑|策划|老板|合伙人|前台|柜面|书记|店主|{TITLES}))"
_ALONE = r"(?:法务|财务|客服|运营|产品|研发|市场|销售|采购|人事|行政|质检|品控|设计|测试|运维|仓库|物流|技术|督导|内勤|主播|编辑|策划|教研|开发|算法|前端|后端|hr|hrbp|pm|po|qa|it|dba|ui|ceo|cto|cfo|coo)(?![一-鿿]{0,2}(?:质量|数据|报表|系统|流程|计划|方案|成本|目标|环境|经理|总监|主管|部|组|表|单|率|岗|群))"
_GROUP = rf"(?:各?{_WORK}{{1,6}}(?<![全内外局前后大干分中两那]) (?:部|组|科|(?<![夜早晚白中排跟值开加上下续])班|中心|室|处|团队|车间|项目部|工程队|小队|街道|网点|办(?![公法理事])|公司)(?![门分长员织合的内外间署位件品时期别次会]))".replace(
    " ", ""
)
_LATIN = r"(?<![a-z])[a-z][a-z]{1,11}(?![a-z\d])"
_I = r"(?:我(?![们司部方公店组厂院校国区行市的觉认想看站局所科])(?:自己|本人|来)?)"
_NAMED = rf"(?:{NAME}|{_NICK})"
_OFFICE = rf"(?:{_ROLE}|{_GROUP}|{_ALONE})"
_WHO = rf"(?:{_OFFICE}?的?{_NAMED}|{_OFFICE}(?:\s?{_LATIN})?)"
_AND = r"(?:[、和与及/&]\s?)"
_LIST = rf"各?{_WHO}(?:{_AND}{_WHO}){{0,3}}"
#: What somebody does, as it begins behind his name.
_VERB = (
    r"(?:在|于|每|本周|下周|下个?月|把|将|和|与|负责|牵头|去|来|先|从|约|找|给|向|跟|对|按|到|带|做|写|盯|出|拿|定|改|补|拉|核|抽|尽快|马上|今后|以后|继续|会|要|需|应|必须|主动|持续|定期|随时|发|用|看|设|建|申|联|确|检|回|排|培|组织|一起|召|汇|更|测|试|学|谈|问|安排|重新|再|也"
    r"|已|轮流|统一|协|配合|起草|整理|上线|完成|提|主[导责持]|跟|落实|加强|引导|执行|监督|准备|制定|修|增|减|清|装|买|换|开|收|打|报|录|贴|挂|推|签|审|列|梳|搭|导|查|盘|画|讲|算|管|接|交|送|借|牵|认领|参加|列席|兼|值|领|摸|走|拍|搜|选|采|备|运|卸|复|同步|说他|说她|那边|这边|下(?:一|个|周|月|季|次)|长期|立即|尽早|月底|年底|[明今]天|[一两三]周|国庆|春节|明年|电话|回访|复核|十月|十[一二]月|[一二三四五六七八九]月)"
)
_LEAD = r"[\s\-*•·>●■]{0,6}(?:\(?(?:\d{1,2}|[一二三四五六七八九十])[.、)]\s?|[①-⑩]\s?|[一二三四五六]是)?(?:(?:另外|同时|然后|再|并|还有|其中|最后|首先|其次|第[一二三四五],?|获批后|后面|下一?步|接下来|下季度|下个月|行动|安排如下|分工是?这样|具体)[:,]?\s?){0,2}"
#: What a person who only takes part stands behind.
_BESIDE = re.compile(r"(?:给|与|和|跟|对|向|找|约|报|把|将|被|发给|交给了?|需要?|经|等|问|陪|帮|替|关于|从|是|的)\s?$")

_TOWARDS = re.compile(r"(?:给|跟|对|向|找|被|问|帮|替|把|陪)\s?$")
_NEVER = re.compile(r"(?!)")

#: By name; the group ``who`` is one person or several with 、 or 和 between them.
SHAPES = {
    "asked": re.compile(
        r"(?:谁\s?[:是]|(?:责任人|负责人|责任方|责任部门|责任单位|owner|主责人?|牵头人?|执行人|对接人|跟进人|主r|dri)\s?[:是为=\s])\s?(?P<who>[^\s,;。|()、:]{1,12}(?:[、和][^\s,;。|()、:\d]{1,6})?)"
    ),
    "at": re.compile(
        r"@\s?(?P<who>[a-z]{2,12}|[一-鿿]{2,4}?(?=[^一-鿿]|负责|牵头|把|在|去|做|来|跟|改|先|月|$)|[一-鿿]{2,3})"
    ),
    "in charge": re.compile(
        rf"(?P<who>{_LIST}|{_I}|(?:^|(?<=[,;。:\s]))[一-鿿]{{2,3}})\s?(?:来|一起|共同)?(?:负责|牵头|主责|主导|认领|跟进)"
    ),
    "together": re.compile(rf"(?P<who>{_NAMED}(?:{_AND}{_NAMED}){{1,3}})\s?(?:一起|共同|分别|各)"),
    "by": re.compile(
        rf"(?:由|叫|派|交给|交由|归|指定|安排|让|(?<!申)请)\s?(?P<who>{_LIST}|{_I}|[一-鿿]{{2,4}}?(?=负责|牵头|完成|执行|落实|主导))"
    ),
    "alone": re.compile(
        rf"(?:[(\[—|,:\t]|--)\s{{0,2}}(?P<who>{_LIST}|{_I})(?=\s{{0,2}}(?:[)\]|\t、,。;(]|$|\d{{1,2}}[/.月]))"
    ),
    "opening": re.compile(rf"(?:^|(?<=[,;。:\n\t(|—])){_LEAD}(?:由|请|让)?(?P<who>{_LIST})(?=[\s,:、(|]|{_VERB}|$)"),
    "titled": re.compile(rf"(?:^|(?<=[;。\n\t])){_LEAD}{_WORK}{{1,6}}?(?P<who>{_NAMED})(?=\s?:)"),
    "letter": re.compile(rf"(?:^|(?<=[,;。\n\t])){_LEAD}(?P<who>[甲乙丙丁戊a-h])(?=[:,])"),
    "latin": re.compile(rf"(?:^|(?<=[,;。\n\t(|—])){_LEAD}(?P<who>{_LATIN})(?=\s?[:,]|\s?(?:\d|{_VERB}))"),
    "self": re.compile(rf"(?P<who>{_I})(?!说|没|不|也没|一直)"),
    "agreed": re.compile(
        rf"(?:跟|和|与)(?P<who>{_WHO})\s?(?:都|已经|也)?(?:说|谈|商量|约|讲|定|沟通|对)(?:好|定|妥|了)"
    ),
}
_TO = r"(?:在|于|从|自|每|到|说)?\s?$"
_BEFORE_DAY = (
    re.compile(rf"(?P<who>{_LIST}|{_I}|(?:^|(?<=[,;。:\n\t(|—])){_LATIN})\s?{_TO}"),
    re.compile(
        rf"(?:^|(?<=[,;。:\n\t(|—])){_LEAD}(?P<who>{_LIST}|{_I}|{_LATIN}|{_WORK}{{1,5}}?{_NAMED})\s?[,:]\s?{_TO}"
    ),
)
#: Whatever stands alone at the beginning of a clause in front of a limit (塘长 5/1 前, 数据岗 3/15 前) is who does it.
_BEFORE_LIMIT = re.compile(
    rf"(?:^|(?<=[,;。:\n\t(|—])){_LEAD}(?P<who>[一-鿿]{{2,8}}(?<![标划务期段号底初末年月周日天后次内早晚好多大前起案统同单告本程目准板册面料书表])(?<!制度)(?<!时间))\s?$"
)
_LIMIT = re.compile(r"\s?(?:之前|以前|前)")
_BEHIND_DAY = re.compile(
    rf"(?:\s?(?:之前|以前|前|起|开始|内))?[\s,]{{0,2}}(?:由|请|让)?(?P<who>{_LIST}|{_I})(?=,|\s|{_VERB})"
)
_NEXT = re.compile(rf",(?=(?:同时|另外|并|再)?(?:请|让|由)?(?:{_LIST}(?=[\s,:(]|\d|{_VERB})|{_I}))")
#: Who is in charge may begin anywhere; he is only looked for where somebody is.
_CHARGE = re.compile(r"负责|牵头|主责|主导|认领|跟进")
_TOGETHER = re.compile(r"一起|共同|分别|各")
_PAUSE = re.compile(r"[,:]\s?(?:在|于|从|自|每|到|说)?\s?$")
#: Who is nobody in particular, in whatever shape the end of the words looks like a name.
_SOME = re.compile(
    r"(?:相关|有关|各|配合|其他|对应)的?(?:部门|人员|方|单位|同事|责任人|岗位)$|(?:大家|全员|人人|专人)$"
)
#: What looks like a name at such a place, and is a number's, or a phrase's.
_NO_NAME = re.compile(
    r"(?:要|得|需|须)?(?:有|专|派|安排)人|(?:努力|继续|进一步|不断|加强|提升|提高|强化|增强|全力|打造|建设)|谈成|周活|月活|日活|单吨|单店|单均|全程|社群$"
)
#: What is said of a day, and nobody.
_SAYS = re.compile(
    r"目标|计划|时间|预计|争取|力争|确保|最迟|最晚|完成|上线|大家|我们|全部|必须|尽快|国庆|春节|元旦|中秋|清明|端午|五一|十一|将|要|把|在|的|了|是"
)
_FEW = 4
_PART = re.compile(r"[、和与及/&](?=.)")
#: How far in front of a day somebody can stand.
_BACK = 14
#: Capitals alone are the name of a measure (ROI, GMV), but for a role (PM) or a letter.
_LETTERS = 2
_STRIP = " *_:·-由请让"


def owners(words: str, said: str, days: Sequence[Span]) -> tuple[str, ...]:
    """Everybody who is to do something in ``words`` (``said`` when folded), the surest first; ``days`` are its days."""
    found: list[str] = []
    for start, end in (*_charged(said), *_dated(said, days), *_shaped(said)):
        for part in _PART.split(words[start:end]):
            name = part.strip(_STRIP)
            if (
                name
                and not nobody(name)
                and not _NO_NAME.match(name)
                and not (name.isascii() and name.isupper() and len(name) > _LETTERS)
                and not any(name in other or other in name for other in found)
            ):
                found.append(name)
    return tuple(found)


def opens(said: str) -> list[int]:
    """Where a clause behind a comma begins with somebody."""
    return [match.start() + 1 for match in _NEXT.finditer(said)]


def nobody(who: str) -> bool:
    """Whether a word for somebody names nobody (大家, 相关部门, 待定)."""
    return not who or IS_NOBODY.match(fold(who.strip())) is not None


def _charged(said: str) -> Iterator[Span]:
    for name in ("asked", "at", *(("in charge",) if _CHARGE.search(said) else ())):
        for match in SHAPES[name].finditer(said):
            start, end = match.span("who")
            if not _SOME.search(said[max(0, start - _FEW) : end]):
                yield start, end


def _dated(said: str, days: Sequence[Span]) -> Iterator[Span]:
    """Who stands in front of a day, or right behind it."""
    for start, end in days:
        back = max(0, start - _BACK)
        ahead = said[back:start]
        for shape in _BEFORE_DAY[1:] if _PAUSE.search(ahead) else _BEFORE_DAY[:1]:
            match = shape.search(ahead)
            if match and not _BESIDE.search(said[: back + match.start("who")][-4:]):
                yield back + match.start("who"), back + match.end("who")
        if match := _BEHIND_DAY.match(said, end):
            yield match.span("who")
        match = _BEFORE_LIMIT.search(said[back:start]) if _LIMIT.match(said, end) else None
        if match and not _NO_NAME.match(match["who"]) and not _SAYS.search(match["who"]):
            yield back + match.start("who"), back + match.end("who")


def _shaped(said: str) -> Iterator[Span]:
    several = ("together",) if _TOGETHER.search(said) else ()
    for name in (*several, "by", "alone", "opening", "titled", "letter", "latin", "self", "agreed"):
        beside = _NEVER if name in ("agreed", "by") else _TOWARDS if name == "self" else _BESIDE
        for match in SHAPES[name].finditer(said):
            start, end = match.span("who")
            if not beside.search(said[max(0, start - _FEW) : start]):
                yield start, end
