"""The questionnaire of ``book/survey.md`` and people who answer it, before any export: what every file is written from.

Names, employers, contacts and sentences are invented; the same count and seed make the same people in every Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any


class _Answer(Enum):
    """What a person can give instead of an answer, besides nothing."""

    SKIPPED = "skipped"

    def __repr__(self) -> str:
        return self.name


#: The form never showed the question; ``None`` is a question that was shown and left blank.
SKIPPED = _Answer.SKIPPED


@dataclass(frozen=True)
class Question:
    """One question: ``style`` is text, one, several, matrix (rows from 1 to 5) or blanks (rows to fill in).

    ``rows`` are pairs of id and words; an answer has the id of its row, or of the question where there are no rows.
    ``hint`` is what the book says behind the stem.
    """

    id: str
    stem: str
    style: str
    options: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its answers."""
        return tuple(key for key, _ in self.rows) or (self.id,)


@dataclass(frozen=True)
class Person:
    """One filled-in form: its 序号, how long it took, and the answers by id.

    An answer is an option's place from 1, a list of places in the order of the form, 1 to 5 in the matrix, a text,
    ``None`` (left blank) or ``SKIPPED``. ``difficulties-own`` are the words behind 其他, ``None`` without any.
    """

    number: int
    seconds: int
    answers: Mapping[str, Any]


#: In the order of the book: 暗号, the fourteen questions, the voluntary contact.
QUESTIONS = (
    Question("pair", "暗号", "text", hint="（四个字，别用名字，请记下来）"),
    Question("level", "您的层级", "one", ("高层", "中层", "基层管理者", "暂不带人"), hint="（单选）"),
    Question("people", "您直接带几个人", "one", ("0", "1～5", "6～15", "16 以上"), hint="（单选）"),
    Question("cycles", "您用 OKR 做过几个周期", "one", ("没用过", "1～2", "3～6", "7 以上"), hint="（单选）"),
    Question(
        "can",
        "您对自己的判断",
        "matrix",
        rows=(
            ("can-objective", "写出合格的 O"),
            ("can-key-result", "写出合格的 KR"),
            ("can-cascade", "把上级的 OKR 变成自己的"),
            ("can-review", "和下属做一次有用的复盘"),
            ("can-meeting", "说清周会该看什么"),
        ),
        hint="（每行一个数，1 完全不能，5 完全能）",
    ),
    Question(
        "know-objective",
        "哪一条最像 O？",
        "one",
        (
            "全面加强对老客户的服务和维护",
            "让老客户在手机上三步就能完成复购",
            "让三季度线上销售额做到 3000 万元",
            "9 月底前上线新版手机下单功能",
        ),
    ),
    Question(
        "know-key-result",
        "哪一条 KR 最完整？",
        "one",
        (
            "9 月 30 日前，退货率从 9% 到 6%（售后系统）",
            "9 月 30 日前，退货率做到 6%（售后系统）",
            "9 月 30 日前，回访 200 位退货的顾客（回访登记表）",
            "9 月 30 日前，退货率有明显下降（售后系统）",
        ),
    ),
    Question(
        "know-kpi",
        "「系统可用性全年不低于 99.9%」更像什么？",
        "one",
        ("O（目标）", "KR（关键结果）", "KPI 或护栏", "任务（要做的事）"),
    ),
    Question(
        "know-score",
        "KR 是「复购率从 12% 到 18%」，实际做到 16.2%，打几分（一位小数）？",
        "one",
        ("0.3", "0.4", "0.7", "0.9"),
    ),
    Question(
        "know-rate",
        "三家店的成交率是 10%、18%、32%，合起来是多少？",
        "one",
        ("18%", "20%", "要看各店成交金额", "要看各店进店人数"),
    ),
    Question(
        "know-question",
        "下属的一条 KR 只得 0.2，第一句问哪一句最好？",
        "one",
        (
            "都盯了一个季度，怎么又没完成？",
            "原计划和实际差在哪里，差多少？",
            "是不是市场不好，客户不肯下单？",
            "剩下的差距，哪个月能补回来？",
        ),
    ),
    Question(
        "difficulties",
        "现在最大的困难",
        "several",
        (
            *("写不好", "拆不下", "对不齐", "没人跟", "复盘走过场"),
            *("和绩效缠在一起", "没时间", "上级不重视", "工具难用", "其他"),
        ),
        hint="（最多选 3 个）",
    ),
    Question("looks", "您多久看一次自己的 OKR", "one", ("每周", "每月", "周期末", "写完没再看"), hint="（单选）"),
    Question("wish", "您希望课上讨论的一个真实难题", "text", hint="（写两三句）"),
    Question(
        "own",
        "请抄一条您现在的 O 和它下面的一条 KR",
        "blanks",
        rows=(("own-objective", "O"), ("own-key-result", "KR")),
        hint="（去掉敏感信息）",
    ),
    Question("interview", "愿意和讲师通 20 分钟电话吗", "text", hint="（自愿，可以空着）"),
)
#: The id of every answer, and of the words behind 其他.
IDS = (*(key for question in QUESTIONS for key in question.ids), "difficulties-own")
#: The place of 其他 among the difficulties.
OTHER = 10

