"""What the first visit of a book page costs a phone, beside an earlier edition of the book in the same run.

    python benchmarks/visit.py [--beside acd81d4] [--times 5] [--page objective]

Builds both books, each with its own kit, serves both from one server that compresses, and visits the same page in turns,
each time with nothing kept from before. Prints the bytes as they go over the line and the milliseconds until the first
text; exits 1 above a limit.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from phone import PHONE  # noqa: E402 - the path above makes these importable

from okr_kit.hosts.find_browser import find_browser  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Bytes of a first visit, and milliseconds until text is there.
LIMITS = {"bytes": 250_000, "text": 1000}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def build(folder: Path) -> Path:
    """The book of a checkout, built by the kit of that checkout."""
    command = [sys.executable, "-m", "okr_kit", "build", "--course-dir", str(folder)]
    done = subprocess.run(
        command, check=False, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{folder}: the book was not built\n{done.stdout}{done.stderr}")
    return folder / "_build" / "site"


def checkout(commit: str, folder: Path) -> Path:
    """The files of a commit; of the working tree where none is named."""
    folder.mkdir()
    if commit:
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    else:
        for name in ("book", "okr_kit"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, folder)
    return folder


def serve(sites: dict[str, Path]) -> tuple[int, Callable[[], None]]:
    """A server for all sites, each below its name; its port, and how it is closed."""
    loop = asyncio.new_event_loop()
    sockets = bind_sockets(0, "127.0.0.1")

    def run() -> None:
        asyncio.set_event_loop(loop)
        paths = [(rf"/{name}/(.*)", web.StaticFileHandler, {"path": str(site)}) for name, site in sites.items()]
        HTTPServer(web.Application(paths, compress_response=True)).add_sockets(sockets)
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    return sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(loop.stop)


def visit(browser: Browser, address: str) -> tuple[float, float]:
    """Bytes over the line and milliseconds until the first text, for somebody who was never here."""
    context = browser.new_context(**PHONE)
    page, came = context.new_page(), list[float]()
    devtools = context.new_cdp_session(page)
    devtools.on("Network.loadingFinished", lambda said: came.append(said["encodedDataLength"]))
    devtools.send("Network.enable")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    text = page.evaluate(PAINTED)
    context.close()
    return sum(came), text


def main() -> int:
    """Build, visit in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beside", default="acd81d4", help="the commit of the earlier edition")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--page", default="objective")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        editions = {"now": "", "before": asked.beside}
        sites = {name: build(checkout(commit, Path(place, name))) for name, commit in editions.items()}
        port, close = serve(sites)
        browser = play.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in sites}
        for _ in range(asked.times):
            for name, visits in seen.items():
                visits.append(visit(browser, f"http://127.0.0.1:{port}/{name}/book/{asked.page}.html"))
        browser.close()
        close()
    figures = {
        name: [statistics.median(column) for column in zip(*visits, strict=True)] for name, visits in seen.items()
    }
    for place, (what, unit) in enumerate((("bytes", "KB"), ("text", "ms"))):
        now, before = figures["now"][place], figures["before"][place]
        shown = [one / 1000 if unit == "KB" else one for one in (now, before, LIMITS[what])]
        print(
            f"{what:6} {shown[0]:8.0f} {unit}   before {shown[1]:8.0f} {unit}   {before / now:5.1f} times   at most {shown[2]:.0f}"
        )
    return int(any(figures["now"][place] > limit for place, limit in enumerate(LIMITS.values())))


if __name__ == "__main__":
    sys.exit(main())
