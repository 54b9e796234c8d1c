"""How long the book takes to build: all of it, and again after one page has changed.

    python benchmarks/book.py [--page objective]

Works in a temporary copy of the repository's book. The second build has to be at least three times faster.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okr_kit.hosts.classroom.book import Book

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 3.0


def seconds(book: Book) -> float:
    """The time of one build."""
    started = time.perf_counter()
    book.build(strict=True)
    return time.perf_counter() - started


def main() -> int:
    """Build twice in a temporary folder and print both times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--page", default="objective", help="the page that changes")
    name = parser.parse_args().page
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copytree(ROOT / "book", course / "book", ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / file, course)
        book, page = Book(course), course / "book" / f"{name}.md"
        pages = len(list((course / "book").glob("*.md")))
        whole = seconds(book)
        page.write_text(page.read_text("utf-8") + "\n再写一句，看第二次要多久。\n", "utf-8")
        again = seconds(book)
        built = (book.site / "book" / f"{name}.html").read_text("utf-8")
    print(f"whole book, {pages} pages   {whole:6.1f} s")
    print(f"after one changed page {again:6.1f} s")
    print(f"ratio                  {whole / again:6.1f}     at least {LIMIT}")
    if "再写一句" not in built:
        print("the changed page is not in the site")
        return 1
    return int(whole / again < LIMIT)


if __name__ == "__main__":
    sys.exit(main())
