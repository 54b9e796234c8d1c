"""Word files (.docx): paragraphs and tables in the order of the document, as the readers of texts and tables take them.

python-docx opens the package; its paragraphs leave out what was inserted with 修订 and what stands in content controls, so
the text is gathered here. What stands elsewhere (comments, text boxes, pictures, headers) is named as left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml.ns import qn

from ...errors import InputError
from ...hosts.cli.lint.grid import Grid, Merge, Row, tidy
from ...hosts.cli.lint.outline import Line
from ...hosts.cli.lint.source import OLE, LeftOut, locked
from .docx_list import Numbering
from .material import Given

#: Bytes of all parts, unpacked.
_LARGEST = 200 << 20
#: What holds paragraphs and tables, and what was deleted or lies beside the text.
_INSIDE = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_GONE = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "drawing", "pict", "object", "rPh")}
_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OLD_DRAWN = "{urn:schemas-microsoft-com:vml}imagedata"
_AROUND = ("/header", "/footer", "/footnotes", "/endnotes")


@dataclass
class Word:
    """A Word file: its lines and tables in order, and what of it is neither."""

    blocks: list[list[Line] | Grid] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)


def read_docx(given: Given) -> Word:
    """Read it; InputError ``pack-docx-locked``, ``pack-docx-old`` or ``pack-docx`` where it is none, ``pack-large``."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.data)) as package:
            large = sum(part.file_size for part in package.infolist()) > _LARGEST
        if not large:
            return _Reader(given.name, docx.Document(io.BytesIO(given.data))).read()
    except Exception:  # noqa: BLE001 - python-docx and lxml say in a dozen ways that a package is broken
        if given.data.startswith(OLE):
            code = "pack-docx-locked" if locked(given.data) else "pack-docx-old"
        else:
            code = "pack-docx"
        raise InputError(code, file=given.name) from None
    raise InputError("pack-large", file=given.name, most=_LARGEST >> 20)


