"""「课前问卷」: what goes out, files that come back, what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from ... import bank
from ...errors import OkrKitError
from ...hosts.jupyter.widget import class_content
from ...lint import Workspace
from .. import class_store
from ..class_now import Here, here
from ..survey import answers, outgoing
from ..survey.analysis import analyse
from ..survey.load import Loaded, load
from ..survey.questions import SLUG, Questionnaire
from . import incoming, look, results

#: The notebook that goes on from here, beside this one.
PLAN = "plan.ipynb"


class SurveyPage:
    """The page of one class. ``send``, ``collect`` and ``found`` are widgets; what they do is also in its methods."""

    def __init__(self, where: Here, content: bank.Content) -> None:
        """Read what is kept. Raises StoreError where that is broken."""
        self.where, self.content = where, content
        self.say = content.language.say
        self.asked = Questionnaire.of(content)
        self.responses = answers.read(where.files)
        self.file: tuple[str, bytes] | None = None
        self.loaded: Loaded | None = None
        self._boxes: dict[int, widgets.Dropdown] = {}
        self._assigned: dict[int, str] = {}
        self._parts()

    @classmethod
    def here(cls) -> SurveyPage:
        """The page of the class around us."""
        return cls(here(), class_content())

    # -- what she can do ------------------------------------------------------------------------------------------------

    def choose(self, name: str, data: bytes) -> None:
        """Read another file and show what it holds; nothing is kept yet."""
        self.file, self._assigned, self._boxes = (name, data), {}, {}
        look.show(self._status)
        self._read_file()

    def assign(self) -> None:
        """Read the file again with what she said of its columns."""
        self._assigned |= {at: box.value for at, box in self._boxes.items() if box.value is not None}
        self._read_file()

    def pass_over(self) -> None:
        """Take wrong cells as not answered and keep the rest, in one step."""
        self._read_file(pass_over=True)
        self.keep()

    def keep(self) -> None:
        """Keep what was read, laid over what there was."""
        found = self.loaded
        if found is None or not found.responses or found.unknown:
            return
        merged = answers.merge(self.responses, found.responses, numbered=found.numbered)
        told = {"added": merged.added, "changed": merged.changed, "same": merged.same}
        lines = [self.say("before.import-done", n=len(merged.responses), **told)]
        if found.passed:
            lines.append(self.say("before.import-passed", n=len(found.problems)))
        if merged.gone:
            lines.append(self.say("before.import-gone", n=merged.gone))
        self._keep(merged.responses, lines)

    def read_form(self) -> None:
        """Take in what learners filled in on the class's own form."""
        try:
            found = answers.from_form(class_store.states(self.where, SLUG), self.asked)
        except OkrKitError as error:
            look.fail(self._status, self.content.language, error)
            return
        if not found:
            look.show(self._status, look.para(self.say("before.import-form-none")))
            return
        merged = answers.merge(self.responses, found)
        told = {"n": len(found), "added": merged.added, "changed": merged.changed, "count": len(merged.responses)}
        self._keep(merged.responses, [self.say("before.import-form", **told)])

    def delete(self) -> None:
        """Remove all answers of this class."""
        try:
            answers.delete(self.where.files)
        except OkrKitError as error:
            look.fail(self._status, self.content.language, error)
            return
        self.responses = ()
        look.show(self._status, look.para(self.say("before.deleted"), "good"))
        self._show_found()

    # -- parts ----------------------------------------------------------------------------------------------------------

    def _parts(self) -> None:
        say = self.say
        message = widgets.Textarea(outgoing.message(self.content.language, self.asked), rows=9, layout=look.column())
        text = widgets.Textarea(outgoing.import_text(self.asked), rows=9, layout=look.column())
        notes = (look.para(say("before.send-check")), look.para(say("before.send-own")))
        self.send = look.stack(look.block(look.para(say("before.send-note")), look.head(say("before.send-message"))), message,
            look.block(look.head(say("before.send-text"))), text, look.block(*notes))  # fmt: skip
        self._upload = widgets.FileUpload(
            accept=".xlsx,.xls,.csv", multiple=False, description=say("before.import-choose"), layout=look.wide()
        )
        self._upload.observe(self._uploaded, "value")
        form = look.button(say("before.import-read"))
        form.on_click(lambda _: self.read_form())
        self._read, self._steps, self._status = look.block(), look.stack(), look.block()
        self._sure = look.Sure()
        self._without_fast = widgets.Checkbox(value=False, indent=False, layout=look.column())
        self._words = widgets.ToggleButton(value=False, description=say("before.found-words"), layout=look.wide())
        self._words.add_class("okr-choice")
        self._figures, self._quotes = look.block(), look.block()
        remove = look.button(say("before.delete"))
        remove.on_click(lambda _: self._ask_delete())
        self.collect = look.stack(look.block(look.para(say("before.import-note"))), widgets.HBox([self._upload, form]),
            self._read, self._steps, self._status, remove, self._sure.box,
        )  # fmt: skip
        self._without_fast.observe(lambda _: self._show_found(), "value")
        self._words.observe(lambda _: self._show_quotes(), "value")
        onward = look.block(look.para(say("before.found-onward")), look.link(say("before.found-onward-link"), PLAN))
        self.found = look.stack(self._without_fast, self._figures, self._words, self._quotes, onward)
        self._show_kept()
        self._show_found()

    def _uploaded(self, change: dict[str, Any]) -> None:
        """Read what was chosen, and let go of it: else the same file chosen again would be no change."""
        for one in change["new"]:
            self.choose(str(one["name"]), bytes(one["content"]))
        if change["new"]:
            self._upload.value = ()

    def _read_file(self, *, pass_over: bool = False) -> None:
        if self.file is None:
            return
        try:
            self.loaded = load(*self.file, self.asked, self._assigned, pass_over=pass_over)
        except OkrKitError as error:
            self.loaded, self._boxes = None, {}
            look.fail(self._read, self.content.language, error)
            self._steps.children = ()
            return
        self._show_loaded(self.loaded)

    def _show_loaded(self, found: Loaded) -> None:
        """What the file holds, and the one button that follows: a column that is not assigned would take answers away."""
        look.show(self._read, *incoming.parts(found, self.asked, self.content.language))
        steps = self._assigning(found)
        if found.problems and not found.passed and not found.unknown:
            words = self.say("before.import-pass", n=len(found.problems), count=found.rows)
            steps.append(_step(words, self.pass_over))
        elif found.responses and not found.unknown:
            steps.append(_step(self.say("before.import-go", n=len(found.responses)), self.keep))
        self._steps.children = tuple(steps)

    def _assigning(self, found: Loaded) -> list[widgets.Widget]:
        """A choice for each column that no question was found for, and the button to read again."""
        say = self.say
        options = [("", None), (say("before.import-leave"), "")]
        options += [(one.text, one.id) for one in self.asked.questions.values()]
        self._boxes = {one.at: widgets.Dropdown(options=options, layout=look.column()) for one in found.unknown}
        rows: list[widgets.Widget] = []
        for one in found.unknown:
            again = f"（{say('before.import-twice')}）" if one.kind == "twice" else ""
            rows += [look.block(look.para(one.header.strip() + again)), self._boxes[one.at]]
        return [*rows, _step(say("before.import-assign"), self.assign)] if rows else []

    def _keep(self, responses: tuple[answers.Response, ...], lines: list[str]) -> None:
        try:
            answers.save(self.where.files, responses)
        except OkrKitError as error:
            look.fail(self._status, self.content.language, error)
            return
        self.responses, self.loaded, self.file = responses, None, None
        self._show_found()  # before anything says that they are in
        look.show(self._read)
        self._steps.children = ()
        look.show(self._status, *(look.para(line, "good") for line in lines))

    def _show_kept(self) -> None:
        file = self.where.files / answers.FILE
        kept = {"n": len(self.responses), "file": str(file)}
        key = "import-kept" if self.responses else "import-none"
        look.show(self._status, look.para(self.say(f"before.{key}", **kept)))

    def _ask_delete(self) -> None:
        """Once more, before it is gone."""
        if self.responses:
            words = self.say("before.delete-sure", n=len(self.responses))
            self._sure.ask(words, self.say("before.delete-yes"), self.say("before.delete-no"), self.delete)

    def _show_found(self) -> None:
        workspace = Workspace(self.content.language, self.content.policy)
        found = analyse(self.responses, self.asked, workspace, without_fast=bool(self._without_fast.value))
        self._without_fast.description = self.say("before.found-fast", n=found.fast)
        self._without_fast.layout.display = "" if found.fast else "none"
        self._analysis = found
        look.show(self._figures, *results.parts(found, self.content.language))
        self._words.layout.display = "" if found.enough else "none"
        self._show_quotes()

    def _show_quotes(self) -> None:
        """The words of people, only while she asks for them."""
        shown = bool(self._words.value)
        self._words.description = self.say("before.found-words-hide" if shown else "before.found-words")
        parts = results.quotes(self._analysis, self.content.language) if shown and self._analysis.enough else []
        look.show(self._quotes, *parts)


def _step(words: str, do: Callable[[], None]) -> widgets.Button:
    """The button of the next step."""
    made = look.button(words, "primary")
    made.on_click(lambda _: do())
    return made
