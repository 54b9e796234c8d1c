"""What is replaced, and what is known in advance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Kinds of what is replaced, in the order in which the list shows them.
KINDS = ("name", "phone", "mail", "id", "account", "company", "product", "address")


@dataclass(frozen=True, slots=True)
class Known:
    """What the trainer or HR names in advance: a kind of :data:`KINDS` and the text; a company is the client itself."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is replaced, all its forms together (王建国, 王总, 建国).

    ``forms`` stand as in the texts, longest first; ``stand_in`` replaces them, or what ``stand_ins`` has for a form (王总:
    甲总). ``count`` is how often they stand in all texts, ``where`` the names of those texts in their order. It is not
    ``sure`` where it looks like an ordinary word too, or was concluded from one weak sign.
    """

    kind: str
    forms: tuple[str, ...]
    stand_in: str
    count: int
    where: tuple[str, ...]
    sure: bool = True
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    def instead(self, form: str) -> str:
        """What replaces one of the forms."""
        return self.stand_ins.get(form, self.stand_in)
