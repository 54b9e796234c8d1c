"""What ``okr serve`` does: decide on an address, open the store and the class, print the links, serve.

``okr rehearse`` (:mod:`.rehearse`) does the same for a class that nothing is kept of.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import ServeError, StoreError
from ...files import folders
from ...lang import Language
from .. import network

if TYPE_CHECKING:
    from ...bank import Content
    from ..classroom import server
    from ..classroom.room import Room

DATA, DEFAULT_DATABASE = "okr-data", "okr.sqlite3"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the class is to be opened with, as given to ``okr serve``, ``okr rehearse`` or ``okr doctor``."""

    lan: str | None
    port: int
    db: str | None = None
    course: Path | None = None
    content: Path | None = None
    course_dir: Path | None = None
    class_name: str = ""
    names: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The course folder."""
        return (self.course_dir or Path.cwd()).resolve()

    @property
    def overlays(self) -> tuple[Path, ...]:
        """What is laid over the bank: the lecturer's own folder, then what the class of that name has of its client."""
        from ..classroom.room import CLASS_NAME
        from ..store.folders import class_overlay

        return (*folders(self.content), *class_overlay(self.folder / DATA, self.class_name or CLASS_NAME))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the room opens: ``host`` is bound, ``link`` is what devices open, ``chosen`` None in rehearsal."""

    host: str
    link: str
    chosen: network.Address | None = None


def open_room(language: Language, plan: Plan) -> int:
    """Open a class and serve it until Ctrl-C. Raises what goes wrong before as an OkrKitError.

    Also StoreError at the end, if the store's file is not in its place then.
    """
    from ..classroom.room import CLASS_NAME, Room
    from ..store import Store, people

    loaded, place, notebooks = prepared(language, plan)
    with Store(database(plan.db, plan.folder)) as store:
        before = store.read_now(people.class_names)
        name = plan.class_name or CLASS_NAME
        room = Room.open(loaded, store, name, address=place.link, notebooks=notebooks, names=plan.names)
        hold_open(room, plan, place, plan.folder / DATA, partial(announce, language, room, place, before))
        store.check_now()
    say_last(language.say("cli.stopped"))
    return 0


def prepared(language: Language, plan: Plan) -> tuple[Content, Place, list[str]]:
    """What a room is opened with: the content, its address, the notebooks of the course folder; says where there are none."""
    from ... import bank

    if importlib.util.find_spec("voila") is None:  # only its own process imports it
        raise ModuleNotFoundError(name="voila")
    loaded = bank.load(overlay=plan.overlays, course=plan.course)
    place = find_place(language, plan.lan, plan.port)
    notebooks = [path.stem for path in (plan.folder / "exercises").glob("*.ipynb")]
    if not notebooks:
        click.echo(language.say("cli.serve.no-course"))
    return loaded, place, notebooks


def hold_open(
    room: Room, plan: Plan, place: Place, data: Path, tell: Callable[[], None], beside: server.Beside | None = None
) -> None:
    """Serve a room with its book and its projector until Ctrl-C; ``tell`` once learners can come in, ``beside`` from then on.

    ``data`` is the folder in which the trainer's pages keep what was collected for the class.
    """
    from ..classroom import server
    from ..classroom.book import Book
    from ..jupyter import voila_process

    room.book = Book(plan.folder, plan.content, plan.course)
    room.book.build_in_background()
    address = room.store.url.render_as_string(hide_password=False)
    told = {voila_process.DB: address, voila_process.CLASS: room.klass.name, voila_process.DATA: str(data)}
    voila = voila_process.VoilaProcess(
        room.content.language.tag, plan.folder, plan.overlays, plan.course, draw=room.draw, told=told
    )
    server.serve(room, voila, address=place.host, port=plan.port, ready=lambda _: tell(), beside=beside)


def say_last(words: str) -> None:
    """The last line."""
    with contextlib.suppress(OSError):  # the terminal may be closed
        click.echo(words)


def find_place(language: Language, lan: str | None, port: int) -> Place:
    """Decide on the address: this computer alone, or one that the phones in the room can reach."""
    if lan is None:
        place = Place(network.LOOPBACK, f"http://{network.LOOPBACK}:{port}")
    else:
        known = network.addresses()
        interactive = sys.stdin.isatty() and sys.stdout.isatty()
        chosen = network.choose(lan, known, _asker(language) if interactive else None)
        if not lan and len(known) > 1 and not interactive:
            click.echo(language.say("cli.serve.guessed", **described(language, chosen)))
        shown = known[0].ip if chosen.ip == network.ANY and known else chosen.ip
        place = Place(chosen.ip, f"http://{shown}:{port}", chosen)
    if not network.port_is_free(place.host, port):
        raise ServeError("port-busy", port=port, address=place.host)
    return place


def described(language: Language, address: network.Address) -> dict[str, str]:
    """Give an address in words."""
    kind = language.say(f"cli.kind.{address.kind}")
    return {"address": address.ip, "kind": kind, "adapter": address.adapter or "-"}


def _asker(language: Language) -> network.Ask:
    """Make the question which of several addresses it shall be."""

    def ask(known: Sequence[network.Address]) -> network.Address:
        click.echo(language.say("cli.serve.which"))
        for number, address in enumerate(known, 1):
            best = language.say("cli.serve.which-best") if number == 1 else ""
            click.echo(language.say("cli.serve.which-line", number=number, best=best, **described(language, address)))
        while True:
            answer = click.prompt(language.say("cli.serve.which-ask"), default="1", show_default=False)
            if answer.strip().isdigit() and 1 <= int(answer) <= len(known):
                return known[int(answer) - 1]
            click.echo(language.say("cli.serve.which-wrong", count=len(known)))

    return ask


def database(db: str | None, folder: Path) -> str:
    """Return the URL or path given, else a file in the course folder, whose folder is made."""
    if db:
        return db
    from ..store import rights

    data = folder / DATA
    try:
        rights.make_folder(data)
    except OSError:
        raise StoreError("store-unwritable", file=str(data)) from None
    rights.tighten(data)
    return str(data / DEFAULT_DATABASE)


def announce(language: Language, room: Room, place: Place, before: Sequence[str]) -> None:
    """Print what trainer and learners open; the room is open by now. ``before``: the classes that were there."""

    def say(key: str, **values: object) -> str:
        return language.say(f"cli.serve.{key}", **values)

    click.echo()
    click.secho(headline(language, place), bold=True)
    click.echo(say("class-line", name=room.klass.name, store=room.store.where))
    if room.store.made:
        click.echo(say("made"))
    elif before and room.klass.name not in before:
        click.echo(say("new-class", name=room.klass.name, known="、".join(before)))
    if own := client_items(room.content):
        click.echo(say("client", count=own))
    click.echo()
    show_link(say("trainer"), room.trainer_link)
    click.echo(f"  {say('trainer-note')}")
    show_link(say("join"), room.join_link)
    if place.chosen is not None:
        show_code(room.scan_link)
        show_link(say("test"), f"{place.link}/")
        click.echo(f"  {say('test-note')}")
    click.echo()
    click.echo(say("stop"))
    sys.stdout.flush()


def client_items(content: Content) -> int:
    """How many items come from the client's material."""
    from ..store.folders import CLIENT_ITEM

    return sum(name.startswith(CLIENT_ITEM) for one in content.exercises.values() for name in one.items)


def headline(language: Language, place: Place) -> str:
    """Who can reach the class: this computer alone, or the devices on which network."""
    if place.chosen is None:
        return language.say("cli.serve.rehearsal")
    if place.chosen.adapter:
        return language.say("cli.serve.open", **described(language, place.chosen))
    return language.say("cli.serve.open-plain", address=place.host)


def show_link(label: str, link: str) -> None:
    """Print one link with what it is for."""
    click.echo(f"  {label}  {click.style(link, bold=True)}")


def show_code(link: str) -> None:
    """Draw the QR code, dark on light whatever the terminal's colours; only where it is a terminal."""
    if not sys.stdout.isatty():
        return
    import segno

    drawn = io.StringIO()
    segno.make(link, micro=False).terminal(drawn, compact=True, border=2)
    for row in drawn.getvalue().splitlines():
        click.echo(f"  \x1b[38;5;231;48;5;16m{row}\x1b[0m")
