r"""Which step of a retrospective a stretch of text belongs to, by its headings and labels.

A heading is a line of its own (markdown, 【】, a number in front) or a label with a colon, at the start of a line or of a
sentence. All patterns look at folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ....fold import fold

#: What may stand in front of a heading: marks of markdown and lists, numbers, 第一步.
_AHEAD = (
    r"[\s>|*_#【\[(「『《\-+•·●■◆▶★✅❌◎○▪◇※~▍▌⊙◉☆→\U0001f300-\U0001faff]{0,12}"
    r"(?:(?:第?[一二三四五六七八九十\d]{1,2}(?:步|部分|点)?|step\s?\d|q\s?\d|[ivx]{1,3}|[①-⑩])\s{0,2}[.、):,,\s)】\]\-]{0,4}\s{0,3})?[*_【\[「]{0,4}"
)
#: What may stand between a label and its text, or behind a heading.
_BEHIND = r"[\s*_】\])」』》#|]{0,8}"

#: Words of each step's headings. The five names of the course, and what other methods call them (AAR, GRAI, KPT, G-PRA).
_WORDS = {
    "goal": (
        r"原定|当初(?:的)?约定|承诺|target|期望|初心|(?:上|本|这|该|全)?(?:季|月|年|周期|学期|期)度?的?(?:目标|指标|任务)|当初怎么(?:定|想)的?|当初想要的|想要的|回顾|(?:回顾|重温|明确|审视|对照|原定|当初|最初|预期|预初|初始|本期|本次|季度|年度|项目|阶段)?的?(?:目标|预期|意图|初衷)(?:回顾|与假设|和假设|设定|是什么|预期)?"
        r"|(?:原|预期|原定|预初|当初)(?:来)?(?:的)?计划(?:与背景)?|(?:当初|原来|我们|本来|当时){0,3}(?:想要|期望|预期|打算|想)(?:要)?(?:发生|达到|做到|实现|得到)?(?:的)?(?:是)?什么"
        r"|okr|o|goals?|g|objective|目标\s?o|(?:关键结果|kr)(?:原文|回顾)?|计划目标|目标(?:和|与)kr|设定目标|意图与目标"
    ),
    "result": (
        r"(?:做|走)到(?:了)?(?:哪|哪里|哪儿|多少)(?:了)?|(?:兑现|落地)情况|成绩单|actual|现实|现状|基本情况|(?:工作|完成)概况|what (?:went|goes|worked) well|what (?:didn'?t|did not|went wrong|could be better)[a-z ]{0,12}|outcomes?|facts?|keep|k|保留|(?:存在(?:的)?)(?:不足|主要问题|问题)|主要(?:成绩|成效|做法|工作)|工作(?:成效|回顾|成绩|情况|亮点)|(?:好|不好|做得好|做得不好)的(?:地方|方面)?|拿到(?:手)?的|得到的|评估|(?:评估|陈述|盘点|实际|最终|当前|执行|本期|完成|达成|目标|kr)?(?:的)?结果(?:评估|陈述|与证据|和证据|如何|呈现|对比)?|实际(?:情况|完成|达成|表现|与情境|数据|值|发生了什么|怎样)?"
        r"|(?:目标|kr|指标|任务)?(?:完成|达成|执行|进展|落地)(?:情况|度|率|结果|预期|题目|的事)?|未(?:达|完成)(?:预期|的事|成)?|(?:核心|关键|结果)?数据(?:结果|情况|表现)?|成绩|战果|得分|打分(?:情况)?"
        r"|well|实际上?怎(?:么)?样|亮点(?:与不足|和不足|不足)?|不足|(?:做得|做的)?(?:好|不错)(?:的)?(?:地方|方面)?|发生了什么|results?|r|实际怎样|成就|产出"
    ),
    "cause": (
        r"反省|(?:哪里|哪儿|什么地方)?(?:不顺|卡壳|没做好|不对劲)(?:的)?(?:地方)?|往下挖|刨根|深挖|因|(?:存在(?:的)?|主要(?:的)?|遇到的?)?(?:问题|不足)(?:及|和|与|、)(?:其)?(?:产生)?(?:的)?原因(?:分析)?|差在哪(?:里|儿)?|(?:差异|差距|问题|偏差)的?(?:来由|由来|根源|成因|所在)|whys?|root causes?|why (?:is|was|did)[a-z ]{0,20}|怎么回事|分析|(?:目标|任务|指标|分析|差异|差距|偏差|失败|成功|根本|深层|主要|主观|客观|问题|未达成|未完成|没完成|没达成|没有完成|未达标|落后|的){0,4}(?:原因|根因|成因|归因)(?:分析|剖析|在哪)?(?:\(.{0,12}\))?"
        r"|(?:做得|做的)?(?:坏|不好|差|待改进)(?:的)?(?:地方|方面)?|less\s?well|(?:差异|差距|问题|过程|偏差|根因|复盘)分析|为什么.{0,14}|为何.{0,10}|差异|差距|analysis|a|problems?|p|(?:遇到|出现|一些|主要|项目中)?(?:的)?问题(?:点|和原因|与原因|所在)?|卡在哪(?:里)?|失误|剖析"
    ),
    "lesson": (
        r"learn(?:ed|ing)?|(?:大家)?(?:要)?记[住牢]|(?:能|可以?)(?:复制|照搬|带走|留下)的|通则|原则|沉淀|领悟|启发|悟到(?:的|什么)?|得到的(?:启发|启示|教训|经验)|lessons?(?: learn(?:ed|t))?|learnings?|takeaways?|带走(?:什么|的)|留给(?:以后|后人)的|(?:主要|基本|几点|工作)(?:经验|体会|启示|做法与体会)|主要经验|留下(?:的|什么)|学到的|(?:总结|提炼|沉淀|归纳)?(?:的)?(?:规律|经验|教训|心得|方法论?)(?:总结|教训|与教训|提炼|归纳|沉淀)?|经验(?:与|和)?教训|(?:我们|我)?(?:学到|学会|得到|收获)(?:了)?(?:的|什么|的东西)?"
        r"|收获(?:与反思|和反思|感悟)?|启示|反思|感悟|感受|心得(?:体会)?|insights?|i|继续(?:保持|做)?|保持|总结反思|体会|认识|结论"
    ),
    "action": (
        r"to[- ]?do|改什么|怎么做|怎么弄|方向|(?:今|往)后|下一?回|(?:下回|之后|往后|以后|今后|接下来)(?:呢|怎么(?:办|做|改))?|(?:怎么|如何)改|要改的|落到人|做|变化|下面(?:做什么|怎么做)|(?:未来|今后|工作|明年)?展望|(?:下|后)(?:一)?步(?:的)?(?:打算|工作|安排|计划|措施|重点)?|以后怎么办|(?:今后)?(?:的)?努力(?:的)?方向|怎么办|打算|接着做|动作|要做的(?:事)?|往下做|(?:行动|迭代|改进|改善|整改|优化|后续|下一步|下步|下阶段|下周期?|下月|下季度?|未来|接下来|今后|next|明年|解决)(?:的)?(?:行动|迭代|改进|计划|措施|安排|方案|动作|工作|打算|项|方向|清单|事项|对策|规划|迭代计划|怎么做|做什么|怎么改|改什么|的?期待(?:与要求)?|办法|思路){0,2}"
        r"|(?:改正|改法|做法|办法|对策|措施|解决方案|如何解决|怎么办|行动|改进|todo|待办(?:事项)?|action(?:\s?items?)?|try|t|next\s?steps?|下次(?:怎么做|怎么改|改什么))|todo\s?list|开始做|停止做|start|stop|continue|写进下个周期"
    ),
}
#: Which word decides where a line with a heading's mark says more than one.
_KEYS = (
    (
        "cause",
        re.compile(r"为什么|为何|原因|根因|归因|差在|卡在|中间发生|怎么会|(?<!存在的)(?<!存在)问题|差距|差异|困难|why"),
    ),
    (
        "action",
        re.compile(
            r"行动|改进|下一步|下周|下月|下季|措施|对策|解决|后续|计划(?!与背景)|安排|todo|待办|明年|谁去|去做|要做|怎么办"
        ),
    ),
    (
        "lesson",
        re.compile(r"规律|经验|教训|学到|收获|启示|启发|领悟|反思|心得|沉淀|体会|下回|记[着住]|带走|learning|lesson"),
    ),
    (
        "result",
        re.compile(
            r"结果|完成|达成|实际|数据|成果|成绩|成效|亮点|不足|未达|存在的?问题|现实|怎么样|怎样|做到|现状|well"
        ),
    ),
    ("goal", re.compile(r"目标|预期|初衷|计划与背景|想要|当初|期望|本来|原来")),
)
_LABEL_END = r"(?:[:：|]|\s{0,2}(?:——|→|=>)\s?)"


class Headings:
    """Finds the headings of texts in a course that calls the five steps so."""

    def __init__(self, names: Iterable[str], steps: Iterable[str]) -> None:
        """Put the course's own names in front of all others."""
        own = {step: re.escape(fold(name.strip())) for step, name in zip(steps, names, strict=False) if name.strip()}
        words = {step: f"{own[step]}|{_WORDS[step]}" if step in own else _WORDS[step] for step in _WORDS}
        group = "|".join(f"(?P<{step}>{said})" for step, said in words.items())
        self._line = re.compile(rf"{_AHEAD}(?:{group}){_BEHIND}$")
        self._label = re.compile(rf"{_AHEAD}(?:{group}){_BEHIND}(?:\([^()\n]{{1,16}}\)\s?)?{_LABEL_END}[*_\s]{{0,4}}")
        self._asked = re.compile(rf"{_AHEAD}(?!.{{0,6}}为)(?:{group}|{_QUESTIONS})\s?\?\s?(?=\S)")
        self._boxed = re.compile(
            rf"[\s>*_+-]{{0,6}}(?:\(?[一二三四五六七八九十\d]{{1,2}}[.、)]\s?)?(?:【|\*\*|\[|「|『|〖|〔|\(|<)\s?(?:[一二三四五六七八九十\d]{{1,2}}[.、)]?\s?)?(?:{group})\s?[:：]?\s?(?:】|\*\*|\]|」|』|〗|〕|\)|>)\s?[:：]?\s*"
        )
        self._named = re.compile(rf"{_AHEAD}(?:{'|'.join(own.values()) or '(?!)'}){_BEHIND}[:\s]{{0,3}}")
        self._own = re.compile("|".join(own.values()) or "(?!)")
        self._names = {said: step for step, said in own.items()}

    def inside(self, folded: str, start: int, end: int) -> list[int]:
        """Where the course's own names of steps stand inside a line, if several do."""
        found = [one.start() for one in self._own.finditer(folded, start, end)]
        if len(found) <= 1:
            return []
        return sorted({*found, *(one.start() for one in _SPOKEN.finditer(folded, found[0], end))})

    def of_line(self, line: str) -> tuple[str, int] | None:
        """The step of a line's heading and where its text begins in it; None where it has no heading."""
        whole = _TRAIL.sub("", line[: _LONGEST + 20]) if len(line) <= _LONGEST else line.rstrip(" :：?？。|-")
        if found := self._line.match(whole):
            return str(found.lastgroup), len(line)
        if found := self._label.match(line):
            return str(found.lastgroup), found.end()
        if found := _SPACED.match(line):
            return str(found.lastgroup), found.end()
        if found := self._asked.match(line):
            return _step_asked(found), found.end()
        if found := self._boxed.match(line):
            return str(found.lastgroup), found.end()
        if found := self._named.match(line):
            return next(step for said, step in self._names.items() if re.search(said, found[0])), found.end()
        return self._marked(line) or _in_own_words(line)

    def of_sentence(self, sentence: str) -> tuple[str, int] | None:
        """The same of a sentence inside a line: a label with its colon alone."""
        if found := self._label.match(sentence):
            return str(found.lastgroup), found.end()
        if found := _SPOKEN.match(sentence):
            return str(found.lastgroup), found.end()
        if found := self._own.match(sentence):
            return next(step for said, step in self._names.items() if re.match(said, found[0])), found.end()
        return None

    def columns(self, line: str) -> list[str]:
        """The step of each column where a line is the first row of a table that has steps side by side, else nothing."""
        names = _first_row(line)
        found = [self._column(name) for name in names]
        return found if len(set(found) - {""}) > 1 else []

    def to_do(self, line: str) -> bool:
        """Whether a line is the first row of a table of what is to be done: it has a column for who, or when, beside others."""
        return sum(_COLUMNS[0][1].search(name) is not None for name in _first_row(line)) > 1

    def _column(self, name: str) -> str:
        """The step that a column is of."""
        if _PLANNED.match(name):
            return "goal"
        if found := self._line.match(name):
            return str(found.lastgroup)
        return next((step for step, key in (*_COLUMNS, *_KEYS) if key.search(name)), "")

    def _marked(self, line: str) -> tuple[str, int] | None:
        """A line marked as a heading that says it in words of its own; of no step where none is named."""
        if not _MARKED.match(line) or len(line) > _LONGEST:
            return None
        return next(((step, len(line)) for step, key in _KEYS if key.search(line)), ("", len(line)))


