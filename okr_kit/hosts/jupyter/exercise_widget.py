"""An exercise as an ipywidgets DOMWidget; the only module that needs anywidget.

The state stays in Python. The page gets ``html`` and sends actions as custom messages, the same ones that the class
server takes by POST; it cannot set anything here.
"""

from __future__ import annotations

import os
import time
import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

import anywidget
import traitlets

from ... import engine, render
from ...bank import Content
from ...documents import Document, load
from ...errors import OkrKitError
from ...lang import Language
from ...view import Delta, Form, Node, Say
from .widget_files import script, style

#: Ids of actions that are remembered, so that one sent twice counts once.
REMEMBERED = 200
#: Sentences of the player that are not true where nothing is stored.
INSTEAD = {"player.saving": "widget.working", "player.offline": "widget.offline", "player.failed": "widget.failed"}


class ExerciseWidget(anywidget.AnyWidget):
    """One exercise in a notebook.

    ``html`` is what the page shows. ``score`` (0-100), ``progress`` (0-1), ``findings`` (codes of the last answer) and
    ``done`` live in Python alone: observe and link them. ``act`` does what a click does.
    """

    _esm = script()
    _css = style()

    html = traitlets.Unicode().tag(sync=True)
    score = traitlets.Float(0.0)
    progress = traitlets.Float(0.0)
    findings = traitlets.Tuple()
    done = traitlets.Bool(default_value=False)

    def __init__(self, content: Content, slug: str, seed: int, given: Iterable[Mapping[str, Any]] = ()) -> None:
        """Start the exercise with that draw; ``given`` are documents of other exercises, the newest first."""
        self._content, self._exercise, self._words = content, content.exercise(slug), _Words(content.language)
        self._given = tuple(load(doc) for doc in given)
        self._made: dict[str, Document] = {}
        self._key, self._seq = f"w{uuid.uuid4().hex[:8]}", 0
        self._seen: deque[str] = deque(maxlen=REMEMBERED)
        ctx = self._context()
        self._state = engine.start(ctx, seed, _now())
        super().__init__(html=self._screen(engine.view(ctx, self._state)))
        self.on_msg(self._message)

    def __repr__(self) -> str:
        """What a log shows; the page shows the exercise."""
        return f"<{self._exercise.slug}: {self.score:.0f}>"

    @property
    def documents(self) -> tuple[Document, ...]:
        """What was made here, newest first: to be given to another exercise, ``show(slug, given=ex.documents)``."""
        return tuple(reversed(self._made.values()))

    def act(self, do: str, fields: Mapping[str, Any] | None = None, **values: Any) -> str:
        """Carry out one action as a button would and return the feedback as text.

        ``values`` are what the button carries (``item="…"``), ``fields`` what the learner picked or typed. An action
        that this exercise does not have changes nothing; the text says so.
        """
        try:
            self._step({"do": do, "values": values, "fields": dict(fields or {})})
        except OkrKitError as error:
            return self._content.language.error(error)
        return feedback(engine.view(self._context(), self._state))

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """What the page may set: everything a widget has but its HTML."""
        super().set_state({name: value for name, value in sync_data.items() if name != "html"})

    def _context(self) -> engine.Context:
        """The context of one call; what was made here lies on the shelf beside what was given."""
        takes = self._exercise.settings.get("takes", ())
        shelf = tuple(doc for doc in (*self.documents, *self._given) if doc["type"] in takes)
        return engine.Context(self._content, self._exercise, owner=self._key, shelf=shelf)

    def _step(self, action: Mapping[str, Any]) -> None:
        ctx = self._context()
        self._state = engine.act(ctx, self._state, action, _now())
        self._seq += 1
        self._keep(engine.documents(ctx, self._state))
        out = engine.outcome(ctx, self._state)
        with self.hold_trait_notifications():  # so that an observer of one sees all of them
            self.html = self._screen(engine.view(ctx, self._state))
            self.score = float(out.score or 0)
            self.progress, self.findings, self.done = float(out.progress), tuple(out.codes), bool(out.done)

    def _keep(self, made: Iterable[Document]) -> None:
        """Remember each document as it is now, the one written last at the end."""
        for doc in made:
            self._made.pop(doc["id"], None)
            self._made[doc["id"]] = doc

    def _screen(self, nodes: Iterable[Node]) -> str:
        page = render.screen(
            self._words,
            nodes,
            title=self._exercise.title,
            seq=self._seq,
            key=self._key,
            prefix=self._key,
        )
        return _plain(page)

    def _message(self, _: object, content: Any, __: object) -> None:
        """Answer one action of the page; whatever happens, the page gets an answer with the view as it is."""
        if not isinstance(content, Mapping) or content.get("type") != "act":
            return
        status, said = "refused", self._content.language.say("widget.failed")
        try:
            status, said = self._take(content)
        finally:
            view = render.html(engine.view(self._context(), self._state), self._key)
            answer = {"status": status, "message": said, "html": _plain(view), "seq": self._seq, "saved": ""}
            self.send({"type": "view", "id": content.get("id"), "n": content.get("n"), **answer})

    def _take(self, order: Mapping[str, Any]) -> tuple[str, str]:
        """Carry out what the page sent: once, and only on the view that it was made on."""
        name = str(order.get("id"))[:60]
        if name in self._seen:
            return "ok", ""
        if order.get("base_seq") != self._seq:
            return "conflict", self._content.language.say("player.changed")
        try:
            self._step(order.get("action") or {})
        except OkrKitError as error:
            return "refused", self._content.language.error(error)
        self._seen.append(name)
        notice = engine.outcome(self._context(), self._state).notice
        return "ok", self._content.language.say(notice) if notice else ""


class _Words:
    """The language for the frame of an exercise, with words that are true in a notebook."""

    def __init__(self, language: Language) -> None:
        self._language = language
        kept = "demo" if os.environ.get("OKR_ROLE") == "demo" else "kept"
        self._instead = {**INSTEAD, "player.saved": f"widget.{kept}"}

    def say(self, key: str, /, **params: object) -> str:
        return self._language.say(self._instead.get(key, key), **params)


def feedback(nodes: Iterable[Node]) -> str:
    """What a screen says of an answer, as text; the whole screen where it says nothing of one."""
    everything = tuple(nodes)
    said = [node for node in _flat(everything) if isinstance(node, (Say, Delta))]
    return render.text(said or everything)


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield from _flat(node.children) if isinstance(node, Form) else (node,)


def _plain(text: str) -> str:
    """The text without halves of characters, which no message can carry."""
    return text.encode("utf-8", "replace").decode()


def _now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
