"""The value trees that the book prints: right by our own rules, with the numbers that stand on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint_record
from okr_kit.rollup import rolled_up
from okr_kit.sensitivity import gain
from okr_kit.subjects import read

BOOK = Path(__file__).parent.parent / "book"
FIGURES = "_static/figures/"
LANGUAGE, POLICY = lang.load(), policy.load()
#: The method of a level without a formula, by the sign in its head.
METHODS = {"流程": "process", "要素": "element"}


def tree(lines: str):
    """A tree of lines, further in for each level: ``name | now | reach | formula or method``, * marks a lever."""
    stack = []
    for at, line in enumerate(filter(str.strip, lines.splitlines())):
        name, now, reach, how = ([part.strip() for part in line.split("|")] + ["", "", ""])[:4]
        level = (len(line) - len(line.lstrip())) // 2
        made = {"id": f"n{at}", "name": name.strip("*"), "value": now, "reach": reach, "children": []}
        made |= {"lever": True} if name.startswith("*") else {}
        made |= {"method": METHODS[how]} if how in METHODS else {"method": "formula", "formula": how} if how else {}
        del stack[level:]
        if stack:
            stack[-1]["children"].append(made)
        stack.append(made)
    return stack[0]


def printed(one):
    """Every number of a tree, as it stands on the page."""
    yield from (number for number in (one["value"], one["reach"]) if number)
    for child in one["children"]:
        yield from printed(child)


#: Where a tree is printed: page or figure, the tree, what its root comes to at the reach of its leaves (in the root's unit).
TREES = {
    "gmv": (
        FIGURES + "value-tree-formula.svg",
        """
GMV|8.0 亿元|10.4 亿元|年 UV × 转化率 × 客单价
  *年 UV|4000 万|4400 万
  转化率|2.5%|2.75%|流程
    *详情 → 加购|10%|11%
    加购 → 下单|40%
    下单 → 支付|62.5%
  客单价|800 元|860 元|连带件数 × 件单价
    *连带件数|1.60|1.72
    件单价|500 元
""",
        10.406e8,
    ),
    "mould": (
        FIGURES + "value-tree-process.svg",
        """
一次换模|95 分钟|60 分钟|流程
  *找模具和等吊车|34 分钟|10 分钟
  拆装|29 分钟|25 分钟
  调试|22 分钟|16 分钟
  首件检验|10 分钟|9 分钟
""",
        60,
    ),
    "waste": (
        FIGURES + "value-tree-elements.svg",
        """
每月报损|72.96 万元||要素
  当天没卖完|54.72 万元||要素
    *现烤面包|36.48 万元
    蛋糕裱花|11.68 万元
    三明治和冷柜|6.56 万元
  烤坏做坏|8.76 万元
  运输存放|6.56 万元
  其他|2.92 万元
""",
        729_600,
    ),
    "saved": ("value-tree.md", "每月省下|280 小时||换模次数 × 每次省下\n  换模次数|480 次\n  *每次省下|35 分钟", 280),
    "stops": (
        "value-tree.md",
        """
停机小时|998.4 小时|686.4 小时|停机次数 × 每次小时
  停机次数|312 次|264 次|要素
    *模具卡料|118|70
    电气|94
    液压|66
    其他|34
  每次小时|3.2 小时|2.6|流程
    等维修工|0.6|0.5
    *等备件|1.4|0.9
    动手修|1.2
""",
        686.4,
    ),
    "shares-of-a-stop": ("value-tree.md", "停机占比|8.0%|5.5%|停机小时 ÷ 计划开动\n  *停机小时|998.4 小时|686.4 小时\n  计划开动|12480 小时", 5.5),
    "basket": ("value-tree-case.md", "客单价|800 元|860 元|连带件数 × 件单价\n  *连带件数|1.60|1.72\n  件单价|500 元", 860),
    "renewal": (
        "value-tree-case.md",
        """
按此续约|1120 万|1216 万|要素
  每周用 3 次以上|720 万||到期一 × 续约率一
    到期一|800 万
    *续约率一|90%|93%
  每周 1–2 次|312 万||到期二 × 续约率二
    到期二|480 万
    *续约率二|65%|80%
  每周不到 1 次|88 万||到期三 × 续约率三
    到期三|320 万
    续约率三|27.5%
""",
        12.16e6,
    ),
    "platform": (
        "value-tree-case.md",
        """
