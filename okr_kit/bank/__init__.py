"""The bank: every exercise of a language, read from TOML, checked, with the lecturer's overlay on top.

The overlay folder (``okr serve --content FOLDER``) has the same layout as the package:
``bank/zh_cn/<slug>.toml`` and ``lang/zh_cn/…``. A slug we do not have is a new exercise. For one we have, the keys
given replace ours, items of the same ``id`` replace ours, new items are added, and ``remove = ["id"]`` drops items.
A class may have a folder of its own besides (``store/folders.py``), which is laid over the lecturer's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import kinds, lang, policy
from ..errors import ContentError, UnknownExercise
from ..files import Overlay, folders, layers, need, read_toml
from ..model import Exercise
from ..scoring import FORMULAS

#: Slugs that mean something else in the log of a class.
RESERVED = ("shelf", "lesson", "plan")
#: When an exercise is done: before the course, in class by all or by who wants to, after it.
NEEDS = ("before", "must", "optional", "after")
KNOWN = ("slug", "kind", "title", "task", "unit", "minutes", "need")


@dataclass(frozen=True)
class Content:
    """Everything a class runs on: language, course policy, exercises by slug, and the version of all their files."""

    language: lang.Language
    policy: policy.CoursePolicy
    exercises: Mapping[str, Exercise]
    version: str

    def exercise(self, slug: str) -> Exercise:
        """The exercise of that slug; UnknownExercise if there is none."""
        try:
            return self.exercises[slug]
        except KeyError:
            raise UnknownExercise("exercise-unknown", slug=slug) from None


def load(tag: str = lang.DEFAULT, overlay: Overlay = None, course: Path | None = None) -> Content:
    """Read language, policy and all exercises; ContentError names the file and key that is wrong."""
    for own in folders(overlay):
        if not own.is_dir():
            raise ContentError("overlay-missing", file=own.name)
    language = lang.load(tag, overlay)
    tables: dict[str, dict[str, Any]] = {}
    digest = sha256()
    for folder in layers(f"bank/{tag}", overlay):
        for path in sorted(folder.glob("*.toml")):
            digest.update(path.read_bytes())
            tables[path.stem] = merge(tables.get(path.stem, {}), read_toml(path), path.name)
    version = digest.hexdigest()[:12]
    settings = policy.load(course)
    exercises = {
        slug: build(settled(table, settings, f"{slug}.toml"), f"{slug}.toml", version)
        for slug, table in sorted(tables.items())
    }
    for exercise in exercises.values():
        kinds.check(exercise, language)
        if set(exercise.settings.get("onward", ())) - set(exercises):
            raise ContentError("content-key", file=f"{exercise.slug}.toml", key="onward")
        half = exercise.settings.get("half", "")
        if half and f"class.half-{half}" not in language.messages:
            raise ContentError("content-key", file=f"{exercise.slug}.toml", key="half")
    return Content(language, settings, in_order(exercises), version)


def in_order(exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """Sort by unit, then by ``order`` (a setting of the exercise), then by slug."""
    return dict(sorted(exercises.items(), key=lambda pair: (pair[1].unit, pair[1].settings.get("order", 99), pair[0])))


def merge(ours: Mapping[str, Any], theirs: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Lay one file over another: keys replace, items go by id, ``remove`` drops items.

    Raises ContentError where a list of the file is none, where ``remove`` names an id that is not there, or leaves nothing.
    """
    gone = theirs.get("remove", [])
    if not isinstance(gone, list) or not all(isinstance(one, str) for one in gone):
        raise ContentError("content-key", file=file, key="remove")
    merged = {**ours, **theirs}
    known: set[str] = set()
    for name in ("items", "scenarios"):
        for rows in (ours.get(name, []), theirs.get(name, [])):
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise ContentError("content-key", file=file, key=name)
        rows = {str(row.get("id")): row for row in [*ours.get(name, ()), *theirs.get(name, ())]}
        known |= set(rows)
        left = [row for one, row in rows.items() if one not in gone]
        if rows and not left:
            raise ContentError("content-remove-all", file=file)
        if rows:
            merged[name] = left
    for one in gone:
        if one not in known:
            near = get_close_matches(one, known, n=3, cutoff=0.4) or sorted(known)[:3]
            raise ContentError("content-remove", file=file, key=one, near="、".join(near))
    merged.pop("remove", None)
    return merged


def settled(table: Mapping[str, Any], settings: policy.CoursePolicy, file: str) -> dict[str, Any]:
    """A bank file in a course of these settings: what it says ``under`` the course's formula of scores is laid over the rest.

    Raises ContentError where ``under`` names no formula.
    """
    under = table.get("under", {})
    if not isinstance(under, dict) or not all(isinstance(one, dict) for one in under.values()):
        raise ContentError("content-key", file=file, key="under")
    if unknown := sorted(set(under) - set(FORMULAS)):
        raise ContentError("content-key", file=file, key=f"under.{unknown[0]}")
    plain = {key: value for key, value in table.items() if key != "under"}
    return merge(plain, under.get(settings.scoring_formula, {}), file)


def build(table: Mapping[str, Any], file: str, version: str) -> Exercise:
    """Make an Exercise of one file's table; ContentError names the key that is missing or of the wrong type."""
    words = {key: need(table, key, str, file) for key in ("slug", "kind", "title", "task", "need")}
    if f"{words['slug']}.toml" != file or words["slug"] in RESERVED:
        raise ContentError("content-key", file=file, key="slug")
    if words["need"] not in NEEDS:
        raise ContentError("content-key", file=file, key="need")
    rows = table.get("items") or table.get("scenarios") or []
    items: dict[str, Mapping[str, Any]] = {}
    for number, row in enumerate(rows, 1):
        name = need(row, "id", str, file, f"items[{number}]")
        if name in items:
            raise ContentError("content-twice", file=file, key=name)
        items[name] = row
    settings = {key: value for key, value in table.items() if key not in (*KNOWN, "v", "items", "scenarios")}
    for key in ("unit", "minutes", *(["order"] if "order" in table else [])):
        if not isinstance(table.get(key), int) or isinstance(table[key], bool) or table[key] < 0:
            raise ContentError("content-key", file=file, key=key)
    return Exercise(
        **words,
        unit=table["unit"],
        minutes=table["minutes"],
        version=version,
        items=items,
        settings=settings,
    )
