"""Rows of widgets of which a few are shown at a time, so that a list of two hundred names stays a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as w

from . import client_pack_shown as shown

_WIDE = w.Layout(width="100%")


class Leaves:
    """Rows of which a few are shown at a time."""

    def __init__(self, rows: Sequence[w.Widget], size: int, say: Callable[..., str]) -> None:
        """Show the first of them."""
        self._rows, self._size, self._say, self._at = rows, size, say, 0
        self._last = max(0, (len(rows) - 1) // size)
        self._shown, self._place = w.VBox([], layout=_WIDE), w.HTML()
        self._back, self._on = w.Button(description=say("back")), w.Button(description=say("on"))
        self._back.on_click(lambda _: self._go(-1))
        self._on.on_click(lambda _: self._go(1))
        turning = [w.HBox([self._back, self._place, self._on])] if self._last else []
        self.box = w.VBox([self._shown, *turning], layout=_WIDE)
        self._go(0)

    def _go(self, by: int) -> None:
        self._at = min(self._last, max(0, self._at + by))
        start = self._at * self._size
        self._shown.children = self._rows[start : start + self._size]
        self._back.disabled, self._on.disabled = self._at == 0, self._at == self._last
        self._place.value = shown.block(self._say("page", at=self._at + 1, last=self._last + 1))
