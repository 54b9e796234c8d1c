"""A class of sixty on one laptop, measured beside default Voila serving the same notebook in the same run.

    python benchmarks/classroom.py [--learners 60] [--voila 10] [--seconds 30]

Learners are HTTP clients with a cold cache: each fetches the page and its style and scripts to the end, then acts every
five seconds; one real Chromium works through the exercise at the same time, and a Voila page is opened half-way.
Everything stays on 127.0.0.1 and ends by itself. Default Voila gets fewer visitors (a kernel of some 50 MB for each);
the table says how many. Prints one line a figure, with the limit where there is one, and exits 1 if a limit is missed.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from learner import GOOD_KRS, GOOD_O  # noqa: E402 - after the path

SLUG, WRITE = "spot-wrong-objectives", "write-okr"
ARRIVE_IN, EVERY = 10.0, 5.0
ASSET = re.compile(r'(?:href|src)="(/[^"]+\.(?:css|js)[^"]*)"')
IMPORT = re.compile(r'import [^"]*"(\.[^"]+\.js[^"]*)"')
LIMITS = {
    "page KB": 300,
    "page p95 s": 1.0,
    "act p95 ms": 100,
    "writing p95 ms": 100,
    "act p95 ms, Voila page opening": 100,
    "KB a learner": 200,
}


@dataclass
class Phone:
    """One learner's device: keeps its cookie and its connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    received: int = 0

    def __post_init__(self) -> None:
        """Open a connection of its own."""
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request; counts the bytes of the answer on the wire, headers included."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {}), **headers}
        self.link.request(method, path, body.encode() or None, sent)
        answer = self.link.getresponse()
        data = answer.read()
        self.received += len(data) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        return answer.status, data.decode("utf-8", "replace")

    def load(self, path: str) -> str:
        """A page and all its style and scripts, as a browser with a cold cache needs them."""
        status, page = self.ask("GET", path)
        assert status == 200, (path, status)
        waiting, seen = ASSET.findall(page), set()
        while waiting:
            url = waiting.pop()
            if url in seen:
                continue
            seen.add(url)
            status, text = self.ask("GET", url)
            assert status == 200, (url, status)
            waiting += [urljoin(url, name) for name in IMPORT.findall(text)]
        return page

    def join(self, code: str, name: str) -> None:
        """Enter the class."""
        self.ask("GET", "/")
        form = urlencode({"code": code, "nickname": name, "group": "1", "role": "learner"})
        status, _ = self.ask("POST", "/join", form, **{"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 303, status


def free_port() -> int:
    """A port nobody uses right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def memory(process: psutil.Process) -> int:
    """Bytes of a process and all it started."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def spread(count: int, seconds: float, work: Any) -> list[float]:
    """Start ``work(number)`` evenly over some seconds, each in a thread; the time each took."""
    begin = time.perf_counter()

    def one(number: int) -> float:
        time.sleep(max(0.0, begin + number * seconds / count - time.perf_counter()))
        start = time.perf_counter()
        work(number)
        return time.perf_counter() - start

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def wait_for(port: int, path: str = "/") -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", path)
            link.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def act(phone: Phone, seq: int) -> tuple[float, int]:
    """One action as the player sends it: ask for a hint, or turn the page; (milliseconds, new seq)."""
    return send(phone, SLUG, seq, {"do": "hint" if seq % 2 else "next", "values": {}, "fields": {}})


def write(phone: Phone, seq: int) -> tuple[float, int]:
    """One step of writing: the scenario, an objective, key results one after another, the look at the whole."""
    steps: list[dict[str, Any]] = [
        {"do": "pick", "values": {"scenario": "bakery-waste"}},
        {"do": "grade", "values": {"part": "o"}, "fields": {"text": GOOD_O}},
    ]
    for number, text in enumerate(GOOD_KRS, 1):
        steps.append({"do": "add"})
        steps.append({"do": "grade", "values": {"part": f"k{number}"}, "fields": {"text": text}})
    steps.append({"do": "review"})
    return send(phone, WRITE, seq, {"values": {}, "fields": {}} | steps[min(seq, len(steps) - 1)])


def send(phone: Phone, slug: str, seq: int, action: dict[str, Any]) -> tuple[float, int]:
    """Send one action and check the answer; (milliseconds, new seq)."""
    message = {"id": f"b{id(phone)}-{slug}-{seq}-{time.time_ns()}", "n": seq, "base_seq": seq, "action": action}
    start = time.perf_counter()
    status, text = phone.ask(
        "POST", f"/x/{slug}/act", json.dumps(message), **{"X-OKR": "1", "Content-Type": "application/json"}
    )
    taken = (time.perf_counter() - start) * 1000
    answer = json.loads(text)
    assert status == 200 and answer["status"] == "ok", text[:200]
    return taken, int(answer["seq"])


def open_notebook(trainer: Phone) -> None:
    """A Voila page to its end; while Voila is still starting, ask again."""
    for _ in range(60):
        status, page = trainer.ask("GET", f"/voila/render/exercises/{SLUG}.ipynb")
        if status == 200 and "kernelId" in page:
            return
        time.sleep(1)
    raise SystemExit("the Voila page did not open")


def acting(phones: list[Phone], seconds: float, opening: Any) -> tuple[list[float], list[float], list[float]]:
    """Every phone acts every five seconds, every third one writes; ``opening`` runs half-way.

    Times of the drills before it and while it ran, and of the writing.
    """
    before: list[float] = []
    during: list[float] = []
    writing: list[float] = []
    busy = threading.Event()
    end = time.perf_counter() + seconds

    def one(number: int) -> None:
        seq, phone = 0, phones[number]
        time.sleep(number * EVERY / len(phones))
        while time.perf_counter() < end:
            was_busy = busy.is_set()
            if number % 3 == 2:
                taken, seq = write(phone, seq)
                writing.append(taken)
            else:
                taken, seq = act(phone, seq)
                (during if was_busy or busy.is_set() else before).append(taken)
            time.sleep(max(0.0, EVERY - taken / 1000))

    def half_way() -> None:
        time.sleep(seconds / 2)
        busy.set()
        opening()
        busy.clear()

    with ThreadPoolExecutor(len(phones) + 1) as pool:
        jobs = [pool.submit(half_way), *(pool.submit(one, number) for number in range(len(phones)))]
        for job in jobs:
            job.result()
    return before, during, writing


def browse(port: int, code: str, over: threading.Event, made: list[int]) -> None:
    """One real Chromium goes through the exercise again and again until told to stop."""
    from playwright.sync_api import sync_playwright

    from okr_kit.hosts.find_browser import find_browser

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/?c={code}")
        page.get_by_label("昵称").fill("真浏览器")
        page.locator("label.okr-opt", has_text="第 1 组").first.click()
        page.get_by_role("button", name="进入课堂").click()
        page.goto(f"http://127.0.0.1:{port}/x/{SLUG}")
        while not over.is_set():
            page.get_by_role("button", name="提交").click()
            page.locator(".okr-say").first.wait_for()
            made.append(1)
            page.wait_for_timeout(1000)
        browser.close()


def measure_class(learners: int, seconds: float) -> dict[str, float]:
    """The class server under a class."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "okr_kit",
            "serve",
            "--port",
            str(port),
            "--db",
            f"{folder}/class.db",
            "--course-dir",
            str(ROOT),
        ]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert server.stdout is not None
        try:
            said = ""
            while "?c=" not in said:
                said += server.stdout.readline()
            code = re.search(r"\?c=(\w+)", said)[1]  # type: ignore[index]
            token = re.search(r"token=([\w-]+)", said)[1]  # type: ignore[index]
            wait_for(port)
            return _measure(port, psutil.Process(server.pid), code, token, learners, seconds)
        finally:
            server.terminate()
            server.wait(20)


def _measure(
    port: int, process: psutil.Process, code: str, token: str, learners: int, seconds: float
) -> dict[str, float]:
    over, made = threading.Event(), list[int]()
    chromium = threading.Thread(target=browse, args=(port, code, over, made))
    chromium.start()
    phones = [Phone(port) for _ in range(learners)]
    first = Phone(port)
    first.join(code, "第一个")
    first.received = 0
    first.load(f"/x/{SLUG}")
    start = memory(process)

    def arrive(number: int) -> None:
        phones[number].join(code, f"学员{number}")
        phones[number].load(f"/x/{SLUG}")

    pages = spread(learners, ARRIVE_IN, arrive)
    trainer = Phone(port)
    trainer.ask("GET", f"/trainer?token={token}")
    open_notebook(trainer)  # Voila is up and has its imports behind it, as it has when a lesson begins
    before, during, writing = acting(phones, seconds, lambda: open_notebook(trainer))
    grown = process.memory_info().rss
    more = [Phone(port) for _ in range(learners * 2)]
    for number, phone in enumerate(more):
        phone.join(code, f"后来{number}")
        phone.load(f"/x/{SLUG}")
        act(phone, 0)
    added = (process.memory_info().rss - grown) / 1024 / len(more)
    over.set()
    chromium.join()
    assert made, "the real browser did nothing"
    return {
        "page KB": first.received / 1024,
        "page p95 s": p95(pages),
        "act median ms": statistics.median(before),
        "act p95 ms": p95(before),
        "writing median ms": statistics.median(writing),
        "writing p95 ms": p95(writing),
        "act p95 ms, Voila page opening": p95(during),
        "KB a learner": max(0.0, added),
        "server MB at start": start / 2**20,
        "acts": len(before) + len(during) + len(writing),
    }


def measure_voila(visitors: int) -> dict[str, float]:
    """Default Voila, the same notebook, one kernel for each visitor."""
    port = free_port()
    command = [sys.executable, "-m", "voila", f"--port={port}", "--no-browser", f"exercises/{SLUG}.ipynb"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, "/voila/static/nothing")
        process = psutil.Process(server.pid)
        first = Phone(port)
        first.load("/")
        start = memory(process)
        pages = spread(visitors, ARRIVE_IN, lambda _: Phone(port).load("/"))
        return {
            "page KB": first.received / 1024,
            "page p95 s": p95(pages),
            "KB a learner": (memory(process) - start) / 1024 / visitors,
        }
    finally:
        server.terminate()
        server.wait(20)


def main() -> int:
    """Measure both and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--voila", type=int, default=10, help="visitors for default Voila")
    parser.add_argument("--seconds", type=float, default=30, help="how long learners act")
    given = parser.parse_args()
    ours, theirs = measure_class(given.learners, given.seconds), measure_voila(given.voila)
    print(
        f"{given.learners} learners here, {given.voila} visitors on default Voila, both arriving within {ARRIVE_IN:.0f} s"
    )
    missed = False
    for name, value in ours.items():
        limit, other = LIMITS.get(name), theirs.get(name)
        missed |= limit is not None and value > limit
        beside = f"  Voila {other:10.1f}  ratio {other / value:8.1f}" if other and value else ""
        print(
            f"{name:34} {value:10.2f}  {f'limit {limit}' if limit else '':12}{beside}{'  MISSED' if limit and value > limit else ''}"
        )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
