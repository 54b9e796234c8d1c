"""The commands of ``okr`` that belong to the trainer's side; ``__main__`` gives them to the command line, which lies below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..hosts.cli.commands import class_option, course_options
from ..lang import Language


def add_commands(okr: click.Group, language: Language) -> None:
    """Add them, in the words of a pack; what a command does is imported when it runs."""
    say = language.say

    @okr.command(help=say("pack.help"), options_metavar=say("cli.options"))
    @click.argument(
        "folder",
        required=False,
        type=click.Path(path_type=Path),
        metavar=say("pack.folder-word"),
        help=say("pack.option.folder"),
    )
    @class_option(language)
    @click.option("--company", multiple=True, metavar=say("pack.option.company-word"), help=say("pack.option.company"))
    @click.option("--cycle", metavar=say("cli.value.cycle"), help=say("pack.option.cycle"))
    @click.option("--agree", is_flag=True, help=say("pack.option.agree"))
    @click.option("--publish", "publishes", is_flag=True, help=say("pack.option.publish"))
    @click.option("--delete", is_flag=True, help=say("pack.option.delete"))
    @course_options(language)
    def pack(folder: Path | None, **settings: Any) -> int:
        from .pack.command import run_pack

        return run_pack(language, folder, **settings)
