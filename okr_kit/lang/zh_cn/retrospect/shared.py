r"""Who does several actions, and by when, where that is said once for all of them: in front of a list (行动（都在 10 月底前）：), or behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ....fold import fold
from .charges import Charge, charge

#: What a line in front of actions says beside who and when.
_LEAD = re.compile(
    r"以[下上]|上述|下面|这?[几两三四五]?(?:件事|项|条)|行动|措施|动作|任务|由|都|均|全部?|统一|一[起并]|负责|牵头|来?[做盯办跟]|做?完成?|前|起|开始|截止|时间|责任人|负责人|落实|在|是"
)
_BEHIND = re.compile(r"^\s{0,4}[-*•·(]?\s?(?:以上|上述|上面|这[几两三四五六]|都|均|全部|统一)")
_SIGNS = re.compile(r"[\W_]+")


class Shared(NamedTuple):
    """Who, and when; each with all that is named, empty where nobody or no day is."""

    people: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def in_front(words: str) -> Shared | None:
    """What a line or a heading that ends with a colon says for the list below it; None where it says something else."""
    said = fold(words).rstrip()
    if not said.endswith(":"):
        return None
    return _alone(words, charge(words))


def behind(words: str) -> Shared | None:
    """What a sentence says for the actions in front of it (以上都由店长盯，月底前做完); None where it says something else."""
    return _alone(words, charge(words)) if _BEHIND.match(fold(words)) else None


def _alone(words: str, named: Charge) -> Shared | None:
    """Who and when, where little else is said."""
    said = fold(words)
    for start, end in sorted((*named.people, *named.days), reverse=True):
        said = said[:start] + "," + said[end:]
    if not (named.people or named.days) or _SIGNS.sub("", _LEAD.sub("", said)):
        return None
    return Shared(*(tuple(words[slice(*span)] for span in spans) for spans in named))
