"""What readers of names hand to each other."""

from __future__ import annotations

from typing import NamedTuple

#: From this weight on a name is one; a name in a slot is taken on less.
SURE, LIKELY = 6, 0


class Named(NamedTuple):
    """A name in a text. ``sort`` is full, titled, called, foreign, latin or given; ``weight`` how sure it is one."""

    start: int
    end: int
    form: str
    sort: str
    weight: int
    slot: bool = False
