"""The book of a course folder: built by Jupyter Book in a process of its own, at low priority, and put where it is served.

``_build/book`` is the builder's own; ``_build/site`` is the finished book for any static server. The site is replaced
in one step, so that readers never meet half of it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ....errors import ServeError
from ....files import PACKAGE
from .site import Site

WORK, SITE = Path("_build/book"), Path("_build/site")
#: Beside what was built: whose texts went into it.
MADE_OF = WORK / "made-of.txt"
#: In the site: what only the trainer may open, written by the build.
TRAINER_PAGES = "trainer-pages.json"
PERCENT = re.compile(r"(reading sources|writing output)\.\.\. \[ *(\d+)%\]")
#: What a change in means that the book is out of date, below the course folder and below the package.
SOURCES = ("book", "_config.yml", "_toc.yml")
CONTENT = ("bank", "lang", "course.toml", "__init__.py")
#: What Sphinx does not notice: pages made by an older extension, and a style sheet that alone has changed.
UNNOTICED = ("book/_ext", "book/_static")
#: Without rfc3987_syntax: jsonschema, which checks _config.yml, would compile grammars for seconds that it never uses.
START = "import sys; sys.modules['rfc3987_syntax'] = None; from jupyter_book.cli.main import main; main()"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Book:
    """The book of one course folder. ``percent`` says how far a build is, None when none is under way.

    ``overlay`` and ``course`` are the lecturer's own folder and file, for the slots and settings of the pages.
    """

    folder: Path
    overlay: Path | None = None
    course: Path | None = None
    percent: int | None = None
    failed: bool = False
    thread: threading.Thread | None = field(default=None, repr=False)
    _served: tuple[int, Site] | None = field(default=None, repr=False)

    @property
    def site(self) -> Path:
        """Where the finished book stands."""
        return self.folder / SITE

    @property
    def exists(self) -> bool:
        """Whether the course folder has a book at all."""
        return (self.folder / "_toc.yml").is_file()

    @property
    def ready(self) -> bool:
        """Whether there is a finished book to read, be it an older one, that says which pages are the trainer's."""
        return (self.site / "index.html").is_file() and (self.site / TRAINER_PAGES).is_file()

    def stale(self) -> bool:
        """Whether something changed since the site was made, or it was made with the texts of another lecturer."""
        if not self.ready or self._noted() != self._theirs():
            return True
        made = (self.site / "index.html").stat().st_mtime
        places = [self.folder / name for name in SOURCES] + [PACKAGE / name for name in CONTENT]
        places += [path for path in (self.overlay, self.course) if path is not None]
        return any(path.stat().st_mtime > made for place in places for path in _files(place))

    def served(self) -> Site:
        """The finished book as a class serves it; read again when it was built anew. Raises OSError, ValueError."""
        made = (self.site / "index.html").stat().st_mtime_ns
        if self._served is None or self._served[0] != made:
            self._served = made, Site(self.site, TRAINER_PAGES)
        return self._served[1]

    def address(self, name: str) -> str:
        """Where learners read a page of the book in a class (``objective``), or nothing as long as there is no such page."""
        file = f"book/{name}.html"
        try:
            site = self.served()
        except (OSError, ValueError):
            return ""
        return f"/read/{file}" if file in site.files and file not in site.trainers else ""

    def build(self, told: Callable[[int], None] | None = None, *, strict: bool = False, fresh: bool = False) -> Path:
        """Build and put in place; ``told`` hears the percent. Raises ServeError ``book-failed`` with the last lines.

        ``strict`` makes every warning a failure; ``fresh`` forgets what earlier builds left.
        """
        work = self.folder / WORK
        if fresh or self._made_otherwise(work):
            shutil.rmtree(work, ignore_errors=True)
        said = self._run(work, told or (lambda _: None), strict=strict)
        html = work / "_build" / "html"
        if said is not None or not (html / "index.html").is_file():
            raise ServeError("book-failed", detail="\n".join((said or [])[-12:]))
        waiting, old = self.site.with_name("site.new"), self.site.with_name("site.old")
        for path in (waiting, old):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(html, waiting)
        if self.site.exists():
            self.site.rename(old)
        waiting.rename(self.site)
        (self.site / "index.html").touch()
        (self.folder / MADE_OF).write_text(self._theirs(), "utf-8")
        shutil.rmtree(old, ignore_errors=True)
        return self.site

    def _made_otherwise(self, work: Path) -> bool:
        """Whether something changed since that Sphinx does not notice by itself: it knows nothing of the lecturer's files."""
        made = work / "_build" / "html" / "index.html"
        places = [*(self.folder / name for name in UNNOTICED), *filter(None, (self.overlay, self.course))]
        return self._noted() != self._theirs() or (
            made.is_file()
            and any(path.stat().st_mtime > made.stat().st_mtime for place in places for path in _files(place))
        )

    def _theirs(self) -> str:
        """The lecturer's files that go into a build, one a line."""
        places = [place.resolve() for place in (self.overlay, self.course) if place is not None]
        return "\n".join(sorted(str(path) for place in places for path in (place, *_files(place))))

    def _noted(self) -> str | None:
        """The same of the last build that went well; None where there was none, or it went with its work folder."""
        try:
            return (self.folder / MADE_OF).read_text("utf-8")
        except OSError:
            return None

    def build_in_background(self) -> None:
        """Start a build unless the book is up to date or one is under way; ``percent`` and ``failed`` tell of it."""
        if not self.exists or self.percent is not None or not self.stale():
            return
        self.percent, self.failed = 0, False

        def work() -> None:
            try:
                self.build(lambda percent: setattr(self, "percent", percent))
            except (ServeError, OSError):
                self.failed = True
            finally:
                self.percent = None

        self.thread = threading.Thread(target=work, daemon=True, name="book")
        self.thread.start()

    def _run(self, work: Path, told: Callable[[int], None], *, strict: bool) -> list[str] | None:
        """Run Jupyter Book; None if it went well, else what it said."""
        command = [sys.executable, "-c", START, "build", str(self.folder)]
        command += ["--path-output", str(work), "-n", "--keep-going", *(["-W"] if strict else [])]
        given = {"OKR_CONTENT": self.overlay, "OKR_COURSE": self.course}
        env = os.environ | {name: str(path.resolve()) for name, path in given.items() if path is not None}
        process = subprocess.Popen(  # noqa: S603 - our own Python and our own folder
            command,
            cwd=self.folder,
            env=env | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(PACKAGE.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            preexec_fn=_politely if os.name == "posix" else None,  # noqa: PLW1509 - it only lowers the priority
        )
        said: list[str] = []
        with process:
            for line in process.stdout or ():
                said.append(COLOUR.sub("", line).rstrip())
                found = PERCENT.search(said[-1])
                if found:
                    told(int(found[2]) // 2 + (50 if found[1] == "writing output" else 0))
        return None if process.returncode == 0 else said


def _politely() -> None:
    """A build never makes a learner wait."""
    os.nice(10)


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [place] if place.is_file() else []
