"""The proof that a phone gets through: one page on the class's port, and who opened it."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import click

from ... import render
from ...lang import Language
from ...view import Text
from .. import network
from .open_room import find_place


def probe(language: Language, lan: str, port: int, wait: int) -> bool:
    """Serve the page for ``wait`` seconds; true as soon as another device opened it."""
    place = find_place(language, lan, port)
    click.echo(language.say("cli.doctor.probe", link=f"{place.link}/", seconds=wait))
    own = {address.ip for address in network.addresses()} | {network.LOOPBACK}
    came = listen(place.host, port, own, page(language), wait)
    if came:
        click.secho(language.say("cli.doctor.probe-ok", address=came), fg="green")
    else:
        click.secho(language.say("cli.doctor.probe-none"), fg="yellow")
    return bool(came)


def page(language: Language) -> bytes:
    """Make the page that says on the phone that it worked."""
    title = language.say("cli.doctor.probe-title")
    nodes = (Text((title,), "title"), Text((language.say("cli.doctor.probe-lead"),)))
    return render.page(language, title, render.html(nodes, prefix="d")).encode()


def listen(host: str, port: int, own: set[str], body: bytes, wait: int) -> str:
    """Answer every request with the page; return the first address that is not ours, empty if none came in time."""
    strangers: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if (address := str(self.client_address[0])) not in own:  # judged before the answer goes out
                strangers.append(address)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
            """Stay quiet."""

    with HTTPServer((host, port), Answer) as server:
        server.timeout = 0.5
        ends = time.monotonic() + wait
        while time.monotonic() < ends:
            server.handle_request()
            if strangers:
                return strangers[0]
    return ""
