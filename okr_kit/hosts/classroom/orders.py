"""What the player sends: checked part by part, never trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...engine import LARGEST_ACTION
from ...errors import ActionError
from ..store.log import NOTE, TAKE, VOTE

Json = dict[str, Any]

#: Characters of the JSON-like form, hidden fields and all: what buttons carry (names of items, ids), and what a note or a
#: vote says. A whole action has the engine's limit, whoever carries it out.
LARGEST_VALUES, LARGEST_REMARK = 4_000, 1_000
LONGEST_TEXT = 20_000
MOST_KEYS = 100
REMARKS = (NOTE, TAKE, VOTE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # a NUL or half a surrogate pair: no database takes them


@dataclass(frozen=True)
class Order:
    """What the player sent: the action, its id, the seq of the view it was made on, and the stamp of the class's step.

    Without a ``stamp`` it comes from a page that knows of no steps.
    """

    id: str
    n: int
    base_seq: int
    action: Json
    stamp: int | None = None


def read_order(body: bytes) -> Order:
    """Check what came from the network; ActionError ``action-malformed`` if it is not what the player sends.

    ``action-large`` if it is more than anybody types; a remark to a group has less room than the work itself.
    """
    try:
        message: Any = json.loads(body)
        name, n, base = message["id"], message.get("n", 0), message["base_seq"]
        stamp = message.get("stamp")
        action = clean(message["action"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ActionError("action-malformed") from None
    numbers = all(type(number) is int and 0 <= number < 2**31 for number in (n, base, stamp or 0))
    if not numbers or not isinstance(name, str) or not re.fullmatch(r"[\w:.-]{1,60}", name, re.ASCII):
        raise ActionError("action-malformed")
    most = LARGEST_REMARK if action["do"] in REMARKS else LARGEST_ACTION
    if len(repr(action)) > most or len(repr(action["values"])) > LARGEST_VALUES:
        raise ActionError("action-large")
    return Order(name, n, base, action, stamp)


def clean(action: Mapping[str, Any]) -> Json:
    """The action with known parts only; TypeError or ValueError if a part is of another shape or too large."""
    do = action["do"]
    if not isinstance(do, str) or not 0 < len(do) <= 40:
        raise ValueError
    return {"do": storable(do), "values": _flat(action.get("values")), "fields": _flat(action.get("fields"))}


def _flat(part: Any) -> Json:
    """Names with a text, a number, yes or no, or a list of texts."""
    if part is None:
        return {}
    if not isinstance(part, dict) or len(part) > MOST_KEYS:
        raise TypeError
    return {storable(name): _value(value) for name, value in part.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list) and len(value) <= MOST_KEYS:
        return [storable(one) for one in value]
    if isinstance(value, (bool, int, float)) and abs(value) < 2**53:  # which no NaN is
        return value
    return storable(value)


def storable(text: Any) -> str:
    """A text that a database and a page can hold; TypeError if it is none, ValueError if it is too long."""
    if not isinstance(text, str):
        raise TypeError
    if len(text) > LONGEST_TEXT:
        raise ValueError
    return _UNSTORABLE.sub("\ufffd", text)
