"""``okr`` in a process of its own: started, heard until it says how it ends, its links opened, ended by a signal."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def started(*arguments: str, **environ: str) -> subprocess.Popen[str]:
    """Start ``okr`` with these arguments; what it says comes through one pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "okr_kit", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environ},
        cwd=ROOT,
    )


def heard(child: subprocess.Popen[str]) -> str:
    """What it says until it names the keys that end it."""
    said = ""
    for line in child.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    return said


def open_all(links: Iterable[str]) -> None:
    """Open the links one after the other in one browser; each shows a page."""
    device = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for link in links:
        with device.open(link, timeout=10) as page:
            assert page.status == 200


def ended(child: subprocess.Popen[str], how: int, seconds: int) -> str:
    """End it by a signal; what it said last. It has so long."""
    child.send_signal(how)
    try:
        rest, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        raise
    return rest
