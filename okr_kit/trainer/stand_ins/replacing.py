"""Putting stand-ins into texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

from .nouns import Found

#: What stands beside a name that was replaced may show another one; so often a text is gone through at most.
_ROUNDS = 8


@lru_cache(maxsize=4)
def sieve(tag: str) -> Any:
    """What a language knows of names: ``read`` and ``Forms`` (``lang/<tag>/stand_ins``)."""
    return import_module(f"okr_kit.lang.{tag}.stand_ins")


class Replacer:
    """Replaces what is in one list; made once, used for each cell and line of a pack."""

    def __init__(self, found: Iterable[Found], tag: str) -> None:
        """Index a list. A form of two rows belongs to the first."""
        self._words: dict[str, str] = {}
        kinds: dict[str, str] = {}
        for one in found:
            for form in one.forms:
                if form:
                    self._words.setdefault(form, one.instead(form))
                    kinds.setdefault(form, one.kind)
        self._forms = sieve(tag).Forms(kinds)
        done = sorted(filter(None, set(self._words.values())), key=len, reverse=True)
        self._done = re.compile("|".join(map(re.escape, done))) if done else None

    def text(self, text: str) -> str:
        """A text with everything replaced, until nothing is left to replace."""
        for _ in range(_ROUNDS):
            new = self._once(text)
            if new == text:
                break
            text = new
        return text

    def _once(self, text: str) -> str:
        closed = [found.span() for found in self._done.finditer(text)] if self._done else []
        parts, at = [], 0
        for start, end in self._forms.places(text, closed):
            parts += [text[at:start], self._words[text[start:end]]]
            at = end
        return "".join(parts) + text[at:]
