"""What the browser gets: small, one module without a framework, and nothing newer than the oldest phones we promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "okr_kit" / "hosts" / "static"
OURS = [path for path in sorted(STATIC.iterdir()) if path.suffix in (".js", ".css")]
#: Not in Chromium 105 or not in iOS 15.4, the floor (design decision 19).
TOO_NEW = {
    ".js": [
        r"\.toSorted\(", r"\.toReversed\(", r"\.toSpliced\(", r"\.with\(", r"Object\.groupBy", r"Promise\.withResolvers",
        r"\.isSubsetOf\(", r"crypto\.randomUUID", r"crypto\.subtle", r"serviceWorker", r"SharedArrayBuffer", r"showPopover",
        r"startViewTransition", r"(?<!\?)\(\?<[=!]", r"/v[;,.)\s]",
    ],
    ".css": [r"color-mix\(", r"@container", r"@scope", r"@property", r"&", r"light-dark\(", r"oklch\(", r"\bsubgrid\b", r"anchor\("],
}  # fmt: skip


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_newer_than_the_floor(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert [pattern for pattern in TOO_NEW[path.suffix] if re.search(pattern, text)] == []


def test_the_player_stays_small_and_knows_no_words():
    """At most 12 KB without comments and indentation, and not one Chinese character: its words come with the page."""
    text = (STATIC / "player.js").read_text("utf-8")
    bare = "\n".join(
        line.strip()
        for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines()
        if not line.strip().startswith("//")
    )
    assert len(bare.encode()) <= 12 * 1024
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_our_style_stays_inside_its_box():
    """Every rule is under .okr, so that it meets no page of Jupyter or the book."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "style.css").read_text("utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@%]+?)\s*\{", text)
    loose = [
        one
        for group in selectors
        for one in group.split(",")
        if "okr" not in one and not re.fullmatch(r"\s*(from|to|\d+)\s*", one)
    ]
    assert loose == []


def test_the_vendored_file_keeps_its_licence():
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "idiomorph.LICENSE").read_text("utf-8")
