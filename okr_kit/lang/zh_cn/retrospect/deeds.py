r"""The actions of a retrospective: what is to be done, who does it, by which day, and how one would see that it worked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....fold import fold
from ....model import Action, Span
from ....recount import Deed, Saying
from .charges import Charge, charge, never
from .charges import nobody as _nobody
from .marks import PLAIN
from .segment import Stretch
from .shared import Shared, behind, in_front
from .signs import shown

#: How a sentence begins that only says when one looks whether it worked.
_CHECKS = re.compile(
    r"[^。;]{0,26}?(?:看|数|查|算|测|量|盯|比对|复查|回看|复盘|抽查|统计|核对|验收|低于|高于|超过|达到)"
)
_ITEM = re.compile(r"\s*[①-⑩]")
_ATTACHED = re.compile(
    r"^\s{0,4}[-*•·]?\s{0,3}(?:(?:怎样|怎么|如何)算有效|有效|验收|衡量|检验|标准|成功标准|效果|完成标准|判断标准|衡量指标|(?P<who>责任人|负责人|谁|owner)|(?P<due>时间|截止(?:时间|日期?)?|完成时间|日期|期限|哪天|deadline|何时|什么时候))(?:标准|标志|指标)?\s?[:是]\s?(?P<rest>.{1,60})"
)
#: A sentence that only says by what one sees that the actions before it worked.
_SHOWN = re.compile(
    r"^\s{0,4}[^,。;\d]{1,12}\d[^,。;]{0,8}(?:就|才)?(?:算|视为)(?:有效|成功?|行|过|达标|合格|数)?[。.!\s]{0,3}$"
)
_ONWARD = re.compile(
    r"^(?:并)?(?:写(?:进|入|到)|放(?:进|入|到)|纳入|列入|转(?:入|为)|更新(?:到|进)?)[^,。;]{0,12}(?:kr|okr|下个?周期|下季度|目标|四季度|q[1-4])"
)
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
_AND = re.compile(r"[、和与,，/]\s?")
#: What makes a phrase more than one: a number, or a day.
_SAYS_MORE = re.compile(r"\d|每[周天月日]|[周月季年][一二三四五六日底末初]")
_TABLE = {
    "who": re.compile(r"谁|责任|负责|owner|执行人"),
    "due": re.compile(r"时间|哪天|日期|截止|期限|何时|deadline|什么时候"),
    "sign": re.compile(r"有效|标准|验收|衡量|检验|标志|判断|效果"),
    "what": re.compile(r"做什么|行动|事项|措施|内容|动作|任务|改进"),
}


def of_rows(rows: Sequence[Action]) -> tuple[Deed, ...]:
    """The actions that were given one by one: what stands in a field counts as said, and so does what the sentence says."""
    found = []
    for at, row in enumerate(rows):
        said = read(row.what)
        who = row.who or ""
        found.append(
            said._replace(
                where=f"actions[{at}]",
                who=("" if _nobody(who) else who) or said.who,
                due=(row.due if row.due and not never(row.due) else "") or said.due,
                sign=(row.sign if row.sign and not _empty(row.sign) else "") or said.sign,
                people=(),
                days=(),
            )
        )
    return tuple(found)


def of_sayings(sayings: Sequence[tuple[Saying, Stretch]], heads: Sequence[tuple[int, str]] = ()) -> tuple[Deed, ...]:
    """The actions in the sentences of the fifth step; ``heads`` are where its headings stand in the text, and their words.

    A sentence that only names an owner, a day or a sign belongs to the action before it; so does what goes on in the same
    line without either.
    """
    found: list[Deed] = []
    columns: list[str] = []
    line = -1
    waiting = sorted(heads, reverse=True)
    whole = Shared()
    first = 0  # of the actions for which a sentence behind them may speak
    for saying, stretch in sayings:
        words = saying.words
        while waiting and waiting[-1][0] <= saying.span[0]:
            whole, first = in_front(waiting.pop()[1]) or Shared(), len(found)
        if lead := in_front(words):
            whole, first = lead, len(found)
            continue
        if found[first:] and (more := behind(words)):
            found[first:] = [_shared(deed, more) for deed in found[first:]]
            continue
        if stretch.row:
            cells = [cell.strip() for cell in words.strip().strip("|").split("|")]
            if heads := _columns([fold(cell) for cell in cells]):
                columns = heads
                continue
            found.append(_shared(_of_row(cells, columns, words, saying), whole))
            continue
        said = fold(words)
        if found and (more := _ATTACHED.match(said)):
            found[-1] = _joined(found[-1], more, words)
            continue
        if found and _SHOWN.match(said):
            found[-1] = found[-1]._replace(sign=found[-1].sign or words)
            continue
        for deed in _each(words, saying):
            found, line = _added(found, _shared(deed, whole), stretch.line, line)
    return tuple(found)


def _shared(deed: Deed, whole: Shared) -> Deed:
    """An action with who and when was said for all, where it names nobody or no day itself."""
    people, days = deed.people or whole.people, deed.days or whole.days
    return deed._replace(
        who=deed.who or (people[0] if people else ""), due=deed.due or (days[0] if days else ""), people=people, days=days
    )


def _each(words: str, saying: Saying) -> Iterator[Deed]:
    """The actions of a sentence: a clause that names somebody else begins another, due as the one before where it names no day."""
    place, said = saying.span[0], fold(words)
    whole = charge(words)
    begin, named, due = 0, False, ""
    for start, end in _clauses(said):
        here = any(start <= at < end for at, _ in whole.people)
        if here and named and not (shown(said[start:end]).words and not whole.within(start, end).days):
            deed = _read(words[begin:start], whole.within(begin, start), saying.where, (place + begin, place + start))
            due = deed.due or due
            yield deed._replace(due=due)
            begin = start
        named = named or here
    deed = _read(words[begin:], whole.within(begin, len(said)), saying.where, (place + begin, saying.span[1]))
    yield deed._replace(due=deed.due or due)


def _added(found: list[Deed], deed: Deed, here: int, line: int) -> tuple[list[Deed], int]:
    """The actions with one more, or with what it adds to the one before it in the same line; a check adds to it anywhere.

    What names nobody is done by who was named last in its line: a speaker does not say it twice.
    """
    if found and ((here == line and _goes_on(found[-1], deed)) or _checks(found[-1], deed)):
        return [
            *found[:-1],
            found[-1]._replace(sign=found[-1].sign or deed.sign, perhaps=found[-1].perhaps or deed.perhaps, weak=found[-1].weak and deed.weak),
        ], here
    if here == line and found and not deed.slogan and not _ITEM.match(deed.what):
        deed = deed._replace(who=deed.who or found[-1].who)
    return [*found, deed], here


def _checks(before: Deed, deed: Deed) -> bool:
    """Whether a sentence that names nobody only says when one looks whether the action before it worked."""
    return (
        bool(before.who and deed.sign and not deed.who and not deed.slogan)
        and _CHECKS.match(fold(deed.what)) is not None
    )


def _goes_on(before: Deed, deed: Deed) -> bool:
    """Whether a sentence goes on with the action before it: that one has an owner or a day, this one neither."""
    if before.due and deed.sign and not deed.due:
        return True  # by what one sees that it worked, whoever looks
    if _ITEM.match(deed.what):
        return False
    return bool(before.who or before.due) and not (deed.who or deed.due or deed.slogan or deed.onward)


def read(words: str, where: str = "", span: Span | None = None) -> Deed:
    """One action as written."""
    return _read(words, charge(words), where, span)


def _read(words: str, named: Charge, where: str = "", span: Span | None = None) -> Deed:
    """One action as written, with who and when it names."""
    said = fold(words)
    begin = span[0] if span else 0
    slogan = _slogan(said)
    days = tuple(words[slice(*span)] for span in named.days)
    found = shown(words)
    people = tuple(dict.fromkeys(words[slice(*span)] for span in named.people))
    return Deed(
        where,
        span,
        words,
        who=people[0] if people else "",
        due=days[0] if days else "",
        people=people,
        days=days,
        sign=found.words,
        perhaps=found.perhaps,
        slogan=(begin + slogan[0], begin + slogan[1]) if slogan else None,
        hollow=hollow(said),
        weak=_weak(said),
        onward=_ONWARD.search(said.strip()) is not None,
        exact=exact(said),
        general=PLAIN["general"].search(said) is not None,
    )


def _weak(said: str) -> bool:
    """Whether a folded action is training or a rule alone, whatever says how one looks whether it worked."""
    clauses = [said[slice(*span)] for span in _clauses(said)]
    acts = [clause for clause in clauses if _WEAK.search(clause) or not shown(clause).words]
    return any(map(_WEAK.search, acts)) and not any(map(_STRONG.search, acts))


def exact(said: str) -> bool:
    """Whether a folded sentence says more than that something is to be better."""
    return _PHRASE.search(said) is None or _SAYS_MORE.search(said) is not None


def hollow(said: str) -> bool:
    """Whether a folded sentence is a phrase alone, or a number that is wished for."""
    if _WISH.fullmatch(said):
        return True
    found = _slogan(said)
    return found is not None and found == _stripped(said, 0, len(said))


def _first_day(words: str) -> str:
    """The first day that is named; empty where none is."""
    found = charge(words).days
    return words[slice(*found[0])] if found else ""


def _empty(sign: str) -> bool:
    return re.fullmatch(r"[\s/\-]*|无|待定|tbd|暂无", fold(sign.strip())) is not None


def _slogan(said: str) -> Span | None:
    """Where the clauses stand that are phrases alone, unless what follows them says what they mean."""
    clauses = list(_clauses(said))
    hollow = [bool(SLOGAN.match(said[start:end].strip())) for start, end in clauses]
    if not any(hollow):
        return None
    first = hollow.index(True)
    last = first
    while last + 1 < len(hollow) and hollow[last + 1]:
        last += 1
    if any(_SAYS_MORE.search(said, *span) for span in clauses[last + 1 :]):
        return None
    return _stripped(said, clauses[first][0], clauses[last][1])


def _stripped(said: str, start: int, end: int) -> Span:
    while start < end and said[start] in " \t-*•·,":
        start += 1
    while end > start and said[end - 1] in " \t,。;.!":
        end -= 1
    return start, end


def _clauses(said: str) -> Iterator[Span]:
    place = 0
    for comma in re.finditer(",", said):
        yield place, comma.start()
        place = comma.end()
    yield place, len(said.rstrip("。;!. "))


def _columns(cells: Sequence[str]) -> list[str]:
    """What the columns of a table's first row are; empty where it is none."""
    names = [next((name for name, pattern in _TABLE.items() if pattern.search(cell)), "") for cell in cells]
    short = all(len(cell) <= 12 for cell in cells) and not any(re.search(r"\d", cell) for cell in cells)
    return names if short and sum(map(bool, names)) >= 2 else []


