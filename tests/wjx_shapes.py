"""In which shapes 问卷星 exports answers, as data: each of ``SHAPES`` turns one or two things of the plain export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

#: The leading columns of most exports.
SIX = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
#: Columns about persons that a company can add: none of them may survive loading.
PERSONAL = ("姓名", "手机号", "身份证号", "工号", "邮箱")
#: The words of the matrix's numbers, where the form has any.
SCALE = ("1 完全不能", "2", "3", "4", "5 完全能")


@dataclass(frozen=True)
class Shape:
    """How one export looks; what each field may be stands behind it, the plain export first."""

    mode: str = "text"  # text (按文本), codes (按序号), scores (按分数, which no loader can turn back into answers)
    meta: tuple[str, ...] = SIX  # names of SAID in wjx_columns, in any order
    number: str = "{n}、"  # the number before a stem; {w} is the number in full-width digits, "" is no number
    time: str = "{s}秒"  # 所用时间; {s} all seconds, {m} whole minutes, {r} what is left
    matrix: str = "short"  # short (first header with the stem), full (every header), old (第4题(行题))
    several: str = "joined"  # joined (┋), columns (11(选项)), spaced (11 (选项)), old (第11题(选项))
    own_words: str = "bracket"  # bracket (其他〖…〗), column (11、(其他（请补充）:)), spaced (11 (其他：)), lost
    own: str = "two"  # the O and the KR: two (a column each, headed as the rows of a matrix), one (both in one cell)
    blank: Any = "(空)"
    skipped: Any = "(跳过)"
    asked: tuple[str, ...] = ()  # further questions behind the fourteenth, as in meta
    order: str = "pair-late"  # pair-late (fourteen questions first), book (暗号 first), mixed
    wording: str = "book"  # book, hints (what the book says in brackets too), reworded
    wrapped: bool = False  # a line break inside long headers
    scale: tuple[str, ...] = ("1", "2", "3", "4", "5")  # the words of the matrix in text
    typed: bool = False  # saved again in Excel, which makes numbers and times of texts that look like them
    above: tuple[str, ...] = ()  # rows above the header; "" is an empty one
    sheets: str = "one"  # one, empty-behind, empty-before, cover-before
    encoding: str = ""  # of a CSV; "" where the export is a workbook


_CODES = Shape(mode="codes", several="columns", own_words="column", blank=-2, skipped=-3)
_TEXT = Shape()
_MIXED = Shape(
    mode="codes",
    meta=("用户ID", "来自IP", "序号", "所用时间", "提交答卷时间", "手机号"),
    number="\t{w}．\u3000",
    time="{m}分{r}秒",
    matrix="full",
    several="spaced",
    own_words="spaced",
    blank="(空)",
    skipped="(跳过)",
    asked=("您的部门",),
    order="mixed",
    wording="hints",
    above=("", "课前调研问卷（样例公司）"),
    encoding="gb18030",
)

SHAPES: dict[str, Shape] = {
    "text": _TEXT,
    "codes": _CODES,
    "codes-spaced": replace(_CODES, number="{n}. ", several="spaced", own_words="spaced"),
    "text-old": replace(_TEXT, matrix="old"),
    "codes-old": replace(_CODES, matrix="old", several="old"),
    "scores": replace(_CODES, mode="scores", meta=(*SIX, "总分")),
    "meta-two": replace(_TEXT, meta=SIX[:2]),
    "meta-score": replace(_TEXT, meta=(*SIX, "总分")),
    "meta-user": replace(_TEXT, meta=(*SIX, "用户ID")),
    "meta-moved": replace(_TEXT, meta=("来自IP", "所用时间", "序号", "来源", "提交答卷时间", "来源详情")),
    "meta-none": replace(_TEXT, meta=()),
    "number-dot": replace(_TEXT, number="{n}."),
    "number-dot-space": replace(_TEXT, number="{n}. "),
    "number-colon": replace(_TEXT, number="{n}："),
    "number-narrow-colon": replace(_TEXT, number="{n}:"),
    "number-wide": replace(_TEXT, number="{w}．"),
    "number-tabs": replace(_TEXT, number="\t{n}、\u3000"),
    "number-none": replace(_TEXT, number=""),
    "codes-number-none": replace(_CODES, number=""),
    "time-minutes": replace(_TEXT, time="{m}分{r}秒"),
    "time-clock": replace(_TEXT, time="{m:02}:{r:02}"),
    "time-plain": replace(_TEXT, time=""),
    "matrix-full": replace(_TEXT, matrix="full"),
    "codes-matrix-full": replace(_CODES, matrix="full"),
    "own-words-column": replace(_TEXT, own_words="column"),
    "codes-own-words-lost": replace(_CODES, own_words="lost"),
    "own-one-blank": replace(_TEXT, own="one"),
    "blank-empty": replace(_TEXT, blank=None, skipped=None),
    "blank-empty-skip-said": replace(_TEXT, blank=None),
    "codes-blank-said": replace(_CODES, blank="(空)", skipped="(跳过)"),
    "codes-blank-empty": replace(_CODES, blank=None, skipped=None),
    "csv-utf-8-sig": replace(_TEXT, encoding="utf-8-sig"),
    "csv-utf-8": replace(_TEXT, encoding="utf-8"),
    "csv-gb18030": replace(_TEXT, encoding="gb18030"),
    "csv-gbk": replace(_TEXT, encoding="gbk"),
    "csv-codes-gbk": replace(_CODES, encoding="gbk"),
    "personal": replace(_TEXT, meta=(*SIX[:1], *PERSONAL, *SIX[1:])),
    "personal-asked": replace(_TEXT, asked=PERSONAL),
    "question-unknown": replace(_TEXT, asked=("您的部门",)),
    "codes-question-unknown": replace(_CODES, asked=("您的部门",)),
    "question-ranking": replace(_TEXT, asked=("六个单元按兴趣排序",)),
    "question-reworded": replace(_TEXT, wording="reworded"),
    "question-hints": replace(_TEXT, wording="hints"),
    "codes-question-hints": replace(_CODES, wording="hints"),
    "order-book": replace(_TEXT, order="book"),
    "codes-order-book": replace(_CODES, order="book"),
    "order-mixed": replace(_TEXT, order="mixed"),
    "codes-order-mixed": replace(_CODES, order="mixed"),
    "header-wrapped": replace(_TEXT, wrapped=True),
    "row-empty-above": replace(_TEXT, above=("",)),
    "row-title-above": replace(_TEXT, above=("课前调研问卷（样例公司）",)),
    "csv-row-title-above": replace(_TEXT, above=("课前调研问卷（样例公司）",), encoding="utf-8-sig"),
    "sheet-empty-behind": replace(_TEXT, sheets="empty-behind"),
    "sheet-empty-before": replace(_TEXT, sheets="empty-before"),
    "sheet-cover-before": replace(_TEXT, sheets="cover-before"),
    "scale-words": replace(_TEXT, scale=SCALE),
    "typed": replace(_TEXT, time="", typed=True),
    "mixed": _MIXED,
}
#: Shapes that the description of the format does not state: possible, and more than a loader owes.
ASSUMED = frozenset(
    [
        "meta-none",
        "own-words-column",
        "codes-number-none",
        "codes-own-words-lost",
        "codes-blank-empty",
        "sheet-cover-before",
        "scale-words",
        "typed",
    ]
)
