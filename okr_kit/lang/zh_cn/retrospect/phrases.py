r"""What is empty, or weak, in the words of an action: phrases without object, number or check; training and rules alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model import Span
from .clauses import trimmed
from .signs import shown

#: What stands in front of a phrase, and behind it.
_EDGES = " \t-*•·,", " \t,。;.!"

_LEAD = r"(?:[一二三四五六]是|第[一二三四五],?|[①-⑩]|\(?\d[.、)]|下一?(?:步|阶段|季度?|个?季度|个?月|个?周期|年|周|次)|接下来|今后|以后|后续|后期|未来|将来|明年|同时|并且?|另外|其次|首先|最后|再|要|将|会|应该?|需要?|必须|务必|一定|继续|进一步|不断|持续|切实|全面|更加|更|大力|着力|努力|认真|积极|主动|我们|我|大家|团队|各部门|全员|(?:全体|全员|所有|各|每个)[一-鿿]{0,4}?|争取|力争|确保|在工作中|工作中|全力|真正|时刻|始终|及时|也|还|能够?|希望|把|对此|针对(?:以上|上述)(?:问题|情况)|计划|打算|准备|坚决|严格|多|从(?:思想|根本)上)"
_VERB = r"(?:加强|提高|提升|增强|强化|深化|重视|注重|关注|狠抓|抓好|抓紧|做好|搞好|落实好?|完善|优化|改善|改进|推进|推动|加大|加快|保持|坚持|树立|发扬|促进|培养|激发|统一|端正|调动|巩固|夯实|细化|规范|严抓|抓实|锤炼|提振|凝聚|明确|健全|压实)"
_MOD = r"(?:内部|团队|部门|跨部门|部门间|部门之间|各部门(?:间|之间)?|上下游|人员|员工|全员|队伍|自身|自己|自我|个人|的|日常|整体|相关|业务|工作|各方面|各项|之间|与各部门|和各部门|与其他部门|和其他部门|对|专业|综合|思想|过程|项目|团队的|服务|质量|安全|客户|技能|自主|学习|时间|组织|基础|现场|精细化|风险|成本|岗位|目标|技术|销售|市场|产品|管理|横向|纵向|有效|核心|大家的|成员|主人翁)"
_ABSTRACT = r"(?:政治站位|站位|工作责任|主体责任|长效机制|使命|初心|大局观|服务理念|工作方法|工作作风|精神面貌|沟通(?:协调|协作|能力|交流|机制|效率)?|协作|协同(?:能力|配合)?|配合|执行力?|意识|责任(?:心|感|意识|担当|制)?|担当|管理(?:水平|能力|力度)?|服务(?:意识|水平|质量|态度)?|质量(?:意识)?|效率|效能|能力|水平|素质|素养|培训(?:力度|学习|工作)?|学习(?:能力)?|重视(?:程度)?|力度|监督(?:检查|管理)?|监管|管控|跟进|跟踪|落实|团队建设|凝聚力|向心力|战斗力|积极性|主动性|能动性|创造性|思想(?:认识|建设|觉悟)?|认识|统筹(?:协调|规划)?|规划|计划性|协调|宣传|考核|基础(?:工作)?|细节|态度|心态|作风|过程管理|精细化管理|时间管理|团队管理|技术|业务|复盘|总结|交流|目标感|紧迫感|危机感|使命感|归属感|敏感度|敏锐度|专业度|专业性|体验|满意度|业绩|成绩|信心|动力|干劲|士气|主人翁(?:意识|精神)?|工作|流程|机制|制度|体系|各项工作|抗压能力|纪律|安全|氛围|文化|格局|视野|思考|方法|节奏|进度|职责|分工|责任分工|把控|把关|预判|前瞻性|主观能动性|学习氛围|合力)"
SLOGAN = re.compile(
    rf"^\s{{0,4}}[-*•·]?\s?{_LEAD}{{0,7}}(?:的)?{_VERB}(?:和|、|并)?(?:{_VERB})?(?:好|了)?{_MOD}{{0,4}}{_ABSTRACT}(?:[、和与及]{_VERB}?{_MOD}{{0,3}}{_ABSTRACT}){{0,4}}(?:的)?(?:工作|力度|水平|能力|方面|建设|意识|上台阶|提升|再上新?台阶)?[。.!\s]*$"
    rf"|^\s{{0,4}}{_LEAD}{{0,6}}(?:努力|再接再厉|再接再励|加油|奋斗|拼搏|全力以赴|迎头赶上|引以为戒|吸取教训|举一反三|不忘初心|再创(?:佳绩|辉煌)|高度重视|引起(?:足够|高度)?重视|重视起来|下不为例|更上一层楼|勇往直前|脚踏实地|(?:做(?:得|到)?|干(?:得)?)(?:更|最)好|(?:注意|小心|重视|努力|用心|细心|认真|上心|主动|积极)(?:一?[点些]|起来)?|(?:加大|加强)[一-鿿]{{2,8}}力度|沟通|学习|总结|思考|交流|反思|注意|改进|不断?进步|尽力(?:而为)?|克服困难|加倍努力|戒骄戒躁|取得(?:更)?(?:好|大|优异)的?(?:成绩|进步|突破|成果)|(?:达标|完成目标|达成目标|完成任务|做得更好|做好)|(?:下(?:季度|个?月|次|个?周期|一?季度|一年|年))(?:达标|完成|达成|做好|追上|赶上|更好|取得好成绩)(?:目标)?|把(?:各项)?工作(?:做|抓)(?:好|细|实|到位)|调整(?:好)?心态|打起精神)[。.!\s]*$"
)
_WEAK = re.compile(
    r"培训|宣贯|宣导|学习|教育|强调|重申|提醒|通报|(?:制定|完善|修订|出台|建立|健全|编写|编制|发布|下发)[^,。;]{0,12}(?:制度|规定|规范|办法|手册|要求|细则|守则|管理办法|sop|标准)|(?:制度|规定|规范|守则|细则|须知)》?(?:写|贴|印|发|抄|背|学|立|张贴)|(?:出|写|立|定|拟)[^,。;]{0,10}(?:制度|规定|规范|守则|细则|须知)|开会|考核|罚款?|处罚|扣(?:分|绩效|款)|检讨|承诺书|监督检查|签(?:承诺|责任)"
)
_STRONG = re.compile(
    r"系统|自动|拦截|默认|看板|[封标]样|样件|核对|抽\s?\d|改成|改为|改到|换成|取消|合并|拆(?!解)|上线|固定|提前|抽(?:样|查)|约定|防错|开关|模板|清单|排进|写进|直接|备(?:件|份|选)|试(?:点|跑|做|两周)|周报|分段|实操|上岗前|考过|带教|一次通过"
)
#: Words that phrases are made of: they say that something will be better, and not what is done.
_PHRASE = re.compile(
    r"加强|加大|强化|提高|提升|增强|改进|改善|努力|加油|重视|注意|注重|争取|力争|确保|全力|落实|吸取|引以为戒|抓好|做好|搞好|绷紧|坚持|继续|再接再厉|端正|树立|振作|打起精神|养精蓄锐|拼一?[把搏下]|冲一?[把下冲]|多(?:沟通|交流|学习|努力|总结|反思|用心|协调|联系|关心)|调整(?:好)?(?:心态|状态)|细节决定|众志成城|不忘初心|携手|齐心|团结|凝聚|克服|相信|希望|精益求精|更上|更好|加把劲|用心|认真|重要"
)
#: A number alone that is to be reached.
_WISH = re.compile(
    r"[\s\-*•·]{0,4}(?:(?:下|这|本|明|今)(?:个|一)?(?:季度?|月|周期|年|周|次)|q[1-4]|[一二三四]季度)?(?:的?目标(?:是|为|定)?|争取|力争|希望|要|能|做到|达到|冲|拿|回到|完成|到|上|保){1,4}\s?\d[\d.,]*\s?[%一-鿿]{0,2}[。.!\s]*"
)
#: What makes a phrase more than one: a number, or a day.
_SAYS_MORE = re.compile(r"\d|每[周天月日]|[周月季年][一二三四五六日底末初]")


def weak(said: str) -> bool:
    """Whether a folded action is training or a rule alone, whatever says how one looks whether it worked."""
    if not _WEAK.search(said):
        return False
    parts = [said[slice(*span)] for span in clauses(said)]
    acts = [clause for clause in parts if _WEAK.search(clause) or not shown(clause).words]
    return any(map(_WEAK.search, acts)) and not any(map(_STRONG.search, acts))


def exact(said: str) -> bool:
    """Whether a folded sentence says more than that something is to be better."""
    return _PHRASE.search(said) is None or _SAYS_MORE.search(said) is not None


def hollow(said: str) -> bool:
    """Whether a folded sentence is a phrase alone, or a number that is wished for."""
    if _WISH.fullmatch(said):
        return True
    found = slogan(said)
    return found is not None and found == trimmed(said, 0, len(said), *_EDGES)


def slogan(said: str) -> Span | None:
    """Where the clauses stand that are phrases alone, unless what follows them says what they mean."""
    parts = list(clauses(said))
    empty = [bool(SLOGAN.match(said[start:end].strip())) for start, end in parts]
    if not any(empty):
        return None
    first = empty.index(True)
    last = first
    while last + 1 < len(empty) and empty[last + 1]:
        last += 1
    if any(_SAYS_MORE.search(said, *span) for span in parts[last + 1 :]):
        return None
    return trimmed(said, parts[first][0], parts[last][1], *_EDGES)


def clauses(said: str) -> Iterator[Span]:
    """Where the clauses of a folded sentence begin and end, cut at its commas."""
    place = 0
    for comma in re.finditer(",", said):
        yield place, comma.start()
        place = comma.end()
    yield place, len(said.rstrip("。;!. "))