#: How people ask for a step in front of its answer; the first letters name it.
_QUESTIONS = (
    r"(?P<q_goal>(?:当初|原来|我们)?(?:的)?目标是(?:什么|多少)|(?:当初|原来)?(?:我们)?想(?:要|达到)(?:的)?(?:是)?什么)"
    r"|(?P<q_result>(?:做到|达成|完成)了(?:吗|没有|多少)|(?:实际|现在|结果)(?:上)?(?:是)?(?:怎么样|怎样|如何|做到多少))"
    r"|(?P<q_cause>(?:差|卡|问题|毛病|难)(?:出)?在(?:哪|哪里|哪儿)|原因(?:是什么|在哪里?)|怎么会这样)"
    r"|(?P<q_lesson>(?:学到|带走|明白|记住)了?什么|有什么(?:规律|经验|教训))"
    r"|(?P<q_action>(?:以后|下一?步|接下来|那)?(?:怎么(?:办|做|改)|做什么|谁来?做什么))"
)


def _step_asked(found: re.Match[str]) -> str:
    """The step that a question names."""
    return str(found.lastgroup).removeprefix("q_")


def _in_own_words(line: str) -> tuple[str, int] | None:
    """A short label with a colon that names its step in words of its own (工作成效：, 差距在哪：)."""
    if not (found := _OWN_LABEL.match(line)):
        return None
    return next(((step, found.end()) for step, key in _LABEL_KEYS if key.search(found["words"])), None)


