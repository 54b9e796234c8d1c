"""The list of what is replaced as a workbook: written to be looked at and changed, read back with the changes.

It is the one file that holds the original names. It lies in the class's folder of client material and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError, PackError
from ...hosts.classroom.take_home.sheets import Column, Sheet
from ...hosts.classroom.take_home.workbook import workbook
from ...hosts.cli.lint.source import Source
from ...hosts.cli.lint.workbook import read_workbook
from ..stand_ins import KINDS, Found
from . import named_rows
from .steps import Key, Pack, key_of, shorter

if TYPE_CHECKING:
    from ...lang import Language

NAME = "替换清单.xlsx"
#: The columns in order, with their widths.
_COLUMNS = {"kind": 8, "original": 30, "stand-in": 22, "what": 12, "shorter": 24, "count": 7, "where": 44, "sure": 12}
#: Between the forms of one name, and files that are named at most.
_BETWEEN, _FILES = "　", 6


def list_file(pack: Pack) -> bytes:
    """The list as it is now, and which file is called what in the results."""
    say = pack.content.language.say
    columns = tuple(Column(say(f"pack.list.{name}"), width) for name, width in _COLUMNS.items())
    rows = tuple(_row(pack, one) for one in pack.found)
    files = tuple(
        (say("pack.result.called", number=f"{number:02}"), one.name) for number, one in enumerate(pack.materials, 1)
    )
    titles = tuple(Column(say(f"pack.list.{name}"), 40) for name in ("called", "name"))
    sheets = [
        Sheet("list", say("pack.list.title"), columns, rows),
        Sheet("files", say("pack.list.files"), titles, files),
    ]
    return workbook(sheets, title=say("pack.list.title"), foot=say("pack.list.foot"))


def take_list(pack: Pack, file: Path) -> list[Found]:
    """Take the list as she left it into a pack; what of the pack she has not seen, because it is not in the list.

    Raises PackError ``pack-no-list`` where there is none, ``pack-list-columns`` or ``pack-list-kind`` where a column is gone
    or a row says of nothing what it is; InputError where the file cannot be read.
    """
    language = pack.content.language
    kinds = {language.say(f"pack.kind.{kind}"): kind for kind in KINDS}
    told: dict[str, str | None] = {}
    known = {form for one in pack.found for form in one.forms}
    for number, row in _rows(file, language):
        forms, kind = row.get("original", "").split(_BETWEEN), kinds.get(row.get("kind", ""), "")
        if forms == [""]:
            continue
        if known.isdisjoint(forms):
            if not kind:
                raise PackError("pack-list-kind", file=file.name, row=number, kinds="、".join(kinds))
            for form in forms:
                pack.know(kind, form)
        keeps = row.get("what", "") in language.say("pack.list.keeps").split("|")
        told |= dict.fromkeys(forms, None if keeps else row.get("stand-in", ""))
    edits: dict[Key, str | None] = {}
    for one in pack.found:
        mine = [told[form] for form in one.forms if form in told]
        if mine:
            edits[key_of(one)] = mine[0]
    pack.edit(edits)
    return [one for one in pack.found if key_of(one) not in edits]


def _row(pack: Pack, one: Found) -> tuple[str | int, ...]:
    say = pack.content.language.say
    more = "…" if len(one.where) > _FILES else ""
    return (
        say(f"pack.kind.{one.kind}"),
        _original(one),
        one.stand_in,
        say("pack.list.keep" if pack.keeps(one) else "pack.list.replace"),
        shorter(one),
        one.count,
        "、".join(list(one.where)[:_FILES]) + more,
        "" if one.sure else say("pack.list.unsure"),
    )


def _original(one: Found) -> str:
    return _BETWEEN.join(one.forms)


def _rows(file: Path, language: Language) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of the list with their numbers, by the names of the columns."""
    if not file.is_file():
        raise PackError("pack-no-list", file=NAME)
    try:
        grid = read_workbook(Source(file.name, "xlsx", path=file)).grids[0]
    except PermissionError:
        raise PackError("pack-held", file=str(file)) from None
    except IndexError:
        raise InputError("lint-xlsx", file=file.name) from None
    titles = {language.say(f"pack.list.{name}"): name for name in _COLUMNS}
    places = named_rows.columns(grid, titles)
    for name in ("kind", "original", "stand-in", "what"):
        if name not in places.values():
            raise PackError("pack-list-columns", file=file.name, column=language.say(f"pack.list.{name}"))
    return list(named_rows.rows(grid, places))
