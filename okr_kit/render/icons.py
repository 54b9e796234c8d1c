"""Outlines drawn here, since a font may lack the symbol; a word always stands beside them."""

from __future__ import annotations

from collections.abc import Mapping

ICONS: Mapping[str, str] = {
    "good": "M5 12.5l4.5 4.5L19 7.5",
    "bad": "M7 7l10 10M17 7L7 17",
    "warn": "M12 5l8 14H4zM12 10.5v4M12 17v.2",
    "info": "M12 11v6M12 7.6v.2M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17z",
    "human": "M12 4l8 8-8 8-8-8z",
}


def icon(path: str) -> str:
    """An outline drawn in the text's own colour; a word always stands beside it."""
    return f'<svg class="okr-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
