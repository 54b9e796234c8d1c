r"""The actions of a retrospective: what is to be done, who does it, by which day, and how one would see that it worked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....fold import fold
from ....model import Action, Span
from ....recount import Deed, Saying
from .charges import Charge, charge, never
from .charges import nobody as _nobody
from .marks import LAW
from .phrases import clauses, exact, hollow, slogan, weak
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
_AND = re.compile(r"[、和与,，/]\s?")
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
        if found[first:] and (all_of_them := behind(words)):
            found[first:] = [_shared(deed, all_of_them) for deed in found[first:]]
            continue
        if stretch.row:
            cells = [cell.strip() for cell in words.strip().strip("|").split("|")]
            if named := _columns([fold(cell) for cell in cells]):
                columns = named
                continue
            found.append(_shared(_of_row(cells, columns, words, saying), whole))
            continue
        said = fold(words)
        if found and (more := _ATTACHED.match(said)):
            found[-1] = _joined(found[-1], more, words)
            continue
        if found and _SHOWN.match(said):
            days = tuple(words[slice(*span)] for span in charge(words).days)
            found[-1] = found[-1]._replace(sign=found[-1].sign or words, days=(*found[-1].days, *days))
            continue
        for deed in _each(words, saying):
            found, line = _added(found, _shared(deed, whole), stretch.line, line)
    return tuple(found)


def _shared(deed: Deed, whole: Shared) -> Deed:
    """An action with who and when was said for all, where it names nobody or no day itself."""
    people, days = deed.people or whole.people, deed.days or whole.days
    return deed._replace(
        who=deed.who or (people[0] if people else ""),
        due=deed.due or (days[0] if days else ""),
        people=people,
        days=days,
    )


def _each(words: str, saying: Saying) -> Iterator[Deed]:
    """The actions of a sentence: a clause that names somebody else begins another, due as the one before where it names no day."""
    place, said = saying.span[0], fold(words)
    whole = charge(words)
    begin, named, due = 0, False, ""
    for start, end in clauses(said):
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
            found[-1]._replace(
                sign=found[-1].sign or deed.sign,
                perhaps=found[-1].perhaps or deed.perhaps,
                weak=found[-1].weak and deed.weak,
                people=(*found[-1].people, *deed.people),
                days=(*found[-1].days, *deed.days),
            ),
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
    phrase = slogan(said)
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
        slogan=(begin + phrase[0], begin + phrase[1]) if phrase else None,
        hollow=hollow(said),
        weak=weak(said),
        onward=_ONWARD.search(said.strip()) is not None,
        exact=exact(said),
        general=LAW.search(said) is not None,
    )


def _first_day(words: str) -> str:
    """The first day that is named; empty where none is."""
    found = charge(words).days
    return words[slice(*found[0])] if found else ""


def _empty(sign: str) -> bool:
    return re.fullmatch(r"[\s/\-]*|无|待定|tbd|暂无", fold(sign.strip())) is not None


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
    found, at = slogan(what), words.find(what)
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
