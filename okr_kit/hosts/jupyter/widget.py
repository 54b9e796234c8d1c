"""``show(slug)``: an exercise as a notebook widget, and the one script text that its page needs."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ... import bank, engine, lang
from ...errors import OkrKitError, ServeError

if TYPE_CHECKING:
    from .exercise_widget import ExerciseWidget

STATIC = Path(__file__).parent.parent / "static"
#: Joined in this order: anywidget resolves no local import, so what one file exports the next simply finds.
SCRIPTS = ("vendor/idiomorph.esm.js", "player.js", "elements.js", "widget.js")
#: The draw of a notebook unless told otherwise: what the trainer rehearsed is what the room sees.
SEED = 1

_IMPORT = re.compile(r'^import\s[^;]*?from\s*"\./[^"]*";[ \t]*\n', re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export\s*\{[^}]*\};?[ \t]*\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|const|let|class)\b)", re.MULTILINE)


def show(
    slug: str,
    lang: str = lang.DEFAULT,
    seed: int = SEED,
    overlay: str | Path | None = None,
    course: str | Path | None = None,
) -> ExerciseWidget:
    """The exercise of that slug as a widget: display it, compose it, observe ``score``, or drive it with ``act``.

    ``overlay`` is the lecturer's folder of own items and texts, ``course`` a course.toml; by default those of the
    running class, if any. Raises ContentError with a note that says which file and key is wrong, UnknownExercise, and
    ServeError where the ``jupyter`` extra is not installed.
    """
    try:
        widget_class = _widget_class()
        content = bank.load(lang, _path(overlay, "OKR_CONTENT"), _path(course, "OKR_COURSE"))
        return widget_class(engine.Context(content, content.exercise(slug)), seed)
    except OkrKitError as error:
        error.add_note(_sentence(error))
        raise


def _widget_class() -> type[ExerciseWidget]:
    try:
        from .exercise_widget import ExerciseWidget
    except ModuleNotFoundError as error:
        raise ServeError("extra-missing", name=error.name) from None
    return ExerciseWidget


def _path(given: str | Path | None, variable: str) -> Path | None:
    """The folder or file given, or that of the class whose Voila started this kernel."""
    found = given or os.environ.get(variable)
    return Path(found) if found else None


def _sentence(error: OkrKitError) -> str:
    """The sentence for an error, for as long as the pack that has it can be read."""
    try:
        return lang.load().error(error)
    except OkrKitError:
        return str(error)


@cache
def script() -> str:
    """Idiomorph, the player and the widget's own few lines as one module without local imports."""
    parts = []
    for name in SCRIPTS:
        path = STATIC / name
        if path.exists():
            text = _EXPORT.sub("", _EXPORT_LIST.sub("", _IMPORT.sub("", path.read_text(encoding="utf-8"))))
            parts.append(f"// {name}\n{text.strip()}\n")
    return "\n".join(parts)


@cache
def style() -> str:
    """The style sheet of the class's pages, out of its layer.

    A layer yields to every rule outside of one, so that JupyterLab's plain ``button`` and ``legend`` would win.
    """
    return (STATIC / "style.css").read_text(encoding="utf-8").replace("@layer okr {", "@media all {", 1)
