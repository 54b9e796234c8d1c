"""A page of ours as a PDF, by the Chromium, Chrome or Edge that is on this computer; it asks no other host for anything."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from ....errors import PrintError

#: So long the browser may take; some seconds are usual.
SECONDS = 180
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)


def write_pdf(program: str, page: Path, target: Path, profile: Path) -> None:
    """Print ``page`` into ``target``; ``profile`` is an empty folder, so that nobody's own browser is touched.

    Raises PrintError: ``print-browser`` if it does not start, ``print-crashed`` if it leaves no file, ``print-slow``.
    """
    flags = [*FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={target}"]
    if os.name == "posix" and os.geteuid() == 0:
        flags.append("--no-sandbox")  # as root it does not start with one
    nothing = subprocess.DEVNULL  # no pipes: the browser's own children would hold them open
    try:
        process = subprocess.Popen(  # noqa: S603 - the browser that was found, or that OKR_BROWSER names
            [program, *flags, page.as_uri()],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=os.name == "posix",
        )
    except OSError as error:
        raise PrintError("print-browser", program=program, detail=error.strerror or str(error)) from None
    try:
        status = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise PrintError("print-slow", program=program, seconds=SECONDS) from None
    finally:
        _end(process)
    if status != 0 or not target.is_file():
        raise PrintError("print-crashed", program=program, status=status)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a browser that still runs, with all that it started."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
