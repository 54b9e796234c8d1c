"""What ``okr doctor`` looks at before a class; each check is one line that says what is, and if need be what to do."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import click

from ...errors import OkrKitError
from ...lang import Language
from .. import network
from ..find_browser import find_browser
from .open_room import DATA, DEFAULT_DATABASE, Plan, described

PARTS = ("voila", "tornado", "SQLAlchemy", "alembic", "ipywidgets", "anywidget", "segno", "openpyxl", "pypdf")
LITTLE_DISK, NO_DISK = 2 * 10**9, 2 * 10**8
COLOURS = {"ok": "green", "warn": "yellow", "bad": "red"}
Level = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and the words for it."""

    level: Level
    words: str


def examine(language: Language, *, wait: int, **options: Any) -> int:
    """Print every check; 1 if one is bad. With ``--lan``, let a second device prove that it gets through."""
    plan = Plan(**options)
    bad = 0
    for check in checks(language, plan):
        bad += check.level == "bad"
        mark = click.style(language.say(f"cli.doctor.{check.level}"), fg=COLOURS[check.level], bold=True)
        click.echo(f"{mark}  {check.words}")
    if plan.lan is not None and not bad:
        from .doctor_probe import probe

        bad += not probe(language, plan.lan, plan.port, wait)
    click.echo(language.say("cli.doctor.end-bad" if bad else "cli.doctor.end-ok", count=bad))
    return int(bad > 0)


def checks(language: Language, plan: Plan) -> Iterator[Check]:
    """Look at everything, one after the other."""
    for look in (_python, _parts, _browser, _content, _folder, _database, _disk, _port, _addresses, _firewall):
        yield from look(language, plan)


def _say(language: Language, level: Level, key: str, **values: object) -> Check:
    return Check(level, language.say(f"cli.doctor.{key}", **values))


def _python(language: Language, _: Plan) -> Iterator[Check]:
    yield _say(
        language, "ok", "python", version=platform.python_version(), system=f"{platform.system()} {platform.release()}"
    )


def _parts(language: Language, _: Plan) -> Iterator[Check]:
    """Say which parts are missing."""
    missing = []
    for name in PARTS:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield _say(language, "bad", "parts-missing", names="、".join(missing))
    else:
        yield _say(language, "ok", "parts", voila=version("voila"))


def _browser(language: Language, _: Plan) -> Iterator[Check]:
    found = find_browser()
    if found:
        yield _say(language, "ok", "browser", program=Path(found).name)
    else:
        yield _say(language, "warn", "browser-missing")


def _content(language: Language, plan: Plan) -> Iterator[Check]:
    """Read all content as the class would."""
    from ... import bank

    try:
        content = bank.load(overlay=plan.overlays, course=plan.course)
    except OkrKitError as error:
        yield Check("bad", language.error(error))
    else:
        yield _say(language, "ok", "content", count=len(content.exercises), version=content.version)


def _folder(language: Language, plan: Plan) -> Iterator[Check]:
    """Say whether this is the course folder."""
    if any((plan.folder / "exercises").glob("*.ipynb")):
        yield _say(language, "ok", "folder", folder=plan.folder)
    else:
        yield _say(language, "warn", "folder-none", folder=plan.folder)


def _database(language: Language, plan: Plan) -> Iterator[Check]:
    """Open the store if there is one, else try whether one could be made."""
    default = plan.folder / DATA / DEFAULT_DATABASE
    if plan.db is None and not default.exists():
        yield from _writable(language, next(path for path in (default.parent, plan.folder) if path.is_dir()))
        return
    try:
        from ..store import Store

        with Store(plan.db or str(default)) as store:
            yield _say(language, "ok", "database", where=store.where)
    except OkrKitError as error:
        yield Check("bad", language.error(error))
    except ModuleNotFoundError:
        return  # said by _parts


def _writable(language: Language, folder: Path) -> Iterator[Check]:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        yield _say(language, "bad", "unwritable", folder=folder)
    else:
        yield _say(language, "ok", "database-new", folder=folder)


def _disk(language: Language, plan: Plan) -> Iterator[Check]:
    free = shutil.disk_usage(plan.folder).free
    level: Level = "ok" if free > LITTLE_DISK else "warn" if free > NO_DISK else "bad"
    yield _say(language, level, "disk" if level == "ok" else "disk-little", gigabytes=f"{free / 10**9:.1f}")


def _port(language: Language, plan: Plan) -> Iterator[Check]:
    if network.port_is_free(network.ANY, plan.port):
        yield _say(language, "ok", "port", port=plan.port)
    else:
        yield _say(language, "bad", "port-busy", port=plan.port)


def _addresses(language: Language, plan: Plan) -> Iterator[Check]:
    """List the addresses, best first."""
    known = network.addresses()
    if not known:
        yield _say(language, "warn", "address-none")
    for number, address in enumerate(known):
        key = "address-best" if number == 0 else "address"
        yield _say(language, "ok", key, port=plan.port, **described(language, address))


def _firewall(language: Language, plan: Plan) -> Iterator[Check]:
    """Say what this system's firewall asks or hides, and what the second device has to open."""
    system = {"win32": "windows", "darwin": "mac"}.get(sys.platform, "linux")
    yield _say(language, "warn", f"firewall-{system}", port=plan.port)
    if plan.lan is None:
        yield _say(language, "warn", "second-device")
