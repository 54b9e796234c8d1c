"""Our static files, read once: each with a hash in its address, compressed, cached by the browser for good."""

from __future__ import annotations

import gzip
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"
SERVED = {".js", ".css", ".svg", ".png", ".LICENSE"}
_IMPORT = re.compile(rb'(from\s+"|import\s+")(\./[^"?]+)(")')


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    name: str
    body: bytes
    packed: bytes
    kind: str
    version: str

    @property
    def url(self) -> str:
        """Its address; another content has another address."""
        return f"/static/{self.name}?v={self.version}"


def load(folder: Path = FOLDER) -> dict[str, Asset]:
    """All files we serve, by their path below the folder."""
    loaded: dict[str, Asset] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in SERVED:
            _load(folder, path.relative_to(folder).as_posix(), loaded)
    return loaded


def _load(folder: Path, name: str, loaded: dict[str, Asset]) -> Asset:
    """Read one file; what it imports gets its own hash, so that a module is as cacheable as a page's script."""
    if name in loaded:
        return loaded[name]
    path = folder / name
    body = path.read_bytes()
    if path.suffix == ".js":
        body = _IMPORT.sub(lambda found: _versioned(folder, path, found, loaded), body)
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    kind = "text/javascript" if path.suffix == ".js" else kind
    asset = Asset(name, body, gzip.compress(body, 9, mtime=0), kind, sha256(body).hexdigest()[:12])
    loaded[name] = asset
    return asset


def _versioned(folder: Path, path: Path, found: re.Match[bytes], loaded: dict[str, Asset]) -> bytes:
    """The import with the version of what it names."""
    target = (path.parent / found[2].decode()).resolve()
    if not target.is_file():
        return found[0]
    asset = _load(folder, target.relative_to(folder.resolve()).as_posix(), loaded)
    return found[1] + found[2] + f"?v={asset.version}".encode() + found[3]