def _first_row(line: str) -> list[str]:
    """The names of a table's columns, where a line can be its first row: several, short, without figures."""
    names = cells(line)
    short = all(len(name) <= _LONGEST_NAME and not _DIGITS.search(name) for name in names)
    return names if short and len(names) >= _FEWEST else []


#: A plan beside what came of it is what was wanted.
_PLANNED = re.compile(r"(?:计划|应|预计|原定)(?!.{0,2}(?:时间|日期?|人|期限|事))[一-鿿]{0,3}(?:\(.{0,4}\))?$")
#: What columns of tables are called besides.
_COLUMNS = (
    ("action", re.compile(r"谁|责任|负责|owner|时间|何时|哪天|截止|期限|日期|跟进人")),
    ("goal", re.compile(r"^(?:项目|指标|kr|o|任务|关键结果)")),
)
_FEWEST, _LONGEST_NAME, _DIGITS = 3, 12, re.compile(r"\d")
#: What may stand behind a heading: signs and pictures.
_TRAIL = re.compile(r"[^\w)%]{1,12}$")
_OWN_LABEL = re.compile(rf"{_AHEAD}(?P<words>[一-鿿]{{2,9}}){_BEHIND}:\s{{0,3}}")
#: Which word decides in such a label.
_LABEL_KEYS = (
    ("cause", re.compile(r"为什么|为何|原因$|根因|归因|^差距|^差异|差在|卡在")),
    ("action", re.compile(r"^(?:下一?(?:步|阶段|周期)|后续|改进|整改|行动|未来|今后)|(?:展望|措施|对策|打算|安排)$")),
    ("lesson", re.compile(r"(?:规律|经验|教训|启示|启发|领悟|心得|感悟|体会|道理)$")),
    ("result", re.compile(r"^实际|^最终|^期末|(?:成效|成绩|完成|结果|业绩|亮点|进展|达成|做法)$")),
    ("goal", re.compile(r"(?:目标|预期|初衷)$")),
)
#: The plainest names of the steps, with nothing but a blank behind them.
_SPACED = re.compile(
    r"\s{0,4}(?:(?P<goal>目标|goal)|(?P<result>结果|实际|results?)|(?P<cause>原因|分析|问题|analysis)|(?P<lesson>规律|经验|教训|insights?)|(?P<action>行动|措施|改进|打算|下一步|actions?))[ \t]+(?=\S)"
)
#: How somebody who speaks without stops turns to a step.
_SPOKEN = re.compile(
    r"(?P<goal>目标的话)|(?P<result>结果的话)|(?P<cause>原因的话)|(?P<lesson>总结一下(?:就是)?|(?:规律|经验|教训)的话)|(?P<action>(?:行动|改进|措施)的话|下一步(?:的话|就是))"
)
_MARKED = re.compile(r"[\s>]{0,6}(?:#{1,6}\s?\S|【[^】]{1,20}】\s*$|\*\*[^*]{1,24}\*\*[:：\s]*$)")
_LONGEST = 40


def cells(line: str) -> list[str]:
    """What stands in the columns of a line, if it is the row of a table."""
    inner = line.strip().strip("|")
    return [cell.strip(" *") for cell in re.split(r"[|\t]", inner)] if re.search(r"[|\t]", inner) else []


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end that say something."""
    place = 0
    for line in text.split("\n"):
        if line.strip(" \t\r|-:=_*#>`"):
            yield place, place + len(line.rstrip("\r"))
        place += len(line) + 1
