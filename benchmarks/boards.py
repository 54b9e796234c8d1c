"""A board while a whole class types: from a key in a number's field to the new sum, beside asking for a file at that pace.

    python benchmarks/boards.py [--board build-value-tree] [--learners 60] [--seconds 20]

The pace is the worst minute of a class: all sixty have thought already and type numbers at once, each about a key a second
without a rest, sixty keys a second in all: the keys of a number quickly one after the other (0.15-0.35 s), then on to the next
field. Who fills in a board in earnest stops to think and makes a third of that. A key goes out as ``sheet.js`` sends it: one
message is under way at a time, and what is typed meanwhile goes with the next; a key's time counts from the key, so with the
wait for the message before it. Every learner is on a board of his own of one server process; the board is the dearest one
(``build-value-tree``, filled in) or ``split-by-region``.

The baseline is of the same minute: the same hands at the same pace, asking for one of the page's files at each key, and a file of
this disk written and synced as the store does it for each key. Prints one line a figure and exits 1 if the limit is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from live import FORM, JSON, Line, idling, spread  # noqa: E402 - after the path
from load_scene import Server  # noqa: E402

from okr_kit.files import read_toml  # noqa: E402


class Board(NamedTuple):
    """An exercise, the step and the fields that are typed in, the numbers that are typed."""

    step: str
    fields: tuple[str, ...]
    numbers: tuple[str, ...]


BOARDS = {
    "build-value-tree": Board("leaves", ("jam.reach", "electric.reach", "hydraulic.reach"), ("71", "82", "105")),
    "split-by-region": Board("split", ("north.now", "east.now", "south.now"), ("375", "490", "340")),
}
LIMIT = {"key -> new sum p95 ms": 100}
#: Seconds between two keys of a number, from and to; and for each key of it, with the way to the next field: a key a second.
KEY, EACH = (0.15, 0.35), 1.0
#: The account under the thumb.
SUM = re.compile(r'<output class="okr-sum".*?</output>', re.DOTALL)
Send = Callable[[str, str], Awaitable[None]]
Json = dict[str, Any]


class Hand:
    """A learner who types numbers into a board."""

    def __init__(self, port: int, number: int, slug: str) -> None:
        """Nothing is open yet."""
        self.line, self.number, self.slug, self.draw, self.seq = Line(port, {}), number, slug, Random(number), 0
        self.board, self.shown, self.texts = BOARDS[slug], "", dict[str, str]()

    async def join(self, code: str) -> None:
        """Enter the class, open the board and fill it in up to the step that is typed in."""
        await self.line.ask("GET", "/")
        form = {"code": code, "nickname": f"学员{self.number}", "group": str(self.number % 6 + 1), "role": "learner"}
        status, _ = await self.line.ask("POST", "/join", urlencode(form), **FORM)
        assert status == 303, status
        _, page = await self.line.ask("GET", f"/x/{self.slug}")
        self.seq = int(re.search(r'data-seq="(\d+)"', page)[1])  # type: ignore[index]
        self.file = html.unescape(re.search(r'"(/static/[^"]+)"', page)[1])  # type: ignore[index]
        for act in read_toml(ROOT / "tests" / "data" / "references" / f"{self.slug}.toml")["answers"][0]["acts"]:
            if act["do"] == "put":
                await self.act({"values": {}, **act})
        await self.act({"do": "go", "values": {"step": self.board.step}, "fields": {}})

    async def act(self, action: Json) -> str:
        """One action; the account that comes back."""
        message = {"id": f"b{self.number}-{time.time_ns()}", "n": 1, "base_seq": self.seq, "stamp": 0, "action": action}
        _, said = await self.line.ask("POST", f"/x/{self.slug}/act", json.dumps(message), **JSON)
        answer = json.loads(said)
        assert answer["status"] == "ok", said[:300]
        self.seq, found = answer["seq"], SUM.search(answer["html"])
        return found[0] if found else ""

    async def put(self, name: str, text: str) -> None:
        """What stands in a field goes out, and the account is another one."""
        shown = await self.act({"do": "put", "values": {}, "fields": {name: text}})
        other = self.texts.get(name) != text
        self.texts[name] = text
        assert shown, "no account"
        assert not other or shown != self.shown, "the account does not have it"
        self.shown = shown

    async def ask(self, name: str, text: str) -> None:
        """The baseline: a file for a key."""
        del name, text
        status, _ = await self.line.ask("GET", self.file)
        assert status == 200, status

    async def type(self, end: float, send: Send) -> list[float]:
        """Number after number, key by key; how long each key took, in milliseconds."""
        found: list[float] = []
        await asyncio.sleep(self.draw.random() * EACH)
        while time.perf_counter() < end:
            fields = [one for one in self.board.fields if one not in list(self.texts)[-1:]]
            await self.number_into(self.draw.choice(fields), self.draw.choice(self.board.numbers), send, found)
        return found

    async def number_into(self, name: str, number: str, send: Send, found: list[float]) -> None:
        """Type one number and go to the next field; the keys that wait go out together."""
        begun, waiting, typed, sending = time.perf_counter(), list[float](), "", None

        async def go() -> None:
            while waiting:
                keys, text = waiting.copy(), typed
                waiting.clear()
                await send(name, text)
                found.extend((time.perf_counter() - key) * 1000 for key in keys)

        for at, sign in enumerate(number):
            await asyncio.sleep(self.draw.uniform(*KEY) if at else 0)
            typed += sign
            waiting.append(time.perf_counter())
            if sending is not None and sending.done():
                sending = sending.result()  # what went wrong is said
            sending = sending or asyncio.ensure_future(go())
        assert sending is not None
        await sending
        rest = self.draw.uniform(0.7, 1.3) * EACH * len(number) - (time.perf_counter() - begun)
        await asyncio.sleep(max(0.0, rest))


async def syncing(folder: str, times: list[float]) -> None:
    """How long this disk takes for a small file, in milliseconds, again and again."""

    def once() -> float:
        start = time.perf_counter()
        with (Path(folder) / "sync").open("ab") as file:
            file.write(b"x" * 8192)
            file.flush()
            os.fsync(file.fileno())
        return (time.perf_counter() - start) * 1000

    while True:
        times.append(await asyncio.to_thread(once))
        await asyncio.sleep(0.1)


async def typing(hands: list[Hand], seconds: float, send: Callable[[Hand], Send]) -> list[float]:
    """All of them at once for so long."""
    end = time.perf_counter() + seconds
    return [one for found in await asyncio.gather(*(hand.type(end, send(hand)) for hand in hands)) for one in found]


async def measure(server: Server, folder: str, slug: str, learners: int, seconds: float) -> dict[str, float]:
    """The baseline, the keys, the baseline again; how long each key took."""
    hands = [Hand(server.port, number, slug) for number in range(learners)]
    for hand in hands:
        await hand.join(server.code)
    delays: list[float] = []
    disk: list[float] = []
    beside = [asyncio.create_task(idling(delays)), asyncio.create_task(syncing(folder, disk))]
    files = await typing(hands, seconds / 2, lambda hand: hand.ask)
    process = psutil.Process(server.process.pid)
    cpu = sum(process.cpu_times()[:2])
    keys = await typing(hands, seconds, lambda hand: hand.put)
    cpu = sum(process.cpu_times()[:2]) - cpu
    files += await typing(hands, seconds / 2, lambda hand: hand.ask)
    for one in beside:
        one.cancel()
    return {
        "keys": len(keys),
        "keys a second": len(keys) / seconds,
        **spread("this computer's own delay", delays),
        **spread("this disk's sync", disk),
        **spread("a file at that pace", files),
        **spread("key -> new sum", keys),
        "server's CPU for a key ms": cpu * 1000 / len(keys),
    }


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--board", choices=BOARDS, default="build-value-tree")
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "class.sqlite3")
        try:
            found = asyncio.run(measure(server, folder, given.board, given.learners, given.seconds))
        finally:
            server.end(signal.SIGTERM)
    for name, value in found.items():
        asked = f"   limit {LIMIT[name]}" if name in LIMIT else ""
        print(f"{name:36}{value:10.2f}{asked}", flush=True)
    missed = [name for name, limit in LIMIT.items() if found[name] > limit]
    for name in missed:
        print(f"missed: {name}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
