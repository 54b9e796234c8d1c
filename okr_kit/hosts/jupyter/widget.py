"""``show(slug)``: an exercise as a notebook widget; ``show_stage()``: what the class's projector shows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ... import bank, engine, lang
from ...errors import OkrKitError, ServeError
from ...lang import load as _load_language
from .voila_process import DRAW, told_course, told_overlay

if TYPE_CHECKING:
    from .exercise_widget import ExerciseWidget
    from .stage_widget import StageWidget

#: The draw of a notebook outside a class unless told otherwise: what was rehearsed is what is shown.
SEED = 1


def show(
    slug: str,
    lang: str = lang.DEFAULT,
    seed: int | None = None,
    overlay: str | Path | None = None,
    course: str | Path | None = None,
    given: Iterable[Mapping[str, Any]] = (),
) -> ExerciseWidget:
    """The exercise of that slug as a widget: display it, compose it, observe ``score``, or drive it with ``act``.

    ``overlay`` is the lecturer's folder of own items and texts, ``course`` a course.toml; by default those of the
    running class, if any, and so is the draw, unless a ``seed`` is given. ``given`` are documents of other exercises (``ex.documents``). Raises DocumentError, ContentError with a note that says which file and key is wrong, UnknownExercise, and
    ServeError where the ``jupyter`` extra is not installed.
    """
    try:
        widget_class: type[ExerciseWidget] = _module("exercise_widget").ExerciseWidget
        content = class_content(lang, overlay, course)
        return widget_class(content, slug, _seed(slug) if seed is None else seed, given)
    except OkrKitError as error:
        error.add_note(_sentence(error))
        raise


def show_stage(lang: str = lang.DEFAULT, overlay: str | Path | None = None) -> StageWidget:
    """The stage of the running class as a widget: display it in a notebook that the trainer opens by ``okr serve``.

    Its page asks the class server, not the kernel; without a class it says so. ``overlay`` is the lecturer's folder of own
    texts. Raises ContentError, and ServeError where the ``jupyter`` extra is not installed.
    """
    try:
        made = _module("stage_widget").StageWidget(_load_language(lang, _overlay(overlay)))
    except OkrKitError as error:
        error.add_note(_sentence(error))
        raise
    return cast("StageWidget", made)


def class_content(
    tag: str = lang.DEFAULT, overlay: str | Path | None = None, course: str | Path | None = None
) -> bank.Content:
    """The bank, words and settings of a lecturer's folder and file; by default those of the running class, if any.

    Raises ContentError.
    """
    return bank.load(tag, _overlay(overlay), Path(course) if course else told_course())


def _module(name: str) -> Any:
    """A module of this folder that wants the ``jupyter`` extra."""
    try:
        return import_module(f".{name}", __package__)
    except ModuleNotFoundError as error:
        raise ServeError("extra-missing", name=error.name) from None


def _overlay(given: str | Path | None) -> tuple[Path, ...]:
    """The folder given, or those of the class whose Voila started this kernel."""
    return (Path(given),) if given else told_overlay()


def _seed(slug: str) -> int:
    """The draw of the class whose Voila started this kernel, so that the projector shows what the phones have."""
    draw = os.environ.get(DRAW)
    return engine.seed(draw, slug) if draw else SEED


def _sentence(error: OkrKitError) -> str:
    """The sentence for an error, for as long as the pack that has it can be read."""
    try:
        return lang.load().error(error)
    except OkrKitError:
        return str(error)
