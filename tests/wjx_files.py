"""Files as 问卷星 (wjx.cn) exports them, made from people who answered the questionnaire, in every shape that is known.

``write(path, people(40), SHAPES["codes"])`` makes one. ``kept`` says what a shape can still tell of a person, ``unknown``
which headers belong to no question of ours, ``private`` what must not survive loading. Files that are broken are in
:mod:`wjx_broken`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from wjx_columns import KEY, REWORDED, file_name, kept, private, rows, submitted, unknown
from wjx_people import IDS, OTHER, QUESTIONS, SKIPPED, Person, Question, people
from wjx_shapes import ASSUMED, PERSONAL, SCALE, SHAPES, SIX, Shape

__all__ = [
    "ASSUMED",
    "IDS",
    "KEY",
    "OLD",
    "OLD_PEOPLE",
    "OTHER",
    "PERSONAL",
    "QUESTIONS",
    "REWORDED",
    "SCALE",
    "SHAPES",
    "SIX",
    "SKIPPED",
    "Person",
    "Question",
    "Shape",
    "csv_text",
    "file_name",
    "kept",
    "large",
    "people",
    "private",
    "rows",
    "save",
    "submitted",
    "unknown",
    "write",
]

_DATA = Path(__file__).parent / "data" / "survey"
#: The old binary exports by the name of their shape, and who is in them; how they were made stands beside them.
OLD = {"text-old": _DATA / "All_Data_Readable.xls", "codes-old": _DATA / "All_Data_Original.xls"}
OLD_PEOPLE = people(12, seed=9)


def write(path: Path, people: Sequence[Person], shape: Shape) -> Path:
    """The export of these people in this shape: a workbook, or a CSV where the path ends so."""
    header, cells = rows(people, shape)
    return save(path, [header, *cells], shape)


def large(path: Path, count: int = 5000) -> Path:
    """A plain export with many people."""
    return write(path, people(count, seed=5), SHAPES["text"])


def save(path: Path, table: Iterable[Sequence[Any]], shape: Shape) -> Path:
    """A table with its header, below what the shape has above it."""
    lines = [*([words] if words else [] for words in shape.above), *table]
    if path.suffix == ".csv":
        path.write_bytes(csv_text(lines).encode(shape.encoding or "utf-8-sig"))
    else:
        _workbook(path, lines, shape)
    return path


def csv_text(lines: Iterable[Sequence[Any]]) -> str:
    """The text of a CSV as 问卷星 and Excel write it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue()


def _workbook(path: Path, lines: Iterable[Sequence[Any]], shape: Shape) -> None:
    book = openpyxl.Workbook(write_only=True)
    if shape.sheets == "cover-before":
        book.create_sheet("说明").append(["样例公司的课前调研，答卷在后一张表。"])
    if shape.sheets == "empty-before":
        book.create_sheet("Sheet0")
    sheet = book.create_sheet("Sheet1")
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    if shape.sheets == "empty-behind":
        book.create_sheet("Sheet2")
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    """The value, or a cell that keeps a text with a leading = a text."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
