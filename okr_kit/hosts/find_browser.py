"""Where a Chromium, Chrome or Edge is on this computer; standard library only, so ``start.py`` can ask."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")


def find_browser() -> str | None:
    """Return the program of the first browser found, or None; ``OKR_BROWSER`` names one by hand."""
    chosen = os.environ.get("OKR_BROWSER")
    if chosen:
        return chosen
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in (*on_path, *_known_places()) if found), None)


def _known_places() -> Iterator[str]:
    """Yield the usual places that are not on PATH."""
    if sys.platform == "darwin":
        candidates = [Path(root).expanduser() / app for root in ("/Applications", "~/Applications") for app in MAC]
    else:
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        candidates = [Path(root) / program for root in roots if root for program in WINDOWS]
    yield from (str(path) for path in candidates if path.exists())
