"""Rules over an objective with its key results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lang import Language
from ..policy import CoursePolicy
from .base import Hit
from .cycles import due_day, last_days
from .views import KeyResultView, SetView

_MARKED = re.compile(r"承诺型|挑战型|承诺|挑战目标|committed|aspirational|必达|护栏")
_LEADING = re.compile(r"每周|每日|每天|日均|周|报价|响应|时间|时长|耗时|周期|天数|候|排队|比例|及时|准时|一次|次日|当[天日]|处理|转化|首次|覆盖|接听")
_LATE = re.compile(r"全年|年度|年末|年内|季度末|期末|营收|收入|利润|市场占有率|市占率|满意度|敬业度|离职率|续约率|复购率|存款|产值")
_QUALITY = re.compile(r"率|满意|nps|评分|投诉|差错|成本|返修|退货|缺陷|故障|事故|时间|时长|耗时|不高于|不超过|不低于|≤|<|比例|流失|质量|错|漏|逾期|等")


def count(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-COUNT: 3-5 key results pass, one off is a hint, further off an error."""
    n = len(view.key_results)
    if policy.kr_least <= n <= policy.kr_most:
        return
    near = n in (policy.kr_least - 1, policy.kr_most + 1)
    yield Hit(None, {"n": n}, severity="info" if near else None)


def weights(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-WEIGHT: where weights are given, they add up to 1 or to 100."""
    given = [kr.subject.weight for kr in view.key_results if kr.subject.weight is not None]
    if not given:
        return
    total = sum(given)
    whole = 100 if total > 2 else 1
    if abs(total - whole) > whole * policy.weight_tolerance or len(given) != len(view.key_results):
        yield Hit(None, {"total": f"{total:.4g}"})


def unmarked(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-TYPE: nothing says which key results are committed and which aspirational."""
    if len(view.key_results) > 1 and not any(kr.subject.type or _MARKED.search(kr.reading.folded) for kr in view.key_results):
        yield Hit(None)


def no_guard(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-NOGUARD: only volumes, nothing that watches quality, cost or experience."""
    krs = view.key_results
    if len(krs) < 2 or any(kr.subject.type == "guardrail" or _QUALITY.search(kr.reading.folded) for kr in krs):
        return
    if sum(bool(kr.evidence.results) and kr.reading.first("down") is None for kr in krs) == len(krs):
        yield Hit(None)


def all_lagging(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-ALLLAG: every number is one that is known only at the end."""
    krs = view.key_results
    if len(krs) < 2:
        return
    late = [_LATE.search(kr.reading.folded) and not _LEADING.search(kr.reading.folded) for kr in krs]
    if all(late):
        yield Hit(None)


def same_twice(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-DUP: two key results that measure the same thing, in other words or units, or as the complement."""
    for place, kr in enumerate(view.key_results):
        for other in range(place):
            if _same(view.key_results[other], kr):
                yield Hit((0, len(kr.reading.raw)), {"other": view.key_results[other].subject.text}, where=f"key_results[{place}]")
                break


def all_at_the_end(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-ENDLOAD: every key result is due on the last day of the cycle."""
    krs = view.key_results
    if len(krs) < 2:
        return
    days = [due_day(kr.subject.due, kr.reading) for kr in krs]
    ends = last_days(view.subject.cycle or view.subject.objective.cycle)
    if None in days or len(set(days)) != 1 or (ends and days[0] not in ends):
        return
    day = days[0]
    if day and (ends or day in {(3, 31), (6, 30), (9, 30), (12, 31)}):
        yield Hit(None, {"due": f"{day[0]} 月 {day[1]} 日"})


def too_many(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-TOOMANYO: more objectives in one cycle than anyone can keep in mind."""
    n = 1 + len(view.subject.others)
    if n > policy.o_count_limit:
        yield Hit(None, {"n": n})


def _same(first: KeyResultView, second: KeyResultView) -> bool:
    """Same measure and the same numbers (also in other units), or complements of each other."""
    own, other = _measure(first), _measure(second)
    if not own or not other:
        return False
    same_words = own == other or own in other or other in own or own.replace("不", "") == other.replace("不", "")
    one, two = _numbers(first), _numbers(second)
    if not same_words or not one or not two:
        return False
    scaled = len(one) == len(two) and len({round(a / b, 4) for a, b in zip(one, two, strict=True) if b}) == 1
    complements = len(one) == len(two) and all(abs(a + b - 100) < 0.01 for a, b in zip(one, two, strict=True))
    return scaled or complements or one[-1] == two[-1]


def _measure(view: KeyResultView) -> str:
    """The words before the first number, without helper words."""
    numbers = view.reading.numbers
    head = view.reading.folded[: numbers[0].span[0]] if numbers else ""
    for date in view.reading.dates:
        head = head.replace(date.word, "")
    return re.sub(r"[\s,的]|从|由|达到|降到|降至|提升到|提升至|提升|提高|增加|降低|降|每[月周天年日]|前", "", head)


def _numbers(view: KeyResultView) -> list[float]:
    """The values of a key result, in order."""
    return [number.value for number in view.reading.numbers]