_BY_ID = {question.id: question for question in QUESTIONS}
_LETTERS = "云山晚风松石清泉明月春秋江河星雨竹梅兰菊远近高低左右东西南北金木水火土花鸟鱼虫"
_OWN_WORDS = ("跨部门（采购、仓储）各说各的", "目标一个季度改三次", "数据要等财务月底才给", "新业务没有基线")
_WISHES = (
    "销售和交付各写各的 KR，季度末才发现对不上。",
    "周会只念进度，一小时下来没有一件事定下来。",
    "老板的 O 很大，我们组十个人，不知道怎么接。",
    "下属的 KR 都是动作，改了两轮还是动作，我不知道该怎么问他。",
    "OKR 和奖金挂在一起，大家只写做得到的。",
    "客服的满意度已经 96%，再往上写没有意义，不写又没有 O。",
    "研发说上线就是结果，业务说没人用不算，谁说了算？",
    "复盘会上大家都说是市场不好，问到第二句就没有人说话了。",
    "无",
    "没有",
)
_OWN = (
    ("让新客户第一个月就愿意再来", "12 月 31 日前，新客户 30 天复购率从 12% 到 18%（会员系统）"),
    ("全面提升服务质量", "完成 3 次服务培训"),
    ("让门店盘点不再靠加班", "12 月底前，单店盘点时间从 6 小时到 3 小时（排班表）"),
    ("做到行业领先", "每月拜访 20 家客户"),
    ("让采购的交期说得准", "准时到货率达到 95%"),
    ("三季度销售额做到 3000 万元", "9 月 30 日前，销售额从 2400 万元到 3000 万元（财务报表）"),
    ("让投诉当天有人管", "9 月 30 日前，24 小时内结案的投诉从 60% 到 85%（客服系统）"),
    ("加强团队建设，提高凝聚力", "员工满意度明显提高"),
)


def _forms() -> tuple[dict[str, Any], ...]:
    """What twelve forms have that is easily read wrongly; the keys are ids of answers, or ``seconds``."""
    nothing = dict.fromkeys(IDS)
    lowest = dict.fromkeys(_BY_ID["can"].ids, 1)
    return (
        {**nothing, "level": 2, "seconds": 41},
        {"seconds": 89, "wish": "=同一个数，两个部门各报各的，差 1+1 倍"},
        {"seconds": 90, "wish": "- 目标太多\n- 没人跟\n\n最想知道先砍哪一条"},
        {"level": 4, "people": SKIPPED, "cycles": 1},
        {"difficulties": [1, 7, OTHER], "difficulties-own": "跨部门（采购、仓储）各说各的"},
        {"difficulties": [OTHER], "difficulties-own": None},
        {
            "cycles": 2,
            "own-objective": "+会员：让老顾客多来一次",
            "own-key-result": "１０月３１日前，月均到店从１.２次到１.８次（会员系统）",
        },
        {"cycles": 3, "own-key-result": "-20% 投诉量，12 月底前（客服系统）", "wish": "@人力部：周会谁来开？"},
        {"pair": "２０２６", "interview": "+86 139 0000 0003，小周"},
        {**lowest, "can-review": None, "people": 1},
        {
            "seconds": 4000,
            "cycles": 4,
            "pair": None,
            "difficulties": None,
            "difficulties-own": None,
            "own-key-result": None,
        },
        {"cycles": 3, "pair": "明月清风", "wish": "谢谢老师🙏 只想问：\n“拆”到几层算够？", "own-objective": None},
    )


def people(count: int, seed: int = 1) -> list[Person]:
    """So many filled-in forms; from twelve on, every odd one of ``_forms`` is among the first twelve."""
    rng, forms, made, number = Random(seed), _forms(), [], 0
    for place in range(count):
        odd = forms[(place + seed) % len(forms)] if place < len(forms) else {}
        filled = {"seconds": 45 + _below(rng, 900), **_answers(rng), **odd}
        if filled["cycles"] == 1:
            # Whoever has never used OKR is not asked how often he looks at it, and has none to copy.
            filled |= dict.fromkeys(("looks", *_BY_ID["own"].ids), SKIPPED)
        # A 序号 is missing where a form was deleted.
        number += 2 if place % 9 == 5 else 1
        made.append(Person(number, filled.pop("seconds"), filled))
    return made


def _answers(rng: Random) -> dict[str, Any]:
    """What one person answers to all questions, in the order of ``IDS``."""
    chosen = {
        question.id: _seldom(rng, 1 + _below(rng, len(question.options)))
        for question in QUESTIONS
        if question.style == "one"
    }
    objective, key_result = _pick(rng, _OWN)
    hard = _some(rng)
    return {
        **dict.fromkeys(IDS),
        **chosen,
        **{key: _seldom(rng, 1 + _below(rng, 5)) for key in _BY_ID["can"].ids},
        "pair": "".join(_pick(rng, _LETTERS) for _ in range(4)),
        "difficulties": hard,
        "difficulties-own": _pick(rng, _OWN_WORDS) if OTHER in hard else None,
        "wish": _pick(rng, _WISHES) if rng.random() < 0.7 else None,
        "own-objective": objective,
        "own-key-result": key_result,
        "interview": f"小周，1390000{_below(rng, 10000):04}" if rng.random() < 0.1 else None,
    }


def _some(rng: Random) -> list[int]:
    """One to three places of difficulties, in the order of the form; 其他 is seldom."""
    wanted = 1 + _below(rng, 3)
    found: set[int] = set()
    while len(found) < wanted:
        found.add(OTHER if rng.random() < 0.08 else 1 + _below(rng, OTHER - 1))
    return sorted(found)


def _seldom(rng: Random, answer: int) -> int | None:
    """The answer, or a blank now and then."""
    return None if rng.random() < 0.03 else answer


def _below(rng: Random, end: int) -> int:
    """A number from 0 to below the end; of ``random()`` alone, which is the same in every Python."""
    return int(rng.random() * end)


def _pick(rng: Random, choices: Sequence[Any]) -> Any:
    return choices[_below(rng, len(choices))]
