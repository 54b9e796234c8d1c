"""Files for ``okr lint`` that are nearly right: tables, workbooks, lists and JSON lines, spoilt in words and in bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from okr_kit.errors import OkrKitError
from okr_kit.hosts.cli.lint.readers import read
from okr_kit.hosts.cli.lint.source import Entry, open_source
from okr_kit.lint import lint_record

if TYPE_CHECKING:
    from nasty import Nasty

    from okr_kit.lang import Language
    from okr_kit.policy import CoursePolicy

HEADS = (
    "目标",
    "关键结果",
    "基线",
    "目标值",
    "单位",
    "截止日期",
    "权重",
    "负责人",
    "周期",
    "类型",
    "KR1",
    "KR2",
    "备注",
    "O",
    "内容",
)


class Files:
    """Makes files in a folder and reads them."""

    def __init__(self, nasty: Nasty, folder: Path, language: Language, policy: CoursePolicy) -> None:
        """Make them of nasty words."""
        self.nasty, self.rng, self.folder = nasty, nasty.rng, folder
        self.language, self.policy = language, policy

    def make(self) -> tuple[Any, Callable[[], None]]:
        """One file, and reading and grading it."""
        suffix = self.rng.choice((".csv", ".csv", ".txt", ".md", ".jsonl", ".xlsx", ".tsv"))
        data = {".jsonl": self._lines, ".txt": self._list, ".md": self._list, ".xlsx": self._workbook}.get(
            suffix, self._table
        )()
        if self.rng.random() < 0.3:
            data = self._bytes(data)
        file = self.folder / f"f{suffix}"
        file.write_bytes(data)
        return (suffix, data), lambda: self._read(file)

    def _read(self, file: Path) -> None:
        try:
            source = open_source(str(file), io.BytesIO(), "stdin", machine=False)
            for entry in read(source, self.language, self.rng.choice((None, "objective"))):
                if isinstance(entry, Entry) and entry.record is not None:
                    lint_record(entry.record, self.language, self.policy)
        except OkrKitError as error:
            self.language.error(error)

    def _rows(self) -> list[list[Any]]:
        """A header, mostly right, and rows below it."""
        rng, nasty = self.rng, self.nasty
        heads: list[Any] = [
            nasty.slipped(head, rng.choice((0, 0, 0, 1))) for head in rng.sample(HEADS, rng.randrange(1, 8))
        ]
        body = [
            [rng.choice((nasty.text()[:200], nasty.number(), None, "")) for _ in heads]
            for _ in range(rng.randrange(12))
        ]
        return [*([["OKR 表"]] if rng.random() < 0.2 else []), heads, *body]

    def _table(self) -> bytes:
        mark = self.rng.choice((",", ",", ";", "\t", "，"))
        lines = (
            mark.join(
                json.dumps(cell, ensure_ascii=False) if cell and self.rng.random() < 0.2 else str(cell or "")
                for cell in row
            )
            for row in self._rows()
        )
        return self._coded("\n".join(lines))

    def _list(self) -> bytes:
        heads = ("", "", "O：", "KR1：", "- ", "1. ", "## ", "| ", "KR2 ", "【KR3】", "  ")
        lines = (self.rng.choice(heads) + self.nasty.text()[:300] for _ in range(self.rng.randrange(1, 15)))
        return self._coded(self.rng.choice(("\n", "\r\n", "\r", "\n\n")).join(lines))

    def _lines(self) -> bytes:
        rows = (
            {"kind": self.rng.choice(("objective", "key_result", "okr_set")), "text": self.nasty.text()}
            for _ in range(6)
        )
        return "\n".join(json.dumps(self.nasty.spoilt(row)) for row in rows).encode()

    def _coded(self, text: str) -> bytes:
        codec = self.rng.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"))
        return text.encode(
            codec, "replace" if codec == "big5" else "surrogatepass" if codec.startswith("utf") else "ignore"
        )

    def _workbook(self) -> bytes:
        """A workbook; some have a part replaced, cut or taken away."""
        book, made = openpyxl.Workbook(), io.BytesIO()
        for row in self._rows():
            book.active.append([_cell(cell) for cell in row])
        book.save(made)
        if self.rng.random() < 0.5:
            return made.getvalue()
        spoilt = io.BytesIO()
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(spoilt, "w") as new:
            gone = self.rng.choice(old.namelist())
            for name in old.namelist():
                data = old.read(name)
                if name != gone:
                    new.writestr(name, data)
                elif self.rng.random() < 0.8:
                    new.writestr(name, self._bytes(data))
        return spoilt.getvalue()

    def _bytes(self, data: bytes) -> bytes:
        """Bytes changed, cut or doubled in a few places."""
        for _ in range(self.rng.randrange(1, 5)):
            at = self.rng.randrange(len(data) + 1)
            way = self.rng.randrange(4)
            if way == 0:
                data = data[:at] + self.rng.randbytes(self.rng.randrange(1, 4)) + data[at + 1 :]
            elif way == 1:
                data = data[:at] + data[at + self.rng.randrange(1, 40) :]
            elif way == 2:
                data = data[:at] + data[max(0, at - 60) : at] + data[at:]
            else:
                data = data.replace(b'"1"', self.rng.choice((b'"-1"', b'"999"', b'"x"', b'""')), 1)
        return data


def _cell(value: Any) -> Any:
    """What a workbook can hold."""
    if not isinstance(value, (str, int, float, type(None))) or (isinstance(value, int) and abs(value) > 10**15):
        return str(value)[:100]
    return (
        "".join(char for char in value if char >= " " and not "\ud800" <= char <= "\udfff")
        if isinstance(value, str)
        else value
    )
