"""What ``okr pack`` does and says: read and list, then write what was agreed to, then publish what was chosen; or delete it all."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ... import bank
from ...bank import Content
from ...errors import PackError
from ...hosts.classroom.room import CLASS_NAME
from ...hosts.cli.columns import clean, width
from ...hosts.cli.lint.report import said
from ...hosts.cli.lint.source import LeftOut
from ...hosts.cli.open_room import DATA, database
from ...hosts.store.folders import OVERLAY
from ...lang import Language
from ..stand_ins import Found, Known
from .home import Home
from .list_file import NAME, list_file, take_list
from .publish import publish, published
from .result_files import REPORT, chosen_in, save
from .steps import Pack, Result, shorter

#: Columns of a terminal that a cell of the list may take, and rows that are shown of it: all of them are in the file.
_WIDEST, _SHOWN = 30, 60


def run_pack(
    language: Language,
    folder: Path | None,
    *,
    class_name: str,
    company: Iterable[str],
    cycle: str | None,
    agree: bool,
    publishes: bool,
    delete: bool,
    **course_of: Path | None,
) -> int:
    """Do one step; 1 where something is left for her to do first. Raises InputError, PackError, ContentError.

    ``course_of``: ``content``, ``course`` and ``course_dir`` as every command has them.
    """
    content, course = course_of["content"], course_of["course"]
    course_folder = (course_of["course_dir"] or Path.cwd()).resolve()
    name = class_name or CLASS_NAME
    home = Home.of(course_folder / DATA, name)
    if delete:
        return _delete(language, home, name)
    loaded = bank.load(overlay=content, course=course)
    if publishes:
        return _publish(loaded, home, name, content, course)
    if folder is None:
        raise PackError("pack-which")
    pack = Pack.open(folder, loaded, [Known("company", one) for one in company], cycle or "")
    _say_read(language, pack)
    database(None, course_folder)  # the folder of answers, for this account alone
    file = home.folder / NAME
    unseen = take_list(pack, file) if agree or file.is_file() else None
    if not agree or unseen:
        _list(language, pack, home, new=len(unseen or ()))
        return int(agree)
    pack.agree()
    places = save(pack, home)
    _say_result(language, pack.result)
    click.echo()
    _echo(language, "written", cleaned=places[0])
    _echo(language, "written-report", report=places[1])
    _echo(language, "factor")
    click.echo(language.say("pack.command.written-steps").strip("\n"))
    return 0


def _list(language: Language, pack: Pack, home: Home, *, new: int) -> None:
    """Write the list and show it, and what to do next; ``new`` rows were not in the list of before."""
    file = home.put(NAME, list_file(pack))
    _table(language, pack, pack.found)
    if new:
        _echo(language, "list-new", count=new)
    _echo(language, "list-written", file=file)
    click.echo(language.say("pack.command.list-steps").strip("\n"))


def _publish(content: Content, home: Home, name: str, own: Path | None, course: Path | None) -> int:
    before = published(home, content)
    chosen = chosen_in(home, content)
    count = publish(chosen, home, content, own, course)
    language = content.language
    if not count:
        _echo(language, "published-none" if before else "publish-none", file=REPORT, name=name)
        return int(not before)
    for slug, text in published(home, content):
        click.echo(f"  {content.exercises[slug].title}：{clean(text)}")
    _echo(language, "published", count=count, name=name)
    return 0


def _delete(language: Language, home: Home, name: str) -> int:
    gone = home.delete()
    if not gone:
        _echo(language, "deleted-nothing", name=name, folder=home.folder)
        return 0
    _echo(language, "deleted", count=len(gone), folder=home.folder)
    if any(file.startswith(f"{OVERLAY}/") for file in gone):
        _echo(language, "deleted-items")
    _echo(language, "deleted-not")
    return 0


def _say_read(language: Language, pack: Pack) -> None:
    """What was read as what, and what was not, with what to do."""
    _echo(language, "read", count=len(pack.materials))
    for one in pack.materials:
        graded = sum(entry.record is not None for entry in one.entries)
        click.echo(f"  {clean(one.name)}　{language.say(f'pack.sort.{one.sort}', count=graded)}")
    left = [told for one in pack.materials for told in one.told if isinstance(told, LeftOut)]
    wrong = [language.error(entry.error) for one in pack.materials for entry in one.entries if entry.error]
    _listed(language, "lost", [*wrong, *(said(language, one) for one in left if one.lost)])
    _listed(language, "left", [said(language, one) for one in left if not one.lost])
    _listed(language, "unread", [language.error(one.error) for one in pack.unread])


def _listed(language: Language, key: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        click.echo()
        _echo(language, key, count=len(lines))
    for line in lines:
        click.echo(f"  · {clean(line)}")


def _table(language: Language, pack: Pack, found: list[Found]) -> None:
    """The list as columns."""
    click.echo()
    _echo(language, "list", count=len(found))
    say = language.say
    rows = [
        (
            say(f"pack.kind.{one.kind}"),
            "　".join(one.forms),
            say("pack.list.keep") if pack.keeps(one) else _instead(language, one),
            say("pack.command.times", count=one.count),
            "" if one.sure else say("pack.list.unsure"),
        )
        for one in found[:_SHOWN]
    ]
    wide = [min(_WIDEST, max(width(row[at]) for row in rows)) for at in range(4)] if rows else []
    for row in rows:
        cells = [_fit(clean(cell), size) for cell, size in zip(row, [*wide, _WIDEST], strict=True)]
        click.echo(f"  {cells[0]}  {cells[1]} → {cells[2]}  {cells[3]}  {cells[4]}".rstrip())
    if len(found) > _SHOWN:
        click.echo("  …")
    click.echo()


def _instead(language: Language, one: Found) -> str:
    """What stands in its place, and in that of its shorter forms."""
    own = shorter(one)
    return one.stand_in + (language.say("pack.command.shorter", forms=own) if own else "")


def _fit(text: str, columns: int) -> str:
    """A text in so many columns, cut where it is longer."""
    while width(text) > columns:
        text = f"{text.removesuffix('…')[:-1]}…"
    return text + " " * (columns - width(text))


def _say_result(language: Language, result: Result) -> None:
    """The profile in a few lines, what can be items, what is to be looked at."""
    say = language.say
    click.echo()
    for one in result.profile:
        named = (
            say("pack.command.code", title=language.card(code).title, count=count, share=one.share(count))
            if one.share(count) is not None
            else say("pack.command.code-few", title=language.card(code).title, count=count)
            for code, count in one.codes[:5]
        )
        kind = say(f"pack.kinds.{one.kind}")
        click.echo(say("pack.command.kind", kind=kind, count=one.count, judged=one.judged, codes="；".join(named)))
    _echo(language, "candidates", count=len(result.candidates))
    if result.each:
        _echo(language, "each", words="、".join(result.each))
    for file, columns in result.columns.items():
        _echo(language, "columns", file=file, columns="、".join(columns))
    sys.stdout.flush()


def _echo(language: Language, key: str, **values: object) -> None:
    click.echo(language.say(f"pack.command.{key}", **{name: clean(str(value)) for name, value in values.items()}))
