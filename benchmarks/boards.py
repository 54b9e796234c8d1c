"""A board while a class types: from a key in a number's field to the new sum, with sixty learners, beside asking for a file.

    python benchmarks/boards.py [--learners 60] [--seconds 20]

Learners are clients of one process, each on a board of its own; a key goes out as ``sheet.js`` sends it, the next one when
the answer is there, as quick hands do, with pauses as slow ones do. The baseline of the same minute is one of the page's own files, asked
for while nobody types. Prints one line a figure and exits 1 if the limit is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import re
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from live import FORM, JSON, Line, idling, spread  # noqa: E402 - after the path
from load_scene import Server  # noqa: E402

SLUG, FIELDS = "split-by-region", ("north.now", "east.now", "south.now")
NUMBERS = ("375", "490", "340")
LIMIT = {"key -> new sum p95 ms": 100}
#: Seconds between two keys of a hand, and between two numbers, at most: somebody thinks before a number.
KEY, NUMBER = 0.4, 16.0


class Hand:
    """A learner who types numbers into a board."""

    def __init__(self, port: int, number: int) -> None:
        """Nothing is open yet."""
        self.line, self.number, self.draw, self.seq = Line(port, {}), number, Random(number), 0

    async def join(self, code: str) -> None:
        """Enter the class and open the board."""
        await self.line.ask("GET", "/")
        form = {"code": code, "nickname": f"学员{self.number}", "group": str(self.number % 6 + 1), "role": "learner"}
        status, _ = await self.line.ask("POST", "/join", urlencode(form), **FORM)
        assert status == 303, status
        _, page = await self.line.ask("GET", f"/x/{SLUG}")
        self.seq = int(re.search(r'data-seq="(\d+)"', page)[1])  # type: ignore[index]
        self.file = html.unescape(re.search(r'"(/static/[^"]+)"', page)[1])  # type: ignore[index]

    async def key(self, name: str, text: str) -> float:
        """One key: until the account has the number, in milliseconds."""
        action = {"do": "put", "values": {}, "fields": {name: text}}
        message = {"id": f"b{self.number}-{time.time_ns()}", "n": 1, "base_seq": self.seq, "stamp": 0, "action": action}
        start = time.perf_counter()
        _, said = await self.line.ask("POST", f"/x/{SLUG}/act", json.dumps(message), **JSON)
        taken, answer = (time.perf_counter() - start) * 1000, json.loads(said)
        assert answer["status"] == "ok", said[:300]
        region = {"north": "北区", "east": "东区", "south": "南区"}[name.partition(".")[0]]
        assert f"{region} {text}" in html.unescape(answer["html"]), "the account does not have it"
        self.seq = answer["seq"]
        return taken

    async def type(self, end: float) -> list[float]:
        """Number after number, key by key."""
        found = []
        await asyncio.sleep(self.draw.random() * NUMBER / 2)
        while time.perf_counter() < end:
            name, number = self.draw.choice(FIELDS), self.draw.choice(NUMBERS)
            for last in range(1, len(number) + 1):
                found.append(await self.key(name, number[:last]))
                await asyncio.sleep(self.draw.random() * KEY)
            await asyncio.sleep(self.draw.random() * NUMBER)
        return found


async def measure(server: Server, learners: int, seconds: float) -> dict[str, float]:
    """All of them type at once; how long each key took."""
    hands = [Hand(server.port, number) for number in range(learners)]
    for hand in hands:
        await hand.join(server.code)
    alone = []
    for _ in range(100):
        start = time.perf_counter()
        await hands[0].line.ask("GET", hands[0].file)
        alone.append((time.perf_counter() - start) * 1000)
    delays: list[float] = []
    idle = asyncio.create_task(idling(delays))
    process = psutil.Process(server.process.pid)
    cpu, end = sum(process.cpu_times()[:2]), time.perf_counter() + seconds
    keys = [one for found in await asyncio.gather(*(hand.type(end) for hand in hands)) for one in found]
    cpu = sum(process.cpu_times()[:2]) - cpu
    idle.cancel()
    return {
        "keys": len(keys),
        "keys a second": len(keys) / seconds,
        **spread("this computer's own delay", delays),
        **spread("a file, nobody types", alone),
        **spread("key -> new sum", keys),
        "server's CPU for a key ms": cpu * 1000 / len(keys),
    }


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "class.sqlite3")
        try:
            found = asyncio.run(measure(server, given.learners, given.seconds))
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