class _Reader:
    """Walks through one document."""

    def __init__(self, name: str, document: Any) -> None:
        self._name, self._document = name, document
        self._numbering = Numbering(document)
        self._heads = {one.style_id for one in document.styles if _is_head(one)}
        self._word = Word()
        self._number, self._apart, self._hidden = 0, False, 0

    def read(self) -> Word:
        for one in _children(self._document.element.body):
            if one.tag == _P:
                self._add(self._paragraph(one))
            else:
                self._table(one)
        self._word.left += self._beside()
        return self._word

    def _add(self, texts: Sequence[tuple[str, int]]) -> None:
        """Further lines of text."""
        for text, indent in texts:
            if not text.strip():
                self._apart = True
                continue
            self._number += 1
            if not self._word.blocks or isinstance(self._word.blocks[-1], Grid):
                self._word.blocks.append([])
            lines = self._word.blocks[-1]
            if isinstance(lines, list):
                lines.append(Line(self._number, text, indent, self._apart))
            self._apart = False

    def _paragraph(self, one: Any) -> list[tuple[str, int]]:
        """The lines of a paragraph with what its list or its heading puts before them, and how far they stand in."""
        text = tidy("".join(self._text(one)))
        if not text:
            return [("", 0)]
        mark, depth = self._numbering.mark(one)
        style = one.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) in self._heads:
            mark = f"# {mark}"
        first, *rest = text.split("\n")
        return [
            (f"{'    ' * depth}{mark}{first}", 4 * depth),
            *((f"{'    ' * depth}{line}", 4 * depth) for line in rest),
        ]

    def _text(self, element: Any) -> Iterator[str]:
        """What is to be read in a paragraph: also what was inserted with 修订, nothing that was deleted or hidden."""
        for one in element:
            if one.tag in _GONE:
                continue
            if one.tag == qn("w:r") and _on(one.find(f"{qn('w:rPr')}/{qn('w:vanish')}")):
                self._hidden += any(part.text for part in one.iter(qn("w:t")))
            elif one.tag == qn("w:t"):
                yield one.text or ""
            elif one.tag in (qn("w:br"), qn("w:cr")):
                yield "\n" if one.get(qn("w:type")) in (None, "textWrapping") else ""
            elif one.tag == qn("w:tab"):
                yield "\t"
            elif one.tag == qn("w:noBreakHyphen"):
                yield "-"
            else:
                yield from self._text(one)

    def _cell(self, cell: Any) -> str:
        """The text of a cell, that of tables in it too."""
        lines: list[str] = []
        for one in _children(cell):
            if one.tag == _P:
                lines += [text.strip() for text, _ in self._paragraph(one)]
            else:
                lines += ["\t".join(map(self._cell, _below(row, _TC))) for row in _below(one, _TR)]
        return "\n".join(filter(None, lines))

    def _table(self, table: Any) -> None:
        """A table as a sheet; one of a single cell is a frame around text."""
        rows: list[Row] = []
        merges: list[Merge] = []
        open_: dict[int, Merge] = {}
        for tr in _below(table, _TR):
            self._number += 1
            at = int(_value(tr, "trPr", "gridBefore") or 0)
            cells: dict[int, str] = {}
            for tc in _below(tr, _TC):
                wide = int(_value(tc, "tcPr", "gridSpan") or 1)
                tall = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if tall is not None and tall.get(qn("w:val")) != "restart" and at in open_:
                    open_[at] = Merge(open_[at].top, at, self._number, at + wide - 1)
                else:
                    merges += [open_.pop(at)] if at in open_ else []
                    if tall is not None or wide > 1:
                        open_[at] = Merge(self._number, at, self._number, at + wide - 1)
                    if text := tidy(self._cell(tc)):
                        cells[at] = text
                at += wide
            if cells:
                rows.append(Row(self._number, cells))
        if len(rows) == 1 and len(rows[0].cells) == 1:
            self._add([(line, 0) for line in next(iter(rows[0].cells.values())).split("\n")])
        elif rows:
            self._word.blocks.append(Grid("", rows, [*merges, *open_.values()]))

    def _beside(self) -> Iterator[LeftOut]:
        """What people put beside the text."""
        body = self._document.element.body
        kinds = [rel.reltype for rel in self._document.part.rels.values() if not rel.is_external]
        if any(kind.endswith("/comments") for kind in kinds):
            yield LeftOut(self._name, "comments")
        if any(part.text for box in body.iter(qn("w:txbxContent")) for part in box.iter(qn("w:t"))):
            yield LeftOut(self._name, "text-boxes", lost=True)
        if pictures := sum(1 for _ in body.iter(_DRAWN, _OLD_DRAWN)):
            yield LeftOut(self._name, "pictures", values={"count": pictures}, lost=True)
        if self._hidden:
            yield LeftOut(self._name, "words-hidden")
        if any(_says(rel) for rel in self._document.part.rels.values() if rel.reltype.endswith(_AROUND)):
            yield LeftOut(self._name, "page-around")


def _children(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, those in content controls and 修订 too."""
    for one in element:
        if one.tag in (_P, _TBL):
            yield one
        elif one.tag in _INSIDE:
            yield from _children(one)


def _below(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, in their order."""
    for one in element:
        if one.tag == tag:
            yield one
        elif one.tag in _INSIDE:
            yield from _below(one, tag)


def _value(element: Any, group: str, name: str) -> str:
    found = element.find(f"{qn(f'w:{group}')}/{qn(f'w:{name}')}")
    said = found.get(qn("w:val"), "") if found is not None else ""
    return said if said.isdigit() else ""


def _on(switch: Any) -> bool:
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false")


def _is_head(style: Any) -> bool:
    """Whether a style is that of a title or a heading, in whatever language Word was."""
    name = str(style.name or "").lower()
    return name.startswith(("heading", "title", "标题")) or style.element.find(f".//{qn('w:outlineLvl')}") is not None


def _says(relation: Any) -> bool:
    """Whether a part beside the text holds words."""
    try:
        root = relation.target_part.element
    except AttributeError:  # footnotes are bytes to python-docx
        return b"<w:t>" in relation.target_part.blob or b"<w:t " in relation.target_part.blob
    return any((part.text or "").strip() for part in root.iter(qn("w:t")))
