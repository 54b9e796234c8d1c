"""``okr`` and ``python -m okr_kit``."""

from __future__ import annotations

import sys

#: Which extra brings a module that a command may miss.
EXTRAS = {
    "alembic": "serve",
    "voila": "serve",
    "psycopg": "postgresql",
    "anywidget": "jupyter",
    "ipywidgets": "jupyter",
    "pandas": "trainer",
    "docx": "trainer",
}


def main() -> int:
    """Run the command line; a wheel without its extras says in one sentence what it lacks."""
    try:
        from .hosts.cli import run
        from .trainer.commands import add_commands

        return run(sys.argv[1:], [add_commands])
    except ModuleNotFoundError as error:
        module = (error.name or "").split(".")[0]
        if module in ("", __package__):
            raise
        from . import lang

        extra = EXTRAS.get(module, "serve")
        sys.stderr.write(lang.load().say("cli.needs-extra", module=module, extra=extra) + "\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
