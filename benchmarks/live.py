"""The live room under load: phones that hold `/pulse` and act every five seconds, the console, the stage, a waking class.

    python benchmarks/live.py [--phones 60] [--crowd 200] [--seconds 30]

Phones are clients of one process of its own, each with a line for its acts and one that hangs. First they act without
hanging (the baseline of the same minute), then with it, while the trainer taps on her console and the stage looks on;
then all of them sleep, the class goes on, and they wake at once. The same again with the crowd, of which the figures are
printed and nothing is asked. Prints one line a figure, with the limit where there is one, and exits 1 if a limit is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import re
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from load_scene import SLUG, Server  # noqa: E402 - after the path

from okr_kit.hosts.rehearsal.line import Line as Wire  # noqa: E402 - after the path

EVERY, TAP, ASLEEP = 5.0, 5.0, 3.0
#: The stage asks anew so long after an answer, as stage.js does.
STAGE_PACE = 0.5
LIMITS = {
    "act p95 ms": 100,
    "console tap -> phones p95 ms": 1000,
    "stage behind a save p95 ms": 1000,
    "back after waking, last s": 3,
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json", "X-OKR": "1"}


class Line:
    """One connection that is kept, with a phone's cookies; a rehearsal's phones have the same."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        """Nothing is open yet."""
        self.wire, self.cookies = Wire("127.0.0.1", port), cookies

    async def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request to its end."""
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.wire.ask(method, path, body.encode(), headers)
        self.cookies.update(answer.cookies)
        return answer.code, answer.body

    def close(self) -> None:
        """Hang up, as a phone does that falls asleep."""
        self.wire.close()


