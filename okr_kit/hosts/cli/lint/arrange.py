"""Which column of a table plays which part: its O's, the KRs of each, the columns beside each KR.

Names alone do not settle it: of two columns 目标 the one with numbers is the target; a column KR that holds 「KR1」 and
nothing more is a number; 权重 behind each of three KRs belongs to the KR before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ....quantity import parse
from .grid import Row
from .heads import Column, Head
from .names import Name
from .sheet import Sheet, may_be_statement

#: Rows that are looked at to see what a column holds.
_LOOKED_AT = 40
_BESIDE = ("baseline", "target", "change", "unit", "due", "weight", "confidence", "type")
_COMMON = ("due", "unit", "type")
_COUNT = re.compile(r"\d{1,2}(?:\.\d{1,2})?[.、]?")


@dataclass
class KrColumn:
    """A column of KRs with the columns that belong to it."""

    column: Column
    beside: list[Column] = field(default_factory=list)


@dataclass
class OColumn:
    """A column of O's (None where a table has none) with its columns of KRs."""

    column: Column | None
    krs: list[KrColumn] = field(default_factory=list)


@dataclass
class Arrangement:
    """The parts of one table; ``columns`` are all of them, with what they turned out to mean."""

    columns: list[Column]
    objectives: list[OColumn]
    wide: bool

    def one(self, meaning: str) -> Column | None:
        """The first column that means this."""
        return next((column for column in self.columns if column.meaning == meaning), None)

    def read(self) -> list[Column]:
        """The columns that are read into records."""
        found = [one.column for one in self.objectives if one.column]
        for kr in (kr for one in self.objectives for kr in one.krs):
            found += [kr.column, *kr.beside]
        return found + [column for column in self.columns if column.meaning in ("cycle", "parent")]


def arrange(sheet: Sheet, head: Head, rows: Sequence[Row]) -> Arrangement:
    """Give each column its part, by its name and by what stands below it."""
    looked_at = rows[:_LOOKED_AT]
    columns = _told_apart(sheet, list(head.columns), looked_at)
    columns = _merged_krs(sheet, head, columns, looked_at)
    objectives = [OColumn(column) for column in columns if column.meaning == "objective"] or [OColumn(None)]
    krs = [KrColumn(column) for column in columns if column.meaning == "key_result"]
    for kr in krs:
        _owner(kr.column, objectives).krs.append(kr)
    _beside(columns, krs)
    return Arrangement(columns, objectives, len(krs) > 1)


def values(rows: Iterable[Row], column: Column) -> list[Any]:
    """What stands in a column."""
    return [row.cells[column.at] for row in rows if column.at in row.cells]


def _changed(column: Column, meaning: str) -> Column:
    return replace(column, name=column.name._replace(meaning=meaning) if column.name else Name(meaning))


