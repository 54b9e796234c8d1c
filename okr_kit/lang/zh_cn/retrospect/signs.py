r"""By what one would see that an action worked, in the words of the action, by a model that looks at each clause.

The weights are learnt from actions in which it was marked by hand (``python benchmarks/weights.py --write`` makes ``signs.tsv``).
A pattern of what is said most often is one of the things that the model looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ....fold import fold
from ....labeller import Labeller, Piece
from ....model import Span
from ..learnt import labeller
from .steps import grams

#: A clause says what is done, or by what one would see that it worked.
NOTHING, SIGN = LABELS = ("-", "sign")
_CUT = re.compile(r"[。;!?\n]|(?<!\d),|,(?!\d{3})")
_EDGE = " ,;。:!?\t\n|()"
#: That everybody is pleased shows nobody anything.
_PLEASED = re.compile(
    r"[^\d,]{0,8}(?:大家|大伙|领导|客户|全员|人人)(?:都|也)?(?:很|比较|更)?(?:满意|放心|高兴|开心|认可|说好|叫好)了?"
)
#: A clause for which so much less speaks (half a step of learning each) says it hardly.
_HARDLY = -12
#: How a clause begins.
_OPENS = {",": "clause", "": "first"}
#: What is said most often.
_USUAL = re.compile(
    r"(?:看|数|查|盯|测|量|统计|核|验|对|算|问|比)(?:[一两]?[看下眼数遍次回])?[^,。;]{0,14}?(?:是不是|是否|有没有|([一-鿿])[没不](?:\1|有)|几[一-鿿]|多少|还剩|还有|够不|剩[下多几]|效果|变化|有用没|行不)|[数对查量考测算看][一两][遍次数查看]|看[^,。;]{0,10}(?:率|数|量|额|分|单|票)|考试|补考|target\s?\d|目标\s?\d|[月周季][底末初][^,。;]{0,12}(?:抽|看|查|数|对|测|统计|盘)|(?:做到|提到|降到|升到|回到)[一二三四五六七八九]成|,[^,。;\d]{1,8}\d[^,。;]{0,6}[。.!]?$|(?:[周月季天]|再|回头|到时候?|[月周季年]底|[月周季]末|[一二三四五六七八九十\d]月[^,。;]{0,3}|第.周|过后|之后|以后)(?:再)?(?:[看数查算测量盯比对]|复查|回看|复盘|抽查|统计|核)(?!板|护)[^,。;]{2,}|"
    r"(?:视为|算|就算|才算|即为|判定为?)(?:有效|成功|完成|达标|通过|过关|合格)|(?:怎样|怎么|如何)算有效|有效(?:的)?(?:标志|标准|信号)?\s?[:是=]|(?:验收|衡量|检验|成功|完成|判断|评估|达成)(?:的)?(?:标准|标志|指标|口径|方式|依据)|以[^,。;]{2,20}为(?:准|标志|标准|验收)|(?:看|检查|观察)[^,。;]{1,14}是否|(?:直到|直至)[^,。;]{2,14}"
    r"|(?:≥|≤|>=|<=|>|<|不(?:低于|高于|超过|少于|多于|大于|小于)|(?:达|提|升|降|涨|压|控制|缩短|减少|提升|提高|回升|恢复|保持)(?:到|至|在|为)?|高于|低于|少于|超过|从\s?\d[^,。;]{0,8}到|→|->)\s?(?:约)?\d(?!\s?月)|(?:\d%|百分之\d|\d\s?(?:分钟|小时))(?:以上|以下|以内|之内)|(?:没有|无|零|0)\s?(?:一)?(?:次|单|起|例|条|笔)?(?:投诉|漏|错|超时|事故|返工|缺货|延误|报损)|第[一二三]方(?:确认|验收)|签字(?:确认)?|算(?:成(?!本)|行|过(?!去)|数|可以|好|赢|到位)|\d\s?%|[率比度量额数]\s?(?:做|压|降|升|提)?(?:到|为|在)?\s?\d|(?:废标|错漏?|投诉|误判|超时|返工|事故)[^,。;\d]{0,4}(?:为|到)?\s?\d|(?<![\d月])\d[^,。;\d]{0,4}(?:以内|以上|以下|之内)|(?<!\d)\d[\d.,]{0,6}\s?(?:人|家|单|个|件|秒|分|天|次|处|吨|万|元)?(?:才|就|以上再)"
)


class Shown(NamedTuple):
    """The clause that says by what one would see it, as it is written, empty where none does; and whether one may do so."""

    words: str
    perhaps: bool


@lru_cache(maxsize=4096)
def shown(words: str) -> Shown:
    """By what one would see that an action worked; who writes without a sign is only asked for one where that is certain."""
    folded = fold(words)
    seen, spans = pieces(folded), list(clauses(folded))
    weighed = model().weigh(seen)
    labels = model().label(seen, weighed)
    said, perhaps = "", False
    for at, (start, end) in enumerate(spans):
        if _PLEASED.fullmatch(folded[start:end].strip(_EDGE)):
            continue
        nothing, sign = model().beside(seen, weighed, labels, at)
        perhaps = perhaps or sign - nothing > _HARDLY or "usual" in seen[at].features
        if labels[at] == SIGN and not said:
            said = words[start:end].strip(_EDGE + "，；：！？（）")
    return Shown(said, perhaps)


@cache
def model() -> Labeller:
    """The model, read once."""
    return labeller(__package__, "signs.tsv", LABELS)


def clauses(folded: str) -> Iterator[Span]:
    """Where the clauses of a folded action begin and end that say something."""
    place = 0
    for stop in _CUT.finditer(folded):
        if folded[place : stop.start()].strip(_EDGE):
            yield place, stop.start()
        place = stop.end()
    if folded[place:].strip(_EDGE):
        yield place, len(folded)


def pieces(folded: str) -> list[Piece]:
    """The clauses of a folded action as the model sees them."""
    found = []
    for start, end in clauses(folded):
        said = folded[start:end].strip(_EDGE)
        usual = ("usual",) if _USUAL.search(folded, start, end) else ()
        opens = _OPENS.get(folded[max(0, start - 1) : start], "sentence")
        found.append(Piece(["any", f"opens:{opens}", *usual, *grams(said)], opens))
    return found
