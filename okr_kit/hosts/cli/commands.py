"""The commands of ``okr`` and their options; words come from a pack, what a command does is imported when it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any

import click

from ... import __version__
from ...lang import Language
from .click_words import speak
from .printing import PARTS

DEFAULT_PORT = 8866
#: How many simulated learners a rehearsal has, and how many at most: a class of one address.
LEARNERS, MOST_LEARNERS = 20, 60
#: Adds commands to ``okr`` in the words of a pack.
Add = Callable[[click.Group, Language], None]


def program(language: Language, more: Iterable[Add] = ()) -> click.Group:
    """``okr`` in the words of a pack, with ``more`` commands from above this layer."""
    speak(language)  # before anything is made: some of click's words are chosen then

    @click.group(
        help=language.say("cli.about"),
        no_args_is_help=True,
        options_metavar="",
        subcommand_metavar=language.say("cli.command"),
    )
    @click.version_option(__version__, message="okr %(version)s")
    def okr() -> None:
        pass

    for add in (_lint, _serve, _rehearse, _class, _build, _print, _export, _doctor, *more):
        add(okr, language)
    return okr


def _lint(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.lint.help"), options_metavar=say("cli.options"))
    @click.argument("file", default="-", metavar=say("cli.lint.source"), help=say("cli.lint.file"))
    @click.option(
        "--format", "output", type=click.Choice(["text", "jsonl"]), default="text", help=say("cli.lint.format")
    )
    @click.option("--kind", type=click.Choice(["objective", "key_result"]), help=say("cli.lint.kind"))
    @click.option("--cycle", metavar=say("cli.value.cycle"), help=say("cli.lint.cycle"))
    @_file("--course", say("cli.lint.course"))
    @_folder("--content", say("cli.lint.content"))
    def lint(file: str, output: str, kind: str | None, **settings: Any) -> int:
        from .lint.command import lint_file

        return lint_file(language, file, output, kind, **settings)


def _serve(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.serve.help"), options_metavar=say("cli.options"))
    @_room_options(language)
    @class_option(language)
    @click.option("--name", "names", multiple=True, metavar=say("cli.value.name"), help=say("cli.serve.name"))
    def serve(**options: Any) -> int:
        from .open_room import Plan, open_room

        return open_room(language, Plan(**options))


def _rehearse(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.rehearse.help"), options_metavar=say("cli.options"))
    @_address_options(language)
    @class_option(language, "cli.rehearse.class")
    @course_options(language)
    @click.option(
        "--learners",
        type=click.IntRange(1, MOST_LEARNERS),
        default=LEARNERS,
        metavar=say("cli.value.learners"),
        help=say("cli.rehearse.learners"),
    )
    def rehearse(learners: int, **options: Any) -> int:
        from .open_room import Plan
        from .rehearse import rehearse

        return rehearse(language, Plan(**options), learners)


def _class(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.group(
        "class",
        help=say("cli.class.help"),
        no_args_is_help=True,
        options_metavar="",
        subcommand_metavar=say("cli.command"),
    )
    def class_() -> None:
        pass

    @class_.command(help=say("cli.class.backup.help"), options_metavar=say("cli.options"))
    @click.argument(
        "file", type=click.Path(path_type=Path), metavar=say("cli.value.file"), help=say("cli.class.backup.file")
    )
    @_which_store(language)
    def backup(file: Path, **settings: Any) -> int:
        from .keep_class import back_up_class

        return back_up_class(language, file, **settings)

    @class_.command(help=say("cli.class.restore.help"), options_metavar=say("cli.options"))
    @click.argument(
        "file", type=click.Path(path_type=Path), metavar=say("cli.value.file"), help=say("cli.class.restore.file")
    )
    @_which_store(language)
    def restore(file: Path, **settings: Any) -> int:
        from .keep_class import restore_class

        return restore_class(language, file, **settings)


def _build(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.build.help"), options_metavar=say("cli.options"))
    @course_options(language)
    @click.option("--strict", is_flag=True, help=say("cli.build.strict"))
    @click.option("--fresh", is_flag=True, help=say("cli.build.fresh"))
    def build(**options: Any) -> int:
        from .build_book import build_book

        return build_book(language, **options)


def _print(okr: click.Group, language: Language) -> None:
    say = language.say
    number = say("cli.value.number")

    @okr.command("print", help=say("cli.print.help"), options_metavar=say("cli.options"))
    @click.argument(
        "file",
        required=False,
        type=click.Path(path_type=Path),
        metavar=say("cli.print.target"),
        help=say("cli.print.file"),
    )
    @click.option("--learners", type=click.IntRange(1, 999), metavar=number, help=say("cli.print.learners"))
    @click.option("--tables", type=click.IntRange(1, 99), metavar=number, help=say("cli.print.tables"))
    @click.option("--no-phones", type=click.IntRange(0, 99), metavar=number, help=say("cli.print.no-phones"))
    @click.option(
        "--part",
        "parts",
        type=click.Choice(PARTS),
        multiple=True,
        metavar=say("cli.value.part"),
        help=say("cli.print.part"),
    )
    @click.option("--for-hr", is_flag=True, help=say("cli.print.for-hr"))
    @course_options(language)
    def print_(**options: Any) -> int:
        from .printing.command import print_paper

        return print_paper(language, **options)


def _export(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.export.help"), options_metavar=say("cli.options"))
    @click.argument("file", default="-", metavar=say("cli.export.target"), help=say("cli.export.file"))
    @click.option("--judgements", is_flag=True, help=say("cli.export.judgements"))
    @_whose_answers(language)
    def export(file: str, **settings: Any) -> int:
        from .export_class import export_class

        return export_class(language, file, **settings)


def _doctor(okr: click.Group, language: Language) -> None:
    say = language.say

    @okr.command(help=say("cli.doctor.help"), options_metavar=say("cli.options"))
    @_room_options(language)
    @click.option(
        "--wait", type=click.IntRange(1, 3600), default=60, metavar=say("cli.value.wait"), help=say("cli.doctor.wait")
    )
    def doctor(**options: Any) -> int:
        from .doctor import examine

        return examine(language, **options)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _room_options(language: Language) -> Decorator:
    """What ``serve`` and ``doctor`` share."""
    say = language.say
    return _all(
        _address_options(language),
        click.option("--db", metavar=say("cli.value.db"), help=say("cli.serve.db")),
        course_options(language),
    )


def _address_options(language: Language) -> Decorator:
    """Where a room opens."""
    say = language.say
    lan, port = say("cli.value.lan"), say("cli.value.port")
    return _all(
        click.option("--lan", is_flag=False, flag_value="", metavar=lan, help=say("cli.serve.lan")),
        click.option(
            "--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, metavar=port, help=say("cli.serve.port")
        ),
    )


def _whose_answers(language: Language) -> Decorator:
    """Which class of which store: for what reads answers without opening a room."""
    return _all(_which_store(language), class_option(language))


def _which_store(language: Language) -> Decorator:
    """Which store, as ``serve`` finds it."""
    say = language.say
    return _all(
        click.option("--db", metavar=say("cli.value.db"), help=say("cli.serve.db")),
        _folder("--course-dir", say("cli.serve.course-dir")),
    )


def class_option(language: Language, what: str = "cli.serve.class") -> Decorator:
    """Which class; ``what`` is the key of what is said of it."""
    say = language.say
    return click.option("--class", "class_name", default="", metavar=say("cli.value.class"), help=say(what))


def course_options(language: Language) -> Decorator:
    """Whose course it is: shared by whatever reads a course folder."""
    say = language.say
    return _all(
        _file("--course", say("cli.serve.course")),
        _folder("--content", say("cli.serve.content")),
        _folder("--course-dir", say("cli.serve.course-dir")),
    )


def _file(name: str, words: str) -> Decorator:
    return click.option(name, type=click.Path(dir_okay=False, path_type=Path), help=words)


def _folder(name: str, words: str) -> Decorator:
    return click.option(name, type=click.Path(file_okay=False, path_type=Path), help=words)


def _all(*options: Decorator) -> Decorator:
    """Several options as one decorator."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)
