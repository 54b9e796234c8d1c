"""What all our handlers share: limits and headers, who is there, pages and JSON, errors without a traceback."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar
from urllib.parse import parse_qs

from tornado import web

from ... import render
from ...errors import ActionError, OkrKitError, StaleState, StoreError, UnknownExercise
from ...view import Node
from ..store import people
from . import access, guard, pages
from .rates import Source, Turns
from .room import Room

T = TypeVar("T")

log = logging.getLogger("okr_kit")

LARGEST_BODY = 256 * 1024
READ_AT_MOST = 4 * 1024 * 1024  # more than this is cut off instead of answered
WORTH_PACKING = 1024
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Refused(web.HTTPError):
    """A request that is not carried out, with the word of the sentence that says why."""

    def __init__(self, word: str, status: int = 403) -> None:
        """``word`` is a key of ``class.toml``."""
        super().__init__(status)
        self.word = word


@web.stream_request_body
class Handler(web.RequestHandler):
    """Base of every page and endpoint of the class server."""

    #: Endpoints of the player answer errors as JSON.
    speaks_json = False
    #: Sentences that name files and commands are for the trainer's own pages: not for learners, and not for the stage.
    names_files = False

    def initialize(self, room: Room) -> None:
        """Keep the room; tornado calls this with what the route carries."""
        self.room = room
        self.chunks: list[bytes] = []
        self.size = 0
        self._turn: tuple[Turns, str | int] | None = None
        self._waits: asyncio.Task[Any] | None = None

    def set_default_headers(self) -> None:
        """Nothing from elsewhere runs here, and nobody frames us."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def prepare(self) -> None:
        """Bound the body, and refuse what is meant for another name or what another site's page asks."""
        self.request.connection.set_max_body_size(READ_AT_MOST)  # type: ignore[union-attr]
        word = guard.refusal(self.request, self.room.names)
        if word:
            raise Refused(word)

    def head(self, *args: str, **kwargs: str) -> Any:
        """Like GET; tornado leaves the body out."""
        return self.get(*args, **kwargs)

    def data_received(self, chunk: bytes) -> None:
        """Collect the body; what is too large is read but not kept."""
        self.size += len(chunk)
        if self.size <= LARGEST_BODY:
            self.chunks.append(chunk)

    def body(self) -> bytes:
        """The request's body; 413 if it is too large."""
        if self.size > LARGEST_BODY:
            raise web.HTTPError(413)
        return b"".join(self.chunks)

    def check_player(self) -> None:
        """Only our own scripts set this header; another site's page cannot. Raises Refused, also for a body too large."""
        if self.request.headers.get("X-OKR") != "1":
            raise Refused("foreign")
        if self.size > LARGEST_BODY:
            raise Refused("too-large", 413)

    def form(self) -> dict[str, str]:
        """The fields of an ordinary form, each once."""
        try:
            typed = self.body().decode("utf-8")
            found = parse_qs(typed, keep_blank_values=True, max_num_fields=50)
        except ValueError:
            raise web.HTTPError(400) from None
        return {name: values[0][:1000] for name, values in found.items()}

    # -- who is there -----------------------------------------------------------------------------------------------

    async def person(self) -> people.Person | None:
        """Whose device this is, by its cookie and nothing else. Waits for their turn; 429 if too many wait."""
        token = self.get_cookie(access.LEARNER)
        if not token:
            return None
        await self.take_turn(token)
        class_id = self.room.klass.id
        found = await self.room.store.read(lambda conn: people.by_token(conn, class_id, token))
        if found is not None:
            self.room.seen(token, found.id)
        return found

    async def take_turn(self, token: str) -> None:
        """One request of a learner at a time; cookies that nobody has share the turns of their address."""
        known = self.room.whose_turn(token)
        turns, key = (self.room.strangers, self.source.address) if known is None else (self.room.turns, known)
        if self._turn is None:
            if not await self.while_there(turns.enter(key)):
                raise Refused("too-fast", 429)
            self._turn = turns, key

    async def while_there(self, waits: Coroutine[Any, Any, T]) -> T:
        """Wait in a line; whoever closes the page gives the place up."""
        self._waits = asyncio.ensure_future(waits)
        try:
            return await self._waits
        except asyncio.CancelledError:
            raise web.Finish from None
        finally:
            self._waits = None

    def on_connection_close(self) -> None:
        """The browser has gone, or the class is over: nothing waits for its body or in a line any more."""
        super().on_connection_close()
        if self._waits is not None:
            self._waits.cancel()

    def on_finish(self) -> None:
        """The next request of this learner may."""
        self.give_turn()

    def give_turn(self) -> None:
        """Leave the line, if the request stood in one."""
        if self._turn is not None:
            turns, key = self._turn
            self._turn = None
            turns.leave(key)

    async def joined(self) -> people.Person | None:
        """The person; for who has not joined, None and the way to the start."""
        person = await self.person()
        if person is None:
            self.redirect("/", status=303)
        return person

    def is_trainer(self) -> bool:
        """Whether this is the trainer's browser."""
        return access.trainer_from(self, self.room)

    @property
    def source(self) -> Source:
        """Whose wrong codes and newcomers these are: the address, and the device where it has a cookie of ours."""
        return access.source_of(self, self.room)

    # -- answers ----------------------------------------------------------------------------------------------------

    def show(
        self, title: str, body: str, *, player: bool = False, alive: bool = False, styles: Iterable[str] = ()
    ) -> None:
        """Send a whole page around a body that is already HTML; ``styles`` are files of its own.

        One that is ``alive`` works without its scripts too.
        """
        files = self.room.assets
        links = [files[name].url for name in ("style.css", "class.css", *styles) if name in files]
        scripts = [files["page.js"].url] if player or alive else []
        old = files["old.js"].url if player else ""
        page = render.page(self.room.content.language, title, body, styles=links, scripts=scripts, old=old)
        self.send(page, "text/html")

    def show_nodes(
        self,
        title: str,
        nodes: Iterable[Node],
        *,
        back: str | tuple[str, str] = "",
        bar: str = "",
        alive: render.Alive | None = None,
        endpoint: str = "",
    ) -> None:
        """Send a page of nodes that works without scripts; ``bar`` is the title in its bar if it differs.

        With ``alive`` it follows the class, and its view too where it has an ``endpoint``.
        """
        words = self.room.content.language
        key = alive.at if alive else ""
        body = render.screen(words, nodes, title=bar or title, back=back, endpoint=endpoint, key=key, live=alive)
        self.show(title, body, alive=alive is not None)

    def send(self, text: str, kind: str) -> None:
        """Send a text, compressed where it pays and the browser can."""
        body = text.encode("utf-8", "replace")
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Vary", "Accept-Encoding")
        if len(body) >= WORTH_PACKING and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            body = gzip.compress(body, 5, mtime=0)
        self.finish(body)

    def send_json(self, data: dict[str, Any], status: int = 200) -> None:
        """Send an answer to the player."""
        self.set_status(status)
        self.send(json.dumps(data, ensure_ascii=False), "application/json")

    def refuse(self, status: int, message: str, word: str = "refused") -> None:
        """Tell the player why, with no new view: what was typed stays."""
        self.send_json({"status": word, "message": message}, status)

    # -- errors -----------------------------------------------------------------------------------------------------

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A page or an answer in the learner's language; never a traceback."""
        error = kwargs.get("exc_info", (None, None))[1]
        status, reason = code_of(error, status_code), ""
        if isinstance(error, StoreError):
            self.room.note_trouble(error)
        if isinstance(error, Refused):
            reason = self.room.say(error.word)
        elif isinstance(error, ActionError) or (isinstance(error, OkrKitError) and self.names_files):
            reason = self.room.content.language.error(error)
        self.set_status(status)
        if self.speaks_json:
            self.refuse(status, reason or self.room.say(f"error-{pages.known_error(status)}-next"))
            return
        nodes = pages.error(self.room, status, reason)
        self.show_nodes(self.room.content.language.say("player.course"), nodes, back="/")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """One line for what we know, the traceback in the log for what we do not."""
        if isinstance(value, OkrKitError):
            log.warning("%s %s: %s", self.request.method, self.request.path, value)
        else:
            super().log_exception(typ, value, tb)


def code_of(error: BaseException | None, status: int) -> int:
    """The HTTP status for an error of ours."""
    if isinstance(error, StoreError):
        return 503
    if isinstance(error, UnknownExercise):
        return 404
    if isinstance(error, StaleState):
        return 409
    return 400 if isinstance(error, ActionError) else status