def _of_row(cells: Sequence[str], columns: Sequence[str], words: str, saying: Saying) -> Deed:
    """One row of a table as an action."""
    deed = read(words, saying.where, saying.span)
    named = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    who = named.get("who", "")
    sign = named.get("sign", "")
    day = _first_day(named.get("due", ""))
    return deed._replace(
        what=named.get("what", words),
        who=(who if not _nobody(who) else "") or (deed.who if "who" not in columns else ""),
        due=day or deed.due,
        people=tuple(one for one in _AND.split(who) if not _nobody(one)) or deed.people,
        sign="" if _empty(sign) else sign or deed.sign,
        slogan=_moved(saying, words, named.get("what", words)),
    )


def _moved(saying: Saying, words: str, what: str) -> Span | None:
    found, at = _slogan(what), words.find(what)
    return (saying.span[0] + at + found[0], saying.span[0] + at + found[1]) if found and at >= 0 else None


def _joined(deed: Deed, more: re.Match[str], words: str) -> Deed:
    """An action with what the sentence behind it adds."""
    if more["who"]:
        name = words[slice(*more.span("rest"))].strip().split()[0].strip("。;；,，")
        deed = deed if _nobody(name) else deed._replace(who=deed.who or name, people=(*deed.people, name))
        day = _first_day(words)
        return deed._replace(due=deed.due or day, days=(*deed.days, *filter(None, (day,))))
    if more["due"]:
        day = _first_day(words)
        return deed._replace(due=deed.due or day, days=(*deed.days, *filter(None, (day,))))
    return deed._replace(sign=deed.sign or more["rest"])
