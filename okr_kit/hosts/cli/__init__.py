"""The command ``okr``: lint, serve, rehearse, class, build, print, export, doctor. What goes wrong ends here, as one sentence of the pack's."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence

import click

from ... import lang
from ...errors import OkrKitError
from ...lang import Language
from .commands import Add, program


def run(arguments: Sequence[str], more: Iterable[Add] = ()) -> int:
    """Run one command and return its exit status; an error is one sentence, never a traceback.

    ``more`` adds commands of layers above this one.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        language = lang.load()
    except OkrKitError as error:  # a broken pack has no words for it
        complain(str(error))
        return 1
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    try:
        okr = program(language, more)
        return okr.main(list(arguments), "okr", standalone_mode=False, color=False if plain else None) or 0
    except OkrKitError as error:
        complain(language.error(error))
        return 1
    except click.UsageError as error:
        complain(sentence(language, error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        complain(language.say("cli.stopped"))
        return 130
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 - the trainer gets a sentence, the maintainer the rest in a file
        complain(unexpected(language, error))
        return 70


def sentence(language: Language, error: click.UsageError) -> str:
    """What is wrong with a command and where its help is; the help itself for one that says nothing."""
    words = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return words
    if isinstance(error, click.MissingParameter):  # click itself ends this one, with a dot
        words = words.removesuffix(".") + "。"
    return language.say("cli.wrong", detail=words, command=error.ctx.command_path if error.ctx else "okr")


def unexpected(language: Language, error: Exception) -> str:
    """Write the traceback of a fault of ours into a file and say where it is."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="okr-", suffix=".log", delete=False) as kept:
        traceback.print_exception(error, file=kept)
    return language.say("cli.unexpected", detail=f"{type(error).__name__}: {error}", file=kept.name)


def complain(words: str) -> None:
    """Say one sentence where errors go."""
    sys.stderr.write(f"{words}\n")
