"""A phone without a screen: cookies, requests, and a word to whoever listens about every answer that was not a yes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from .line import Answer, Line

Json = dict[str, Any]
#: How long the end waits for an answer that is still to come, in seconds.
LAST = 5.0
PLAYER = {"X-OKR": "1", "Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Gone(Exception):
    """The trainer has removed this learner."""


class Refusal(NamedTuple):
    """An answer that was not a yes: to what, its HTTP status, the word of the answer, whether its step had passed, why; ``do`` is the act."""

    path: str
    code: int
    status: str = ""
    late: bool = False
    message: str = ""
    do: str = ""


@dataclass
class Phone:
    """One device: a line for what it sends, one for the request that hangs. ``heard`` is told every :class:`Refusal`."""

    line: Line
    hanging: Line
    heard: Callable[[Refusal], None]
    name: str = "phone"
    cookies: dict[str, str] = field(default_factory=dict)
    sending: set[asyncio.Future[Answer]] = field(default_factory=set, repr=False)
    _ids: count[int] = field(default_factory=count)

    async def ask(
        self, path: str, body: str | None = None, headers: Mapping[str, str] | None = None, *, hangs: bool = False
    ) -> Answer:
        """One request. Raises OSError where no answer came, Gone where nobody knows this phone any more."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**({"Cookie": cookies} if cookies else {}), **(headers or {})}
        line = self.hanging if hangs else self.line
        asking = line.ask("GET" if body is None else "POST", path, (body or "").encode(), sent)
        answer = await (asking if hangs else self._to_its_end(asking))
        self.cookies.update(answer.cookies)
        if answer.code == 401:
            raise Gone
        if answer.code >= 400:
            self.heard(Refusal(path, answer.code))
        return answer

    async def _to_its_end(self, asking: Coroutine[Any, Any, Answer]) -> Answer:
        """What was sent gets its answer, also when its learner has just been stopped."""
        task = asyncio.ensure_future(asking)
        self.sending.add(task)
        task.add_done_callback(self.sending.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Hang up, once what is on its way has been answered."""
        self.hanging.close()
        if self.sending:
            await asyncio.wait(self.sending, timeout=LAST)
        self.line.close()

    async def join(self, code: str, nickname: str, group: int) -> None:
        """Come in by the class's code."""
        await self.ask("/")
        form = {"code": code, "nickname": nickname, "group": str(group), "role": "learner"}
        answer = await self.ask("/join", urlencode(form), FORM)
        await self.open(answer.headers.get("location", "/"))

    async def open(self, path: str) -> None:
        """Load a page."""
        await self.ask(path)

    async def pulse(self, mark: str, at: str) -> Json | None:
        """Hang until something is new for the page at a place; None where nothing was."""
        answer = await self.ask(f"/pulse?seq={quote(mark)}&at={quote(at)}", headers=PLAYER, hangs=True)
        return dict(json.loads(answer.body)) if answer.code == 200 else None

    async def act(self, endpoint: str, action: Json, seq: int, stamp: int) -> bool:
        """One act, made on a view of that seq and on that step of the class; whether it was taken."""
        made = f"{self.name}-{next(self._ids)}"
        message = {"id": made, "n": 1, "base_seq": seq, "stamp": stamp, "action": action}
        answer = await self.ask(endpoint, json.dumps(message, ensure_ascii=False), PLAYER)
        if answer.code != 200:
            return False
        said = json.loads(answer.body)
        if said["status"] != "ok":
            self.heard(Refusal(endpoint, 200, said["status"], bool(said.get("late")), said["message"], action["do"]))
        return bool(said["status"] == "ok")

    async def say(self, sample: str, word: str) -> None:
        """Answer whether a sentence, or a table's work, may be shown: yes or no."""
        message = {"sample": sample, "said": word, "text": ""}
        await self.ask("/now/say", json.dumps(message), PLAYER)
