"""The finished book as a class serves it: its files by name, what only the trainer may open, and a policy for each page.

An answer that the class has not seen yet is not on the page that a learner gets. A page may run the scripts that the
build put into it, each named by its hash, and no other.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
INDEX = "searchindex.js"
INDEX_HEAD, INDEX_TAIL = "Search.setIndex(", ")"
#: Around the answer of an exercise on a page.
KEY_START, KEY_END = "<!--okr-key {slug}-->", "<!--/okr-key {slug}-->"
KEY = re.compile(r"<!--okr-key ([\w-]+)-->.*?<!--/okr-key \1-->", re.DOTALL)
#: Around the timetable of the two days, which a class may have of its own.
TIMETABLE_START, TIMETABLE_END = "<!--okr-timetable-->", "<!--/okr-timetable-->"
_TIMETABLE = re.compile(f"{TIMETABLE_START}.*?{TIMETABLE_END}", re.DOTALL)
#: Beyond so many bytes a file is packed quickly rather than tightly: once, while nobody else is served.
LARGE = 200_000
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it is sent."""

    body: bytes
    packed: bytes
    kind: str
    etag: str
    policy: str


class Site:
    """A folder with a finished book. A file is known by the very name that it has there, so that nothing else is found."""

    def __init__(self, folder: Path, trainer_pages: str) -> None:
        """List the files. Raises OSError, ValueError where the list of the trainer's pages cannot be read."""
        self.files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        self.trainers = frozenset(json.loads((folder / trainer_pages).read_text("utf-8"))) | {trainer_pages}
        self._keys: dict[str, frozenset[str]] = {}
        self._sent: dict[tuple[str, bool, frozenset[str], str], Sent] = {}

    def sent(
        self, name: str, trainer: bool, waits: Collection[str] = (), instead: str = "", timetable: str = ""
    ) -> Sent:
        """The file as it is sent to the trainer or to a learner, whose search finds no page of the trainer's.

        The answers of the exercises that ``waits`` names are left out, ``instead`` (HTML) stands there; ``timetable``
        (HTML) stands in the place of the book's own. Raises LookupError for a name that is none, OSError where the book
        has just been built anew.
        """
        closed = self.keys(name) & frozenset(waits)
        key = name, trainer or name != INDEX, closed, timetable
        if key not in self._sent:
            body = self.files[name].read_bytes()
            if name == INDEX and not trainer:
                body = without(body.decode("utf-8"), self.trainers).encode()
            if closed:
                body = without_keys(body.decode("utf-8"), closed, instead).encode()
            if timetable:
                body = _TIMETABLE.sub(lambda _: timetable, body.decode("utf-8")).encode()
            self._sent[key] = _as_sent(name, body)
        return self._sent[key]

    def keys(self, name: str) -> frozenset[str]:
        """The exercises whose answers a page prints. Raises LookupError, OSError."""
        if name not in self._keys:
            pages = name.startswith("book/") and name.endswith(".html")
            text = self.files[name].read_text("utf-8") if pages else ""
            self._keys[name] = frozenset(KEY.findall(text))
        return self._keys[name]


def _as_sent(name: str, body: bytes) -> Sent:
    """A file with its type, its compressed form and its policy."""
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0] or "application/octet-stream"
    scripts = policy_scripts(body.decode("utf-8", "replace")) if kind == "text/html" else ""
    texts = kind.startswith("text/") or "json" in kind or "svg" in kind
    packed = gzip.compress(body, 6 if len(body) < LARGE else 1, mtime=0) if texts else b""
    return Sent(body, packed, kind, f'"{sha256(body).hexdigest()[:16]}"', POLICY.format(scripts=scripts))


def policy_scripts(page: str) -> str:
    """The hashes of the scripts inside a page, as a policy names them."""
    scripts = dict.fromkeys(script.replace("\r\n", "\n") for script in _INLINE.findall(page))
    return "".join(f" 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)


def without(index: str, hidden: Collection[str]) -> str:
    """Sphinx's search index without some pages: their words, headings, titles and names are gone, numbers stay."""
    text = index.strip().removeprefix(INDEX_HEAD).removesuffix(INDEX_TAIL)
    found: dict[str, Any] = json.loads(text)
    gone = {number for number, name in enumerate(found["docnames"]) if f"{name}.html" in hidden}
    for part in ("docnames", "filenames", "titles"):
        found[part] = ["" if number in gone else value for number, value in enumerate(found[part])]
    for part in ("terms", "titleterms"):
        found[part] = {word: left for word, at in found[part].items() if (left := _left(at, gone)) is not None}
    for part in ("alltitles", "indexentries"):
        rows = {word: [row for row in rows if row[0] not in gone] for word, rows in found[part].items()}
        found[part] = {word: left for word, left in rows.items() if left}
    found["objects"] = {}
    return f"{INDEX_HEAD}{json.dumps(found, ensure_ascii=False)}{INDEX_TAIL}"


def without_keys(page: str, closed: Collection[str], instead: str) -> str:
    """A page without the answers of those exercises."""
    return KEY.sub(lambda found: instead if found[1] in closed else found[0], page)


def _left(at: int | list[int], gone: Collection[int]) -> int | list[int] | None:
    """A word's pages (one number, or several) without those; None if none is left."""
    left = [number for number in (at if isinstance(at, list) else [at]) if number not in gone]
    return (left[0] if len(left) == 1 else left) if left else None
