"""The command ``okr``: lint, serve, build, doctor. Words come from the language pack, also for help and wrong options.

Commands are built from the pack at start; what only one of them needs (rich, Voila, the store) is imported by it.
"""

from __future__ import annotations

import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from ... import __version__, lang
from ...errors import OkrKitError, ServeError
from ...lang import Language

DEFAULT_PORT = 8866


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; an error is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    language: Language | None = None
    try:
        language = lang.load()
        return program(language).main(list(arguments), "okr", standalone_mode=False) or 0
    except OkrKitError as error:
        complain(language.error(error) if language else str(error))
        return 1
    except click.UsageError as error:
        assert language is not None  # noqa: S101 - commands exist only with words for them
        complain(sentence(language, error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        complain(language.say("cli.stopped") if language else "")
        return 130
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 - the trainer gets a sentence, the maintainer the rest in a file
        complain(unexpected(language, error))
        return 70


def unexpected(language: Language | None, error: Exception) -> str:
    """Write the traceback of a fault of ours into a file and say where it is."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="okr-", suffix=".log", delete=False) as kept:
        traceback.print_exception(error, file=kept)
    detail = f"{type(error).__name__}: {error}"
    return language.say("cli.unexpected", detail=detail, file=kept.name) if language else detail


def complain(words: str) -> None:
    """Say one sentence where errors go."""
    sys.stderr.write(f"{words}\n")


def sentence(language: Language, error: click.UsageError) -> str:
    """Choose the sentence for a command that was written wrongly."""
    extra = re.search(r"extra arguments? \((.*)\)", error.message)
    key, values = "any", {"detail": error.message}
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.ctx.get_help()
        case _Unknown():
            key, values = "command", {"name": error.message}
        case click.NoSuchOption() | click.BadOptionUsage():
            key, values = (
                "option" if isinstance(error, click.NoSuchOption) else "needs-value",
                {"name": error.option_name},
            )
        case click.MissingParameter():
            key, values = "missing", {"name": _name(error.param)}
        case click.BadParameter():
            key, values = "value", {"name": _name(error.param), "expected": _expected(language, error.param)}
        case _ if extra:
            key, values = "extra", {"name": extra[1]}
    return language.say(f"cli.wrong.{key}", command=error.ctx.command_path if error.ctx else "okr", **values)


def _name(parameter: click.Parameter | None) -> str:
    """Name an option or argument as people write it."""
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else str(parameter.human_readable_name)


def _expected(language: Language, parameter: click.Parameter | None) -> str:
    """Say which values a parameter takes."""
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return language.say("cli.wrong.choice", choices="、".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return language.say("cli.wrong.number", low=kind.min, high=kind.max)
    return ""


# -- building the commands ---------------------------------------------------------------------------------------------


class Words(click.HelpFormatter):
    """Help with the pack's headings in place of click's."""

    language: Language

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - click's own
        """Write the first line."""
        super().write_usage(prog, args.replace("[OPTIONS]", "").strip(), self.language.say("cli.usage"))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        key = f"cli.{heading.lower()}"
        self.write(f"{'':>{self.current_indent}}{self.language.messages.get(key, heading)}：\n")


def program(language: Language) -> click.Group:
    """Build ``okr`` with its commands in the words of a pack."""

    class Help(Words):
        pass

    Help.language = language

    class Context(click.Context):
        formatter_class = Help

    class Group(click.Group):
        context_class = Context

        def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
            """Say in our words that there is no such command."""
            if self.get_command(ctx, args[0]) is None:
                raise _Unknown(args[0], ctx)
            return super().resolve_command(ctx, args)

    group = Group("okr", help=language.say("cli.about"), no_args_is_help=True, add_help_option=False)
    group.subcommand_metavar = language.say("cli.command")
    group.params += [_help(language), _version(language)]
    for build in (_lint, _serve, _build, _doctor):
        group.add_command(build(language, Context))
    return group


class _Unknown(click.UsageError):
    """No such command; the message is its name."""


def _flag_that_prints(name: str, text: str, say: Callable[[click.Context], str]) -> click.Option:
    """Make an option that prints something and ends."""

    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            click.echo(say(ctx))
            ctx.exit(0)

    return click.Option([name], is_flag=True, expose_value=False, is_eager=True, callback=show, help=text)


def _help(language: Language) -> click.Option:
    return _flag_that_prints("--help", language.say("cli.help"), lambda ctx: ctx.get_help())


def _version(language: Language) -> click.Option:
    return _flag_that_prints("--version", language.say("cli.version"), lambda _: f"okr {__version__}")


def _command(
    language: Language,
    context: type[click.Context],
    name: str,
    callback: Callable[..., int],
    params: list[click.Parameter],
) -> click.Command:
    """Make a command whose help is in the pack."""

    class Command(click.Command):
        context_class = context

    help_text = language.say(f"cli.{name}.help")
    return Command(
        name,
        callback=callback,
        params=[*params, _help(language)],
        help=help_text,
        short_help=help_text,
        add_help_option=False,
    )


def _lint(language: Language, context: type[click.Context]) -> click.Command:
    """Build ``okr lint``."""

    def lint(file: str, output: str, kind: str | None, **settings: Any) -> int:
        from .lint.command import lint_file

        return lint_file(language, file, output, kind, **settings)

    def say(key: str) -> str:
        return language.say(f"cli.lint.{key}")

    path = click.Path(path_type=Path)
    params: list[click.Parameter] = [
        click.Argument(["file"], default="-", metavar="[FILE|-]"),
        click.Option(["--format", "output"], type=click.Choice(["text", "jsonl"]), default="text", help=say("format")),
        click.Option(["--kind"], type=click.Choice(["objective", "key_result"]), help=say("kind")),
        click.Option(["--cycle"], help=say("cycle"), metavar="CYCLE"),
        click.Option(["--course"], type=path, help=say("course"), metavar="FILE"),
        click.Option(["--content"], type=path, help=say("content"), metavar="FOLDER"),
    ]
    return _command(language, context, "lint", lint, params)


def _room_options(language: Language) -> list[click.Parameter]:
    """Options that ``serve`` and ``doctor`` share."""

    def say(key: str) -> str:
        return language.say(f"cli.serve.{key}")

    path = click.Path(path_type=Path)
    port = click.IntRange(1, 65535)
    return [
        click.Option(
            ["--lan", "lan"], is_flag=False, flag_value="", default=None, metavar="[ADDRESS]", help=say("lan")
        ),
        click.Option(["--port"], type=port, default=DEFAULT_PORT, help=say("port"), metavar="PORT"),
        click.Option(["--db"], help=say("db"), metavar="URL"),
        click.Option(["--course"], type=path, help=say("course"), metavar="FILE"),
        click.Option(["--content"], type=path, help=say("content"), metavar="FOLDER"),
        click.Option(["--course-dir"], type=path, help=say("course-dir"), metavar="FOLDER"),
    ]


def _serve(language: Language, context: type[click.Context]) -> click.Command:
    """Build ``okr serve``."""

    def serve(**options: Any) -> int:
        from .open_room import Plan, open_room

        return open_room(language, Plan(**options))

    name = click.Option(["--class", "class_name"], help=language.say("cli.serve.class"), metavar="NAME", default="")
    return _command(language, context, "serve", serve, [*_room_options(language), name])


def _build(language: Language, context: type[click.Context]) -> click.Command:
    """Build ``okr build``."""

    def build(course_dir: Path | None, content: Path | None, course: Path | None, *, strict: bool, fresh: bool) -> int:
        from ..classroom.book import Book

        book = Book((course_dir or Path.cwd()).resolve(), content, course)
        if not book.exists:
            raise ServeError("book-missing", folder=str(book.folder))
        with click.progressbar(length=100, label=language.say("cli.build.label"), show_eta=False) as bar:
            site = book.build(lambda percent: bar.update(max(0, percent - bar.pos)), strict=strict, fresh=fresh)
            bar.update(100 - bar.pos)
        click.echo(language.say("cli.build.done", folder=str(site)))
        return 0

    def say(key: str) -> str:
        return language.say(f"cli.build.{key}")

    path = click.Path(path_type=Path)
    params: list[click.Parameter] = [
        click.Option(["--course-dir"], type=path, help=language.say("cli.serve.course-dir"), metavar="FOLDER"),
        click.Option(["--content"], type=path, help=language.say("cli.serve.content"), metavar="FOLDER"),
        click.Option(["--course"], type=path, help=language.say("cli.serve.course"), metavar="FILE"),
        click.Option(["--strict"], is_flag=True, help=say("strict")),
        click.Option(["--fresh"], is_flag=True, help=say("fresh")),
    ]
    return _command(language, context, "build", build, params)


def _doctor(language: Language, context: type[click.Context]) -> click.Command:
    """Build ``okr doctor``."""

    def doctor(**options: Any) -> int:
        from .doctor import examine

        return examine(language, **options)

    wait = click.Option(
        ["--wait"], type=click.IntRange(1, 3600), default=60, help=language.say("cli.doctor.wait"), metavar="SECONDS"
    )
    return _command(language, context, "doctor", doctor, [*_room_options(language), wait])