核销额|9.60 亿元|11.29 亿元|支付订单 × 核销率 × 每单金额
  支付订单|1200 万||访问 × 进店率 × 下单率
    访问|6.00 亿次||老客人数 × 老客次数 + 新客人数 × 新客次数
      老客人数|3800 万
      老客次数|13.5
      新客人数|1200 万
      新客次数|7.25
    进店率|25%
    下单率|8%||有套餐的占比 × 支付率
      *有套餐的占比|50%|56%
      支付率|16%
  *核销率|80%|84%
  每单金额|100 元||人均 × 人数
    人均|40 元
    人数|2.5 人
""",
        11.2896e8,
    ),
    "fees": ("value-tree-case.md", "年费|1600 万||要素\n  *每周用 3 次以上|800 万\n  每周 1–2 次|480 万\n  每周不到 1 次|320 万", 16e6),
    "referrals": ("value-tree-case.md", "转介绍成交|5760 万元||多来的人 × 转化率 × 客单价\n  *多来的人|120 万人\n  转化率|6.0%\n  客单价|800 元", 57.6e6),
    "again": (
        "analyse-baseline.md",
        "再次下单|1.872 万人||买过一次 × 联系得上 × 回来看 × 回来后下单\n  买过一次|62.4 万人\n  *联系得上|50%|66%\n  回来看|20%\n  回来后下单|30%",
        24_710,
    ),
    "again-rate": ("analyse-baseline.md", "再次下单率|3.0%||流程\n  联系得上|50%\n  *14 天内回来看|20%\n  回来后下单|30%", 3),
    "steps": ("cascade-case.md", "转化率|2.75%||详情到加购 × 加购到下单 × 下单到支付\n  *详情到加购|11%\n  加购到下单|40%\n  下单到支付|62.5%", 2.75),
    "by-device": ("cascade-case.md", "详情到加购|11.0%||手机占比 × 手机 + 电脑占比 × 电脑\n  手机占比|80%\n  *手机|10.5%\n  电脑占比|20%\n  电脑|13%", 11),
    "heads": ("cascade-case.md", "加购人数|484 万||要素\n  *手机加购|369.6 万\n  电脑加购|114.4 万", 4.84e6),
    "gmv-case": ("cases.md", "GMV|8.00 亿||访客 × 转化率 × 客单价\n  *访客|4000 万|4400 万\n  转化率|2.5%|2.75%\n  客单价|800 元|860 元", 10.406e8),
}  # fmt: skip
#: What the book itself calls wrong: the page, the tree, what has to be said of it.
WRONG = {
    "plain-mean": ("cascade-case.md", "详情到加购|11.75%||手机占比 × 手机 + 电脑占比 × 电脑\n  手机占比|80%\n  *手机|10.5%\n  电脑占比|20%\n  电脑|13%", "T-SUM"),
    "gains-added": ("value-tree-case.md", "多出来的|2.406 亿元||要素\n  *年 UV|0.80 亿元\n  转化率|0.80 亿元\n  客单价|0.60 亿元", "T-SUM"),
}  # fmt: skip


def graded(lines):
    answer = lint_record({"kind": "value_tree", "tree": tree(lines)}, LANGUAGE, POLICY)
    return {(one["code"], one["severity"]) for one in answer["findings"]}


@pytest.mark.parametrize(("page", "lines", "root"), TREES.values(), ids=TREES)
def test_a_tree_of_the_book_is_right_and_its_numbers_stand_there(page: str, lines: str, root: float) -> None:
    assert graded(lines) == set()
    noun = read({"kind": "value_tree", "tree": tree(lines)})
    assert rolled_up(noun, "reach")["n0"] == pytest.approx(root, rel=1e-3)
    text = (BOOK / page).read_text("utf-8").replace(" ", "")
    for number in printed(tree(lines)):
        assert number.rstrip("万亿元人次分钟小时% ") in text, number


@pytest.mark.parametrize(("page", "lines", "code"), WRONG.values(), ids=WRONG)
def test_what_the_book_calls_wrong_is_found(page: str, lines: str, code: str) -> None:
    assert graded(lines) == {(code, "error")}
    text = (BOOK / page).read_text("utf-8").replace(" ", "")
    assert all(number.rstrip("万亿元% ") in text for number in printed(tree(lines)))


def test_the_gains_of_one_leaf_alone_are_those_of_the_page() -> None:
    """analyse-baseline: 0.599, 0.655 and 0.686 万人, each with the other two as they are."""
    lines = TREES["again"][1].replace("20%", "20%|27%").replace("30%", "30%|41%")
    noun = read({"kind": "value_tree", "tree": tree(lines)})
    assert [round(gain(noun, [name])) for name in ("n2", "n3", "n4")] == [5990, 6552, 6864]