@dataclass
class Phone:
    """A learner's phone on the page of the exercise."""

    port: int
    number: int
    mark: str = ""
    seq: int = 0
    stamp: int = 0
    acts: list[tuple[float, float]] = field(default_factory=list)
    #: When it heard of something, and how far the log of the class's steps was then.
    heard: list[tuple[float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Two lines with the same cookies."""
        cookies: dict[str, str] = {}
        self.line, self.pulse = Line(self.port, cookies), Line(self.port, cookies)

    async def join(self, code: str) -> None:
        """Enter the class."""
        await self.line.ask("GET", "/")
        form = {"code": code, "nickname": f"学员{self.number}", "group": str(self.number % 6 + 1), "role": "learner"}
        status, _ = await self.line.ask("POST", "/join", urlencode(form), **FORM)
        assert status == 303, status

    async def look(self) -> None:
        """The page of the exercise: how far the work is, at which step the class is, what can be answered."""
        status, page = await self.line.ask("GET", f"/x/{SLUG}")
        assert status == 200, status
        text = html.unescape(page)
        self.seq, self.stamp = (int(re.search(rf'data-{name}="(\d+)"', text)[1]) for name in ("seq", "stamp"))  # type: ignore[index]
        form = re.search(r'<form id="[^"]*" data-okr-form.*?</form>', text, re.DOTALL)
        assert form, "nothing can be answered"
        button = re.search(r'okr-main"[^>]* data-do="([^"]+)" data-values="(.*?)"[ >]', form[0])
        assert button, form[0]
        self.do, self.values = button[1], json.loads(button[2])
        self.letters = re.findall(r'name="(\w+)" value="(\w+)"', form[0])

    async def act(self) -> None:
        """Answer the item in hand, each time with another option; how long that took."""
        name = self.letters[0][0]
        letters = [value for key, value in self.letters if key == name]
        picked = {name: letters[len(self.acts) % len(letters)]}
        action = {"do": self.do, "values": self.values, "fields": picked}
        message = {"id": f"b{self.number}-{time.time_ns()}", "n": 1, "base_seq": self.seq, "stamp": self.stamp}
        start = time.perf_counter()
        status, text = await self.line.ask("POST", f"/x/{SLUG}/act", json.dumps({**message, "action": action}), **JSON)
        answer = json.loads(text)
        assert (status, answer["status"]) == (200, "ok"), text[:300]
        self.acts.append((time.perf_counter(), time.perf_counter() - start))
        self.seq, self.stamp = answer["seq"], answer.get("stamp", self.stamp)

    async def hear(self) -> None:
        """One request that hangs."""
        path = f"/pulse?seq={quote(self.mark)}&at={quote(f'x/{SLUG}')}"
        status, text = await self.pulse.ask("GET", path, **{"X-OKR": "1"})
        assert status in (200, 204), (status, text[:200])
        if status == 200:
            answer = json.loads(text)
            self.mark, self.stamp = answer["seq"], answer["stamp"]
            self.heard.append((time.perf_counter(), int(self.mark.partition(".")[0])))

    async def keep_hearing(self) -> None:
        """Hang for ever."""
        while True:
            await self.hear()


@dataclass
class Desk:
    """The trainer's browser: the console, and the stage on a line of its own."""

    port: int
    looks: list[tuple[float, int]] = field(default_factory=list)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    taps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Two lines with the same cookies."""
        cookies: dict[str, str] = {}
        self.line, self.stage = Line(self.port, cookies), Line(self.port, cookies)
        self.seq, self.seen, self.lesson = 0, "", "0"

    async def open(self, token: str) -> None:
        """Follow the link, look at the console."""
        await self.line.ask("GET", f"/trainer?token={token}")
        status, page = await self.line.ask("GET", "/trainer")
        assert status == 200, status
        self.seq = int(re.search(r'data-seq="(\d+)"', page)[1])  # type: ignore[index]
        self.learn(page)

    def learn(self, page: str) -> None:
        """The stamp that the buttons carry."""
        found = re.findall(r'"stamp": "(\d+)"', html.unescape(page))
        self.lesson = found[0] if found else self.lesson

    async def tap(self, do: str, **values: str) -> float:
        """One control; the moment before it."""
        action = {"do": do, "values": {**values, "stamp": self.lesson}, "fields": {}}
        message = {"id": f"t{time.time_ns()}", "n": 1, "base_seq": self.seq, "action": action}
        start = time.perf_counter()
        status, text = await self.line.ask("POST", "/trainer/act", json.dumps(message), **JSON)
        answer = json.loads(text)
        assert (status, answer["status"]) == (200, "ok"), answer["message"]
        self.taps.append(time.perf_counter())
        self.seq = answer["seq"]
        self.learn(answer["html"])
        return start

    async def look_on(self) -> None:
        """The stage: ask, show, wait a moment, ask again; notes which event it has seen."""
        while True:
            status, text = await self.stage.ask("GET", f"/stage/live?seen={quote(self.seen)}")
            if status == 200:
                self.seen = json.loads(text)["seen"]
                self.looks.append((time.perf_counter(), int(self.seen.partition(".")[0])))
                self.looked.set()
            await asyncio.sleep(STAGE_PACE)


async def acting(phones: Sequence[Phone], seconds: float) -> list[float]:
    """Every phone acts every five seconds, spread evenly; how long each act took, in milliseconds."""
    before = {id(phone): len(phone.acts) for phone in phones}
    end = time.perf_counter() + seconds

    async def one(phone: Phone, place: int) -> None:
        await asyncio.sleep(place * EVERY / len(phones))
        while time.perf_counter() < end:
            begin = time.perf_counter()
            await phone.act()
            await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - begin)))

    await asyncio.gather(*(one(phone, place) for place, phone in enumerate(phones)))
    return [taken * 1000 for phone in phones for _, taken in phone.acts[before[id(phone)] :]]


async def idling(delays: list[float]) -> None:
    """How much later than asked this process is woken, in milliseconds: what the computer adds to every figure."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.02)
        delays.append((time.perf_counter() - start) * 1000 - 20)


async def tapping(desk: Desk, phones: Sequence[Phone], seconds: float) -> list[float]:
    """The trainer gives a second more again and again; until each phone has heard of it, in milliseconds."""
    end, taps = time.perf_counter() + seconds, []
    while time.perf_counter() < end:
        taps.append(await desk.tap("clock", seconds="1"))
        await asyncio.sleep(TAP)
    waits = []
    for phone in phones:
        for tap in taps:
            known = max(step for at, step in phone.heard if at <= tap)
            heard = [at for at, step in phone.heard if at > tap and step > known]
            assert heard, f"phone {phone.number} heard nothing"
            waits.append((heard[0] - tap) * 1000)
    return waits


def behind(desk: Desk, saves: Sequence[float], base: int) -> list[float]:
    """How long after each save the stage showed it, in milliseconds: the n-th save is the n-th event after ``base``."""
    assert desk.looks[-1][1] == base + len(saves), "somebody else wrote to the log, or the stage has missed something"
    found = []
    for number, at in enumerate(sorted(saves), base + 1):
        shown = next(moment for moment, newest in desk.looks if newest >= number)
        found.append(max(0.0, shown - at) * 1000)
    return found


async def waking(desk: Desk, phones: Sequence[Phone]) -> list[float]:
    """All phones sleep, the class goes on, all wake at once: until each knows what is on and shows its page, in seconds."""
    for phone in phones:
        phone.line.close()
        phone.pulse.close()
    await asyncio.sleep(ASLEEP)
    await desk.tap("clock", seconds="1")

    async def wake(phone: Phone) -> float:
        start = time.perf_counter()
        await phone.hear()
        await phone.look()
        return time.perf_counter() - start

    return list(await asyncio.gather(*map(wake, phones)))


async def measure(server: Server, size: int, seconds: float) -> dict[str, float]:
    """A class of that size."""
    process, desk = psutil.Process(server.process.pid), Desk(server.port)
    phones = [Phone(server.port, number) for number in range(size)]
    await desk.open(server.token)
    for phone in phones:
        await phone.join(server.code)
    await desk.tap("open", slug=SLUG, minutes="30")
    for phone in phones:
        await phone.look()
    alone = await acting(phones, seconds / 2)

    hanging = [asyncio.create_task(phone.keep_hearing()) for phone in phones]
    delays: list[float] = []
    hanging += [asyncio.create_task(desk.look_on()), asyncio.create_task(idling(delays))]
    await asyncio.sleep(1)
    await desk.looked.wait()  # it counts a crowd for the first time
    base, begin, cpu = desk.looks[-1][1], time.perf_counter(), sum(process.cpu_times()[:2])
    acted, heard = await asyncio.gather(acting(phones, seconds), tapping(desk, phones, seconds))
    cpu = (sum(process.cpu_times()[:2]) - cpu) / (time.perf_counter() - begin)
    await asyncio.sleep(1)
    saves = [at for at in (*desk.taps, *(at for phone in phones for at, _ in phone.acts)) if at > begin]
    late = behind(desk, saves, base)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)
    woken = await waking(desk, phones)
    return {
        "acts": len(acted),
        **spread("this computer's own delay", delays),
        **spread("act, nobody hangs", alone),
        **spread("act", acted),
        **spread("console tap -> phones", heard),
        **spread("stage behind a save", late),
        "back after waking, median s": statistics.median(woken),
        "back after waking, last s": max(woken),
        "server's share of a core %": cpu * 100,
    }


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile, in milliseconds."""
    cuts = statistics.quantiles(values, n=100)
    return {f"{name} p{n} ms": cuts[n - 1] for n in (50, 95, 99)}


def run(size: int, seconds: float) -> dict[str, float]:
    """Measure against a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "class.sqlite3")
        try:
            return asyncio.run(measure(server, size, seconds))
        finally:
            server.end(signal.SIGTERM)


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--phones", type=int, default=60)
    parser.add_argument("--crowd", type=int, default=200, help="0 leaves it out")
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    missed = []
    for size, limits in ((given.phones, LIMITS), (given.crowd, {})):
        if not size:
            continue
        print(f"-- {size} phones", flush=True)
        for name, value in run(size, given.seconds).items():
            limit = limits.get(name)
            asked = f"   limit {limit}" if limit else ""
            print(f"{name:36}{value:10.2f}{asked}", flush=True)
            if limit and value > limit:
                missed.append(name)
    for name in missed:
        print(f"missed: {name}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
