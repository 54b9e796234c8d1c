"""What a widget's page needs of our static files: one script without imports, one style sheet without a layer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
#: Joined in this order: anywidget resolves no local import, so what one file exports the next simply finds.
SCRIPTS = ("vendor/idiomorph.esm.js", "clock.js", "player.js", "picks.js", "elements.js", "widget.js")

_IMPORT = re.compile(r'^import\s[^;]*?from\s*"\./[^"]*";[ \t]*\n', re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export\s*\{[^}]*\};?[ \t]*\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|const|let|class)\b)", re.MULTILINE)


@cache
def script() -> str:
    """Idiomorph, clocks, the player and the widget's own few lines as one module without local imports."""
    parts = []
    for name in SCRIPTS:
        path = STATIC / name
        if path.exists():
            text = _EXPORT.sub("", _EXPORT_LIST.sub("", _IMPORT.sub("", path.read_text(encoding="utf-8"))))
            parts.append(f"// {name}\n{text.strip()}\n")
    return "\n".join(parts)


@cache
def style() -> str:
    """The style sheet of the class's pages, out of its layer.

    A layer yields to every rule outside of one, so that JupyterLab's plain ``button`` and ``legend`` would win.
    """
    return (STATIC / "style.css").read_text(encoding="utf-8").replace("@layer okr {", "@media all {", 1)
