"""Take the README's pictures from the real thing: `python benchmarks/pictures.py` writes book/_static/screens/*.png.

Opens a class on a free port of 127.0.0.1 with a database that is thrown away, and goes through it in a real browser.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from classroom import free_port  # noqa: E402 - the path above makes these importable
from phone import PHONE, join  # noqa: E402

from okr_kit.hosts.find_browser import find_browser  # noqa: E402

FOLDER = ROOT / "book" / "_static" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def take(page: Page, name: str) -> None:
    """One picture once the small motion of feedback is over."""
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / f"{name}.png")


def phone(page: Page, url: str) -> None:
    """A wrong O with its feedback; a KR being written; the whole set."""
    page.goto(f"{url}/x/spot-wrong-objectives")
    page.locator("label.okr-opt", has_text="要改").click()
    page.locator(".okr-chips label.okr-opt").first.click()
    page.get_by_role("button", name="提交").click()
    page.locator(".okr-say").first.wait_for()
    take(page, "phone-spot")
    page.goto(f"{url}/x/write-okr")
    page.locator("button.okr-row").first.click()
    for number, text in enumerate(("完成门店报损系统上线", "让每家门店的面包当天卖得完、少倒掉")):
        page.locator("textarea[name=text]").fill(text)
        page.get_by_role("button", name="再评一次" if number else "评一评").click()
        page.locator(".okr-statement", has_text=text).wait_for()
        take(page, f"phone-write-{number + 1}")


def lead(stage: Page, console: Page, url: str, token: str) -> None:
    """The way in on the stage; then the first exercise of the agenda, on the trainer's phone and on the stage."""
    for page in (stage, console):
        page.goto(f"{url}/trainer?token={token}")
    take(stage, "stage-join")
    console.goto(f"{url}/trainer")
    console.get_by_role("button", name=re.compile("^开始：")).click()
    console.get_by_role("button", name=re.compile("^下一页：")).click()
    console.get_by_role("button", name=re.compile("^打开：我们卡在哪里")).first.click()
    console.locator(".okr-phases [aria-current]", has_text="作答").wait_for()
    stage.locator(".okr-clock").wait_for()
    take(stage, "stage-task")
    take(console, "console")


def projector(page: Page, url: str) -> None:
    """An exercise in Voila."""
    page.goto(f"{url}/voila/render/exercises/find-the-error.ipynb")
    page.locator(".okr-statement").first.wait_for(timeout=90_000)
    take(page, "projector-voila")


def main() -> None:
    """Open a class, walk through it, take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command: list[Any] = [sys.executable, "-m", "okr_kit", "serve", "--port", port, "--db", f"{folder}/a.db"]
        server = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        said = ""
        while "?c=" not in said and server.stdout:
            said += server.stdout.readline()
        code, token = (re.search(pattern, said)[1] for pattern in (r"\?c=(\w+)", r"token=([\w-]+)"))  # type: ignore[index]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        learner = browser.new_context(**(PHONE | {"device_scale_factor": 2}), locale="zh-CN").new_page()
        join(learner, url, code, "王敏")
        phone(learner, url)
        trainer = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN").new_page()
        console = browser.new_context(**(PHONE | {"device_scale_factor": 2}), locale="zh-CN").new_page()
        lead(trainer, console, url, token)
        projector(trainer, url)
        browser.close()
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
