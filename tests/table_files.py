"""Small workbooks for tests: as openpyxl writes them, or part by part where a fault is wanted that nobody writes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(path: Path, sheets: Mapping[str, Iterable[Iterable[Any]]], **merged: list[str]) -> openpyxl.Workbook:
    """Save sheets with their rows, and blocks of merged cells by sheet; gives the workbook to change and save again."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for block in merged.get(title, ()):
            sheet.merge_cells(block)
    book.save(path)
    return book


def cell(reference: str, text: str) -> str:
    """The XML of a cell that holds a text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def parts(rows: str, *, before: str = "", behind: str = "", namespace: str = MAIN) -> dict[str, str]:
    """The parts of a workbook with one sheet, from the XML of its rows and of what stands around them."""
    relation = f'<Relationship Id="r1" Type="{OFFICE}/'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "_rels/.rels": f'{relations}{relation}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{relations}{relation}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="OKR" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>',
    }


def package(path: Path, given: Mapping[str, str | bytes]) -> None:
    """Save parts as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in given.items():
            archive.writestr(name, data)