def _told_apart(sheet: Sheet, columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """Tell apart columns of one name by what they hold."""
    for meaning in ("objective", "key_result"):
        same = [column for column in columns if column.meaning == meaning]
        for column in same if len(same) > 1 else []:
            held = values(rows, column)
            labels = sum(sheet.words.names.label(str(value)) is not None for value in held)
            if held and labels * 2 > len(held):
                columns = _with(columns, column, "id")
    columns = [beside for column in columns for beside in _counted(sheet, columns, column, rows)]
    objectives = [column for column in columns if column.meaning == "objective"]
    if len(objectives) > 1 or any(column.meaning in ("key_result", "metric") for column in columns):
        krs = {column.at for column in columns if column.meaning == "key_result"}
        with_krs = [row for row in rows if not krs.isdisjoint(row.cells)] if krs else rows
        for column in objectives:
            if _numbers(values(with_krs, column)):
                columns = _with(columns, column, "target")
    columns = _upper(_described(sheet, columns, rows))
    for meaning in ("text", "metric"):
        if not any(column.meaning == "key_result" for column in columns):
            columns = [_changed(column, "key_result") if column.meaning == meaning else column for column in columns]
    meanings = {column.meaning for column in columns}
    if "current" in meanings and "target" in meanings and not meanings & {"baseline", "progress"}:
        columns = _with(columns, next(column for column in columns if column.meaning == "current"), "baseline")
    return columns


def _counted(sheet: Sheet, columns: list[Column], column: Column, rows: Sequence[Row]) -> list[Column]:
    """A column 关键结果 that holds 1, 2, 3 numbers the KRs, which stand behind it in a column without a name."""
    behind = Column(column.at + 1, column.title, column.name)
    if column.meaning not in ("objective", "key_result") or any(one.at == behind.at for one in columns):
        return [column]
    held, texts = values(rows, column), values(rows, behind)
    numbers = sum(
        _COUNT.fullmatch(str(value)) is not None or sheet.words.names.label(value) is not None for value in held
    )
    stated = sum(isinstance(text, str) and len(text) > 2 for text in texts)
    if numbers * 2 > len(held) and stated * 2 > len(held):
        return [_changed(column, "id"), behind]
    return [column]


def _with(columns: list[Column], column: Column, meaning: str) -> list[Column]:
    """The columns with one that means something else; a meaning that is taken leaves it without one."""
    taken = meaning not in ("id", "parent", "aside") and any(one.meaning == meaning for one in columns)
    changed = replace(column, name=None) if taken else _changed(column, meaning)
    return [changed if one is column else one for one in columns]


def _numbers(held: Sequence[Any]) -> bool:
    return bool(held) and sum(parse(value) is not None for value in held) * 2 > len(held)


def _described(sheet: Sheet, columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """Of 目标名称 and 目标描述 the name is the O; of KR名称 and KR描述 the one with numbers in it is the KR."""
    for meaning in ("objective", "key_result"):
        same = [one for one in columns if one.meaning == meaning and one.name and not one.name.number]
        about = [one for one in same if sheet.words.names.describes(one.title)]
        if len(same) != 2 or len(about) != 1:
            continue
        other = next(one for one in same if one is not about[0])
        stated = meaning == "key_result" and _digits(values(rows, about[0])) > _digits(values(rows, other))
        columns = _with(columns, other if stated else about[0], "aside")
    return columns


def _digits(held: Sequence[Any]) -> int:
    return sum(any(map(str.isdigit, str(value))) for value in held)


def _upper(columns: list[Column]) -> list[Column]:
    """Of several O's without a number the last before the KRs is the O, the others are what it serves.

    A column that names a superior's O is the O where there is no other.
    """
    plain = [column for column in columns if column.meaning == "objective" and column.name and not column.name.number]
    numbered = [column for column in columns if column.meaning == "objective" and column not in plain]
    if not plain and not numbered:
        upper = [column for column in columns if column.meaning == "parent"]
        return _with(columns, upper[-1], "objective") if upper else columns
    krs = [column.at for column in columns if column.meaning == "key_result"]
    if all(any(one.at < kr < two.at for kr in krs) for one, two in pairwise(plain)):
        return columns  # tables side by side: each O has its KRs behind it
    first = min(krs, default=1 << 14)
    before = [column for column in plain if column.at < first] or plain
    for column in plain:
        if column is not before[-1] or numbered:
            taken = any(one.meaning == "parent" for one in columns)
            columns = _with(columns, column, "aside" if taken else "parent")
    return columns


def _merged_krs(sheet: Sheet, head: Head, columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """Add the columns without a name below a merged 关键结果, where they hold statements."""
    known = {column.at for column in columns}
    for block in sheet.grid.across(sheet.grid.rows[head.last].number):
        above = next((column for column in columns if column.at == block.left), None)
        if above is None or above.meaning != "key_result" or block.right - block.left > 20:
            continue
        for at in set(range(block.left + 1, block.right + 1)) - known:
            extra = Column(at, above.title, above.name)
            held = values(rows, extra)
            if held and sum(map(may_be_statement, held)) * 2 > len(held):
                columns = sorted([*columns, extra], key=lambda column: column.at)
    return columns


def _owner(column: Column, objectives: list[OColumn]) -> OColumn:
    """The O that a column of KRs belongs to: the one its number names, else the nearest before it."""
    group = column.name.group if column.name else ""
    named = [one for one in objectives if group and one.column and one.column.name and one.column.name.number == group]
    before = [one for one in objectives if one.column and one.column.at < column.at]
    return (named or before[-1:] or objectives)[0]


def _beside(columns: Sequence[Column], krs: list[KrColumn]) -> None:
    """Give each field to the KR it belongs to: by number, else to the KR before it; one for all where it can be."""
    for meaning in _BESIDE:
        same = [column for column in columns if column.meaning == meaning]
        if not same or not krs:
            continue
        if len(krs) == 1:  # 目标、权重、关键结果、权重: the one behind the KR is the KR's
            krs[0].beside.append(next((one for one in same if one.at > krs[0].column.at), same[-1]))
            continue
        for column in same:
            number = column.name.number if column.name else ""
            before = [kr for kr in krs if kr.column.at < column.at]
            named = [kr for kr in krs if number and kr.column.name and kr.column.name.number == number]
            if named:
                near = [kr for kr in named if kr in before]
                (near[-1] if near else named[0]).beside.append(column)
            elif len(same) > 1 and before and not any(one.meaning == meaning for one in before[-1].beside):
                before[-1].beside.append(column)
            elif len(same) == 1 and meaning in _COMMON:
                for kr in krs:
                    kr.beside.append(column)
