"""Sheets as the bytes of an .xlsx file. openpyxl is imported here and when it is needed, so that a server starts fast."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .rows import Cell
from .sheets import Column, Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a cell can hold, in UTF-16 units, as Excel counts: an emoji is two; and what an .xlsx file cannot.
LONGEST = 32_000
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
#: How a text begins that a spreadsheet would take for a formula when somebody edits it, or saves it as .csv.
_FORMULA = (*"=+-@＝＋－＠", "\t", "\n")  # the wide ones too: Chinese spreadsheets read them so
#: Points of a line, and the highest row there can be.
_LINE_HEIGHT, _HIGHEST = 15.5, 409
_INK, _PAPER, _LINE = "1F2733", "E3EFED", "D5CFC4"
#: A4, lying.
_A4, _MARGIN = 9, 0.4


def workbook(sheets: Iterable[Sheet], *, title: str, foot: str) -> bytes:
    """The file. ``title`` stands in its properties and above each printed page, ``foot`` below, with &P and &N for pages."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title = book.properties.creator = title
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet, title, foot)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet, title: str, foot: str) -> None:
    """One sheet: names of columns in the first row, which stays in sight; wrapped text; ready to be printed on A4."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Border(bottom=Side("thin", color=_LINE))
    head = {"font": Font(bold=True, color=_INK), "fill": PatternFill("solid", start_color=_PAPER), "border": line}
    head["alignment"] = Alignment(vertical="center", wrap_text=True)
    body = {"alignment": Alignment("left", "top", wrap_text=True), "border": line}
    for at, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(at)].width = column.width
        _put(page.cell(1, at), column.title, head)
    for number, row in enumerate(sheet.rows, 2):
        for at, (value, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            _put(page.cell(number, at), value, body, column.decimals)
        page.row_dimensions[number].height = _height(row, sheet.columns)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.paperSize, page.page_setup.orientation = _A4, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = _MARGIN
    page.oddHeader.left.text, page.oddFooter.center.text = f"{title}　{sheet.title}".replace("&", "&&"), foot


def _height(row: Iterable[Cell], columns: Iterable[Column]) -> float:
    """How high a row has to be for its text: phones and LibreOffice do not work it out by themselves."""
    lines = (
        sum(max(1, math.ceil(_width(line) / (column.width - 1))) for line in value.split("\n"))
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str)
    )
    return min(max(lines, default=1) * _LINE_HEIGHT + 4, _HIGHEST)


def _width(line: str) -> int:
    """How wide a line is in characters of a spreadsheet."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line)


def _put(cell: Any, value: Cell, style: dict[str, Any], decimals: int | None = None) -> None:
    """A value as what it is; a text is never a formula."""
    if isinstance(value, str):
        cell.value = held = text(value)
        cell.data_type = "s"
        cell.quotePrefix = held.startswith(_FORMULA)
    else:
        cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif decimals and not isinstance(value, str):
        cell.number_format = f"0.{'0' * decimals}"
    for name, part in style.items():
        setattr(cell, name, part)


def text(value: str) -> str:
    """A text as a cell can hold it: without what no .xlsx file can, and not longer than a cell."""
    clean = _ILLEGAL.sub("", value)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return clean
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
