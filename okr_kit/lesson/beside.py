"""What goes on beside the steps of a lesson: it cannot be taken back, or is taken back by itself."""

from __future__ import annotations

from collections.abc import Mapping

from .moves import off_stage, one_of
from .state import BOARD, LONGEST_NOTE, MOST_NOTES, MOST_SAMPLES, State, Step, Values


def _drive(state: State, values: Values, at: int) -> None:
    """接手: from now on this browser has the controls."""
    del at
    state["driver"] = values["driver"][:60]


def _note(state: State, values: Values, at: int) -> None:
    """小记: her note at this minute; with ``remove`` (its minute) the one written then goes."""
    if values.get("remove"):
        state["notes"] = [one for one in state["notes"] if str(one["at"]) != values["remove"]]
        return
    text = values["text"].strip()[:LONGEST_NOTE]
    if text and len(state["notes"]) < MOST_NOTES:
        state["notes"].append({"at": at, "row": state["row"], "text": text})


def _ask(state: State, values: Values, at: int) -> None:
    """请求同意: ask an author whether a sentence may be shown without his name; with ``back`` it is asked no longer."""
    del at
    name = values["sample"]
    if values.get("back"):
        del state["samples"][name]
        off_stage(state, name)
        return
    if name not in state["samples"] and len(state["samples"]) >= MOST_SAMPLES:
        raise ValueError
    asked = {"asked": values["text"], "text": values["text"], "person": int(values["person"]), "said": ""}
    state["samples"][name] = asked | {"slug": values["slug"], "item": values["item"]}


def _say(state: State, values: Values, at: int) -> None:
    """An author's word: ``yes``, ``no``, with ``text`` as he wants it shown. A no takes it off the stage.

    After a yes the words stay: what the trainer has read is what the stage shows. For a table's work the host knows who
    may answer; whoever said it last is the one who answers for it.
    """
    del at
    sample = state["samples"][values["sample"]]
    if values["sample"].startswith(BOARD):
        sample["person"], values = int(values["person"]), {**values, "text": ""}
    elif sample["person"] != int(values["person"]):
        raise ValueError
    before, sample["said"] = sample["said"], one_of(values["said"], ("yes", "no"))
    if values["said"] == "yes" and before != "yes" and values.get("text", "").strip():
        sample["text"] = values["text"].strip()[:LONGEST_NOTE]
    if values["said"] == "no":
        off_stage(state, values["sample"])


#: By their names in the log.
BESIDE: Mapping[str, Step] = {
    "drive": _drive,
    "note": _note,
    "ask": _ask,
    "say": _say,
}
