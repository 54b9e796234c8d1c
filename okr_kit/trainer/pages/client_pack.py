"""The page 客户材料: from files to items of a class, a step below the other. Nothing is written before she has pressed a button.

What was read lives in the page's kernel alone; a reload begins anew. The words of the client become HTML in
:mod:`.client_pack_shown` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ipywidgets as w

from ... import bank, lang
from ...errors import OkrKitError
from ...hosts.jupyter.voila_process import told_course, told_overlay
from ..class_now import Here, here
from ..pack.candidates import Candidate
from ..pack.home import Home
from ..pack.material import Given
from ..pack.publish import publish, published
from ..pack.result_files import save
from ..pack.steps import Pack, key_of
from ..stand_ins import KINDS, Known
from . import client_pack_shown as shown
from . import look
from .client_pack_leaves import Leaves

#: Rows of the list, and statements, on one page of the screen.
_ROWS, _STATEMENTS = 8, 5
_WIDE = w.Layout(width="100%")
_LEFT, _RIGHT = w.Layout(width="52%"), w.Layout(width="26%")


class ClientPack:
    """The steps as widgets: :attr:`files`, :attr:`names`, :attr:`texts`, :attr:`items`, :attr:`end`."""

    def __init__(self, at: Here | None = None) -> None:
        """Begin with nothing read, for the class of this notebook."""
        self.here = at or here()
        self.home = Home.of(self.here.data, self.here.class_name)
        self.course = told_course()
        self.own = tuple(path for path in told_overlay() if path.resolve() != self.home.overlay.resolve())
        self.content = bank.load(lang.DEFAULT, self.own, self.course)
        self.pack: Pack | None = None
        self.chosen: dict[tuple[str, str], bool] = {}
        self.words: dict[str, tuple[str, str]] = {}
        self.reads, self.listed, self.said = (w.HTML(layout=_WIDE) for _ in range(3))
        self.files, self.names, self.texts, self.items, self.end = (w.VBox([], layout=_WIDE) for _ in range(5))
        self._begin()
        self._show()

    def say(self, key: str, **values: object) -> str:
        """A sentence of this page."""
        return self.content.language.say(f"pack.page.{key}", **values)

    # -- files ------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.folder = w.Text(placeholder=self.say("folder-hint"), layout=_WIDE)
        self.upload = w.FileUpload(multiple=True, description=self.say("upload"), layout=w.Layout(width="200px"))
        self.company = w.Text(placeholder=self.say("company-hint"), layout=_WIDE)
        self.cycle = w.Text(placeholder="2026Q3", layout=w.Layout(width="140px"))
        self.read = self._button("read", self._read, self.reads, "primary")
        self.files.children = [
            w.HTML(shown.STYLE + shown.block(look.para(self.say("lead", name=self.here.class_name)))),
            self._named("folder", self.folder),
            w.HBox([self._named("upload-or", self.upload), self._named("cycle", self.cycle)]),
            self._named("company", self.company),
            self.read,
            self.reads,
        ]

    def _read(self) -> None:
        """Read the folder, or the files that were uploaded; what was chosen of the ones before is forgotten."""
        names = [one.strip() for one in self.company.value.replace("、", ",").replace("，", ",").split(",")]
        known = [Known("company", one) for one in names if one]
        cycle = self.cycle.value.strip()
        if self.folder.value.strip():
            self.pack = Pack.open(Path(self.folder.value.strip().strip("\"'")).expanduser(), self.content, known, cycle)
        else:
            given = [Given(str(one["name"]), bytes(one["content"])) for one in self.upload.value]
            self.pack = Pack.of(given, self.content, known, cycle)
        self.chosen, self.words = {}, {}
        nothing = shown.block(look.para(self.say("nothing-read"), "bad"))
        self.reads.value = shown.files(self.pack) if self.pack.materials or self.pack.unread else nothing

    # -- names ------------------------------------------------------------------------------------------------------

    def _name_rows(self, pack: Pack) -> list[w.Widget]:
        found = pack.found
        kind = w.Dropdown(
            options=[(self.content.language.say(f"pack.kind.{one}"), one) for one in KINDS],
            layout=w.Layout(width="120px"),
        )
        more = w.Text(placeholder=self.say("more-hint"), layout=w.Layout(width="280px"))
        return [
            w.HTML(shown.block(look.para(self.say("names-lead", count=len(found))))),
            Leaves([self._name_row(pack, one) for one in found], _ROWS, self.say).box,
            w.HBox([kind, more, self._button("add", lambda: pack.know(kind.value, more.value), self.listed)]),
            w.HBox([self._button("agree", pack.agree, self.listed, "primary"), self.listed]),
        ]

    def _name_row(self, pack: Pack, one: Any) -> w.Widget:
        key = key_of(one)
        stand_in = w.Text(one.stand_in, continuous_update=False, layout=_RIGHT)
        replaced = w.Checkbox(
            not pack.keeps(one), description=self.say("replace"), indent=False, layout=w.Layout(width="90px")
        )

        def changed(_: Any) -> None:
            with self._told(self.listed):
                pack.edit({key: stand_in.value if replaced.value else None})
                self._after_edit()

        for widget in (stand_in, replaced):
            widget.observe(changed, "value")
        return w.HBox([w.HTML(shown.original(self.content.language, one), layout=_LEFT), stand_in, replaced])

    # -- texts, profile, items --------------------------------------------------------------------------------------

    def _text_rows(self, pack: Pack) -> list[w.Widget]:
        result, stand_ins = pack.result, pack.stand_ins
        texts = w.HTML(layout=_WIDE)
        which = w.Dropdown(
            options=[(one.name, at) for at, one in enumerate(result.materials)], layout=w.Layout(width="420px")
        )

        def show(_: Any = None) -> None:
            texts.value = shown.text(result.materials[which.value], stand_ins)

        which.observe(show, "value")
        show()
        return [which, texts, w.HTML(shown.profile(self.content.language, result), layout=_WIDE)]

    def _item_rows(self, pack: Pack) -> list[w.Widget]:
        found = pack.result.candidates
        self.counts = w.HTML(layout=_WIDE)
        self._count()
        return [
            w.HTML(shown.block(look.para(self.say("items-lead", count=len(found))))),
            Leaves([self._item_row(one) for one in found], _STATEMENTS, self.say).box,
            self.counts,
        ]

    def _item_row(self, one: Candidate) -> w.Widget:
        boxes = []
        for slug in one.fits:
            title = self.say("use-in", title=self.content.exercises[slug].title)
            box = w.Checkbox(
                self.chosen.get((one.id, slug), False), description=title, indent=False, layout=w.Layout(width="300px")
            )
            box.observe(lambda change, slug=slug: self._choose((one.id, slug), change["new"]), "value")
            boxes.append(box)
        reason, question = (
            w.Textarea(text, layout=_WIDE, rows=3) for text in self.words.get(one.id, (one.reason, one.question))
        )
        for widget in (reason, question):
            widget.observe(lambda _: self.words.update({one.id: (reason.value, question.value)}), "value")
        words = w.Accordion(
            [w.VBox([self._named("reason", reason), self._named("question", question)])], titles=[self.say("words")]
        )
        return w.VBox([w.HTML(shown.candidate(self.content.language, one), layout=_WIDE), w.HBox(boxes), words])

    def _choose(self, what: tuple[str, str], chosen: bool) -> None:
        self.chosen[what] = chosen
        self._count()

    def _count(self) -> None:
        slugs = [slug for (_, slug), chosen in self.chosen.items() if chosen]
        counted = (
            self.say("counted", title=self.content.exercises[slug].title, count=slugs.count(slug))
            for slug in dict.fromkeys(slugs)
        )
        self.counts.value = shown.block(look.para("　".join(counted) or self.say("none-chosen"), "note"))

    # -- the end ----------------------------------------------------------------------------------------------------

    def _end_rows(self, pack: Pack | None) -> list[w.Widget]:
        now = published(self.home, self.content)
        buttons = [self._button("withdraw", self._withdraw, self.said)] if now else []
        if pack is not None and pack.agreed:
            press = self._button("publish", self._publish, self.said, "primary")
            buttons = [press, self._button("save", self._save, self.said), *buttons]
        sure = w.Checkbox(
            value=False, description=self.say("delete-sure"), indent=False, layout=w.Layout(width="420px")
        )
        delete = self._button("delete", self._delete, self.said, "danger")
        delete.disabled = True
        sure.observe(lambda change: setattr(delete, "disabled", not change["new"]), "value")
        head = w.HTML(shown.items_now(self.content, self.here.class_name, now))
        return [head, w.HBox(buttons), w.HBox([sure, delete]), self.said]

    def _publish(self) -> str:
        pack = self._need()
        pack.need_agreement()
        known = {one.id: one for one in pack.result.candidates}
        picked = [what for what, on in self.chosen.items() if on and what[0] in known]
        if not picked:
            return self._done("page.none-chosen")
        chosen = [(known[name].worded(*self.words.get(name, ("", ""))), slug) for name, slug in picked]
        count = publish(chosen, self.home, self.content, self.own, self.course)
        return self._done("command.published", count=count, name=self.here.class_name)

    def _withdraw(self) -> str:
        publish([], self.home, self.content)
        return self._done("command.published-none", name=self.here.class_name)

    def _save(self) -> str:
        places = save(self._need(), self.home)
        return self._done("page.saved", cleaned=places[0], report=places[1])

    def _delete(self) -> str:
        gone = self.home.delete()
        self.pack, self.chosen, self.words, self.reads.value = None, {}, {}, ""
        self._begin()
        name, folder = self.here.class_name, self.home.folder
        key = "command.deleted" if gone else "command.deleted-nothing"
        return self._done(key, count=len(gone), name=name, folder=folder) + self._done("command.deleted-not")

    def _need(self) -> Pack:
        assert self.pack is not None  # noqa: S101 - its buttons are there only then
        return self.pack

    def _done(self, key: str, **values: object) -> str:
        """What is said of something that was done."""
        return shown.block(look.para(self.content.language.say(f"pack.{key}", **values)))

    # -- all of it --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Make every step anew as it stands."""
        pack = self.pack
        waits = [w.HTML(shown.block(look.para(self.say("waits"), "note")))]
        self.names.children = self._name_rows(pack) if pack and pack.materials else waits
        self._after_edit()

    def _after_edit(self) -> None:
        """What lies behind the list: there only as long as she agrees to it."""
        pack = self.pack
        agreed = pack is not None and pack.agreed
        if agreed:
            self.listed.value = shown.block(look.para(self.say("agreed")))
        waits = [w.HTML(shown.block(look.para(self.say("waits-agree"), "note")))]
        self.texts.children = self._text_rows(self._need()) if agreed else waits
        self.items.children = self._item_rows(self._need()) if agreed else waits
        self.end.children = self._end_rows(pack)

    def _named(self, key: str, widget: w.Widget) -> w.Widget:
        return w.VBox([w.HTML(shown.block(look.para(self.say(key), "note"))), widget], layout=_WIDE)

    def _button(self, key: str, do: Callable[[], str | None], told: w.HTML, style: str = "") -> w.Button:
        words = self.say(f"button-{key}")
        wide = w.Layout(width=f"{17 * len(words) + 48}px", height="40px")  # "auto" cuts Chinese words in a row
        button = w.Button(description=words, button_style=style, layout=wide)

        def pressed(_: Any) -> None:
            with self._told(told):
                done = do()
                self._show()
                told.value = done or told.value  # last, so that what it speaks of is there

        button.on_click(pressed)
        return button

    @contextmanager
    def _told(self, place: w.HTML) -> Iterator[None]:
        """An error is a sentence beside what was pressed; one of before is gone."""
        place.value = ""
        try:
            yield
        except OkrKitError as error:
            place.value = shown.block(look.para(self.content.language.error(error), "bad"))
