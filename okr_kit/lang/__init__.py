"""A language pack: its sentences, its rule cards and its word lists, read from TOML and checked.

Language is an argument everywhere, never a global. The lecturer's overlay folder may hold the same files
(``lang/zh_cn/messages/<screen>.toml``, ``lexicon.toml``, ``rules/<CODE>.toml``); what it has replaces what we ship, key by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

from ..errors import ContentError, OkrKitError, UnknownLanguage
from ..files import PACKAGE, Overlay, layers, need, read_toml
from ..text import Reader

DEFAULT = "zh_cn"


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one rule: what, why, the coach's question, and examples that are its tests.

    ``human`` cards name what rules cannot judge; they have no examples.
    """

    code: str
    title: str
    message: str
    why: str
    question: str
    bad: tuple[Any, ...] = ()
    good: tuple[Any, ...] = ()
    human: bool = False


@dataclass(frozen=True)
class Language:
    """One loaded pack. ``messages`` maps ``<file>.<key>`` to a sentence, ``lexicon`` a name to its words."""

    tag: str
    messages: Mapping[str, str]
    cards: Mapping[str, Card]
    lexicon: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def reader(self) -> Reader:
        """The pack's reader, made once from its word lists."""
        reader: Reader = import_module(f".{self.tag}", __package__).Reader(self.lexicon)
        return reader

    def say(self, key: str, /, **params: object) -> str:
        """The sentence of that key with its values filled in; ContentError if the pack has no such key."""
        try:
            return fill(self.messages[key], params)
        except KeyError:
            raise ContentError("content-key", file="messages", key=key) from None

    def card(self, code: str) -> Card:
        """The card of that code; ContentError if there is none."""
        try:
            return self.cards[code]
        except KeyError:
            raise ContentError("content-key", file="rules", key=code) from None

    def error(self, error: OkrKitError) -> str:
        """The sentence for an error; the plain code when the pack itself is what broke."""
        sentence = self.messages.get(f"errors.{error.code}")
        return fill(sentence, error.params) if sentence else str(error)


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """Put values into ``{name}`` places; a value that is not given leaves its place empty.

    Only plain names are places: ``{a.b}`` or ``{a[0]}`` cannot reach into objects, so learner text is safe here.
    """
    parts = []
    for literal, name, _, _ in Formatter().parse(sentence):
        parts.append(literal)
        if name is not None:
            parts.append(str(params.get(name, "")))
    return "".join(parts)


def load(tag: str = DEFAULT, overlay: Overlay = None) -> Language:
    """Read a pack, ours first, then the overlay's; ContentError names file and key."""
    if not (PACKAGE / "lang" / tag).is_dir():
        raise UnknownLanguage("language-unknown", tag=tag)
    messages: dict[str, str] = {}
    lexicon: dict[str, tuple[str, ...]] = {}
    cards: dict[str, Card] = {}
    for folder in layers(f"lang/{tag}", overlay):
        for path in sorted((folder / "messages").glob("*.toml")):
            messages.update(_flat(read_toml(path), path.name, f"{path.stem}."))
        if (folder / "lexicon.toml").exists() or folder.is_relative_to(PACKAGE):
            lexicon.update(_words(read_toml(folder / "lexicon.toml")))
        for path in sorted((folder / "rules").glob("*.toml")):
            cards[path.stem] = _card(path)
    return Language(tag, messages, cards, lexicon)


def _flat(table: Mapping[str, Any], file: str, prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, file, f"{prefix}{key}."))
        elif isinstance(value, str):
            flat[prefix + key] = value
        else:
            raise ContentError("content-key", file=file, key=prefix + key)
    return flat


def _words(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Check that every list is a list of words."""
    for key, value in table.items():
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise ContentError("content-key", file="lexicon.toml", key=key)
    return {key: tuple(value) for key, value in table.items()}


def _card(path: Path) -> Card:
    """Read one card and check its keys."""
    table, file = read_toml(path), path.name
    if need(table, "code", str, file) != path.stem:
        raise ContentError("content-key", file=file, key="code")
    words = {key: need(table, key, str, file) for key in ("code", "title", "message", "why", "question")}
    return Card(
        **words,
        bad=tuple(table.get("bad", ())),
        good=tuple(table.get("good", ())),
        human=bool(table.get("human", False)),
    )
