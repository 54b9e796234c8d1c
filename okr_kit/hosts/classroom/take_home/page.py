"""The page 我的两天 and its printed form as nodes, and the same as text to copy."""

from __future__ import annotations

import time

from .... import documents
from ....documents import okr
from ....view import Actions, Card, Copy, Fold, Items, Link, Node, Say, Text
from ..shelf_page import beginnings
from .choose import Found
from .parts import Home, score_lines, task_lines, task_nodes

#: Where the page, its paper and its workbook are.
HOME, PAPER, EXCEL = "/mine", "/mine/paper", "/mine/excel"
#: Types that are too long for paper, and mostly about somebody else's week.
_NOT_PRINTED = ("report",)
#: What stands first on paper, and what is narrow and stands in two columns; types whose first line says what they are about.
_LAYOUT, _TITLED = (("okr",), ("cascade", "value_tree")), ("okr", "retrospective")


def page(home: Home, *, wechat: bool) -> tuple[Node, ...]:
    """The page; ``wechat`` says that its inner browser asks, which saves no files."""
    if home.empty:
        return _empty(home)
    nodes: list[Node] = [Text((home.say("who", **home.who()).strip(),), "lead"), Text((home.say("note"),), "note")]
    nodes.append(_ways(home, wechat=wechat))
    for kind, found in home.sections():
        nodes += [Text((home.say(f"section-{kind}"),), "head"), *(_fold(home, one) for one in found)]
    if tasks := task_nodes(home):
        nodes += [Text((home.say("section-todo"),), "head"), Card(tasks)]
    return (*nodes, *_behind(home), Text((home.say("code", code=home.person.code),), "note"), *_back(home))


def _empty(home: Home) -> tuple[Node, ...]:
    """Nothing made yet: that it is so, and where to begin."""
    newer = (Say("warn", home.say("newer", n=home.chosen.newer)),) if home.chosen.newer else ()
    said = Say("info", home.say("empty"), (home.say("empty-next"),))
    return (*newer, *(() if newer else (said,)), *beginnings(home.room), *_back(home))


def _ways(home: Home, *, wechat: bool) -> Card:
    """The three ways out; in WeChat first how to open another browser."""
    hint = home.say("wechat-how", code=home.person.code)
    said = (Say("warn", home.say("wechat"), (hint, home.say("wechat-copy"))),) if wechat else ()
    ways = Actions((Link(home.say("excel"), EXCEL, style="main"), Link(home.say("paper"), PAPER, style="plain")))
    copy = Fold(home.say("copy-fold"), (Copy(home.say("copy"), text(home)),), open=wechat)
    return Card((*said, ways, copy), home.say("ways"))


def _fold(home: Home, one: Found) -> Fold:
    """One document: its title, where it comes from, and opened what it says."""
    shown = documents.show(home.language, one.doc)
    way = Link(home.say("open"), f"/shelf/{one.row['id']}", style="plain")
    return Fold(
        home.title(one),
        (*shown, *_scores(home, one), way),
        open=one.own and one.doc["type"] == okr.OKR.name,
        key=str(one.row["id"]),
        before=home.when(one),
        note=home.source(one, titled=True),
    )


def _scores(home: Home, one: Found) -> tuple[Node, ...]:
    lines = score_lines(home, one.doc) if one.doc["type"] == okr.OKR.name else []
    return (Text((home.say("scores"),), "head"), Items(tuple(lines))) if lines else ()


def _behind(home: Home) -> tuple[Node, ...]:
    """What newer documents replaced, and what cannot be read here."""
    nodes: list[Node] = []
    if older := home.chosen.older:
        rows = (
            Link(home.title(one), f"/shelf/{one.row['id']}", f"{home.when(one)}　{home.source(one, titled=True)}")
            for one in older
        )
        note = Text((home.say("older-note"),), "note")
        nodes.append(Fold(home.say("older", n=len(older)), (note, *rows), key="older"))
    if home.chosen.newer:
        nodes.append(Say("warn", home.say("newer", n=home.chosen.newer)))
    return tuple(nodes)


def _back(home: Home) -> tuple[Node, ...]:
    shelf, front = home.room.say("to-shelf"), home.room.say("to-list")
    return (Actions((Link(shelf, "/shelf", style="plain"), Link(front, "/", style="plain"))),)


def paper(home: Home) -> tuple[Node, ...]:
    """What is printed: what is to be done, one's own documents, then those of the case, and what is left out."""
    nodes: list[Node] = [Text((home.say("paper-how"),), "note"), Text((home.say("title"),), "title")]
    nodes.append(Text((home.say("paper-who", **home.who(), date=day(home)).strip(),), "where"))
    if tasks := task_nodes(home):
        nodes.append(Card(tasks, home.say("section-todo")))
    printed = [one for kind, found in home.sections() for one in found if kind not in _NOT_PRINTED]
    for part in ([one for one in printed if one.own], [one for one in printed if not one.own]):
        nodes += _sheet(home, part)
    left = len(home.chosen.older) + sum(len(home.chosen.of(kind)) for kind in _NOT_PRINTED)
    if left:
        nodes.append(Text((home.say("paper-rest", n=left),), "where"))
    return tuple(nodes)


def _sheet(home: Home, found: list[Found]) -> list[Card]:
    """Some documents on paper: OKRs, then trees side by side, then what is read from left to right."""
    first, trees = (tuple(_printed(home, one) for one in found if one.doc["type"] in kinds) for kinds in _LAYOUT)
    rest = [_printed(home, one) for one in found if not any(one.doc["type"] in kinds for kinds in _LAYOUT)]
    return [*first, *([Card(trees)] if trees else ()), *rest]


def _printed(home: Home, one: Found) -> Card:
    """One document on paper."""
    kind, shown = one.doc["type"], documents.show(home.language, one.doc)
    where = Text((home.source(one, titled=True),), "where")
    title = home.say(f"section-{kind}")
    return Card((where, *shown, *_scores(home, one)), title if kind in _TITLED else f"{title}　{home.title(one)}")


def text(home: Home) -> str:
    """Everything as plain lines, to be pasted into a chat."""
    lines = [home.say("title"), home.say("paper-who", **home.who(), date=day(home)).strip()]
    if tasks := task_lines(home):
        lines += ["", f"【{home.say('section-todo')}】", *tasks]
    for kind, found in home.sections():
        for one in found:
            lines += ["", f"【{home.say(f'section-{kind}')}】{home.title(one)}（{home.source(one, titled=True)}）"]
            lines += [documents.text(home.language, one.doc), *_said_scores(home, one)]
    return "\n".join(lines)


def _said_scores(home: Home, one: Found) -> list[str]:
    """How far the key results got, as lines."""
    lines = score_lines(home, one.doc) if one.doc["type"] == okr.OKR.name else []
    return [home.say("scores"), *lines] if lines else []


def day(home: Home) -> str:
    """Today on this computer's clock."""
    now = time.localtime(home.room.clock() / 1000)
    return home.say("date", year=now.tm_year, month=now.tm_mon, day=now.tm_mday)
