"""What a widget's page needs of our static files: one script without imports, one style sheet without a layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"

_IMPORT = re.compile(r'^import\s[^;]*?from\s*"\./([^"]*)";[ \t]*\n', re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export\s*\{[^}]*\};?[ \t]*\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|const|let|class)\b)", re.MULTILINE)


@cache
def script(name: str = "widget.js") -> str:
    """A widget's own few lines and all that they import as one module without local imports.

    anywidget resolves none; what one file exports, the next simply finds.
    """
    return "\n".join(_joined(name, set()))


def _joined(name: str, known: set[str]) -> Iterator[str]:
    """The files that a file imports, each once and before who needs it, then the file."""
    if name in known:
        return
    known.add(name)
    text = (STATIC / name).read_text(encoding="utf-8")
    for other in _IMPORT.findall(text):
        yield from _joined(other, known)
    text = _EXPORT.sub("", _EXPORT_LIST.sub("", _IMPORT.sub("", text)))
    yield f"// {name}\n{text.strip()}\n"


@cache
def style(*more: str) -> str:
    """The style sheet of the class's pages and ``more``, out of their layer.

    A layer yields to every rule outside of one, so that JupyterLab's plain ``button`` and ``legend`` would win.
    """
    sheets = ((STATIC / name).read_text(encoding="utf-8") for name in ("style.css", *more))
    return "\n".join(sheet.replace("@layer okr {", "@media all {", 1) for sheet in sheets)
