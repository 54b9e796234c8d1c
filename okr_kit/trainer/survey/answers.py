"""What came back of a survey and is kept: one response for each 序号, merged over imports, in one file of the class."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...errors import StoreError
from ...hosts.store import rights
from ...shape import fits
from .questions import Questionnaire

FILE = "survey.json"
VERSION = 1
_SHAPE = {"v": int, "responses": [{"key": str, "answers": dict, "own": {str: str}}]}
#: Below this many seconds nobody has read fourteen questions: marked, never left out by itself.
FAST = 90


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers: ``key`` is the 序号 of the file, or ``p12`` for who answered on the class's own form.

    ``answers`` by question: the id of an option, a list of them, a number of a scale, a text; what is missing is not
    there. ``own`` are own words behind an option. Nothing in it says who it is.
    """

    key: str
    seconds: int | None
    answers: Mapping[str, Any]
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def fast(self) -> bool:
        """Whether it was filled in faster than it can be read."""
        return self.seconds is not None and self.seconds < FAST


@dataclass(frozen=True, slots=True)
class Merged:
    """All responses after an import, and how many of the file were new, said otherwise before, or known as they are."""

    responses: tuple[Response, ...]
    added: int
    changed: int
    same: int
    gone: int = 0


def merge(known: Iterable[Response], new: Iterable[Response], *, numbered: bool = True) -> Merged:
    """Lay an import over what is kept: the same 序号 is replaced. Without numbers the file replaces all earlier files.

    What came from the class's own form stays.
    """
    ours = {one.key: one for one in known}
    incoming = {one.key: one for one in new}
    kept = ours if numbered else {key: one for key, one in ours.items() if key.startswith("p")}
    changed = sum(key in kept and kept[key] != one for key, one in incoming.items())
    same = sum(key in kept and kept[key] == one for key, one in incoming.items())
    merged = {**kept, **incoming}
    return Merged(
        tuple(sorted(merged.values(), key=_order)), len(incoming) - changed - same, changed, same, len(ours) - len(kept)
    )


def _order(one: Response) -> tuple[bool, int, str]:
    digits = one.key.lstrip("p")
    return one.key.startswith("p"), int(digits) if digits.isdigit() else 0, one.key


def read(folder: Path) -> tuple[Response, ...]:
    """The responses kept in a class's folder; none where there is no file. Raises StoreError where it is broken."""
    path = folder / FILE
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError):
        raise StoreError("survey-file", file=str(path)) from None
    if not fits(found, _SHAPE) or found["v"] != VERSION:
        raise StoreError("survey-file", file=str(path))
    return tuple(Response(row["key"], row.get("seconds"), row["answers"], row["own"]) for row in found["responses"])


def save(folder: Path, responses: Iterable[Response]) -> Path:
    """Keep the responses, in one step: a file that is half written never takes the place of a whole one. Raises StoreError."""
    path = folder / FILE
    text = json.dumps({"v": VERSION, "responses": [asdict(one) for one in responses]}, ensure_ascii=False)
    try:
        rights.put(path, text.encode())
    except OSError:
        raise StoreError("store-unwritable", file=str(path)) from None
    return path


def delete(folder: Path) -> bool:
    """Remove them; whether there were any. Raises StoreError."""
    path = folder / FILE
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError:
        raise StoreError("store-unwritable", file=str(path)) from None
    return True


def from_form(states: Mapping[str, Mapping[str, Any]], asked: Questionnaire) -> tuple[Response, ...]:
    """The responses that learners gave on the class's own form: owner (``p12``) to the state of the exercise."""
    return tuple(_of_state(owner, state, asked) for owner, state in states.items() if state.get("answers"))


def _of_state(owner: str, state: Mapping[str, Any], asked: Questionnaire) -> Response:
    answers: dict[str, Any] = {}
    own: dict[str, str] = {}
    for name, given in state["answers"].items():
        question = asked.questions.get(name)
        if question is None:
            continue
        picks, said = given["picks"], given["text"].strip()
        if question.style == "text":
            answers |= {name: said} if said else {}
        elif picks:
            answers[name] = _picked(question.style, picks)
            own |= {name: said} if said else {}
    return Response(owner, None, answers, own)


def _picked(style: str, picks: list[str]) -> Any:
    """What was picked, as a response has it."""
    if style == "several":
        return picks
    return int(picks[0]) if style == "scale" else picks[0]
