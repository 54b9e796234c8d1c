"""The way from a folder to a class, step by step: what was read, what is replaced, what is left, what it says, what is used.

Nothing is written before the trainer has agreed to what is replaced; whatever she changes afterwards takes the agreement
back. The factor of the sums is drawn when the files are read, and is gone with the value that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...bank import Content
from ...errors import PackError
from .. import stand_ins
from ..stand_ins import Found, Known
from ..stand_ins.naming import Namer
from . import amounts
from .candidates import Candidate, candidates
from .clean import Cleaner, stand_ins_of
from .folder import files_in
from .graded import Graded, grade_all
from .material import Given, Material, Unread, texts
from .profile import Tally, profile
from .read import read_all

#: What names a row of the list: its kind and the first of its forms.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the files without names, everything graded, the profile, what can be items, what is to be looked at.

    ``each`` are words for numbers that are one of each (客单价) and were not multiplied, ``columns`` those of tables whose
    numbers stayed because nobody knows them, by file.
    """

    materials: tuple[Material, ...]
    graded: tuple[Graded, ...]
    profile: tuple[Tally, ...]
    candidates: tuple[Candidate, ...]
    each: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]


@dataclass
class Pack:
    """What a client handed in, on its way into a class.

    ``materials`` are the files that were read, ``unread`` those that were not; ``known`` are names that were given in
    advance (a company is the client itself), ``companies`` others that were not found by themselves.
    """

    content: Content
    materials: list[Material]
    unread: list[Unread]
    known: list[Known] = field(default_factory=list)
    companies: list[Known] = field(default_factory=list)
    agreed: bool = False
    _kept: set[Key] = field(default_factory=set)
    _changed: dict[Key, str] = field(default_factory=dict)
    _found: list[Found] | None = None
    _result: Result | None = None
    _factor: float = field(default_factory=amounts.draw, repr=False)

    @classmethod
    def open(cls, where: Path, content: Content, known: Iterable[Known] = (), cycle: str = "") -> Pack:
        """Read a folder. Raises InputError where there is none, or far too much in it."""
        given, unread = files_in(where)
        return cls.of(given, content, known, cycle, unread)

    @classmethod
    def of(
        cls,
        given: Iterable[Given],
        content: Content,
        known: Iterable[Known] = (),
        cycle: str = "",
        unread: Iterable[Unread] = (),
    ) -> Pack:
        """Read files that were handed over as bytes; ``cycle`` is that of statements of which none is known."""
        materials, more = read_all(given, content.language, cycle)
        return cls(content, materials, sorted([*unread, *more], key=lambda one: one.name), list(known))

    @property
    def found(self) -> list[Found]:
        """Everything that names somebody or something, with what stands in its place: the list that she looks at."""
        if self._found is None:
            said = texts(self.materials)
            self._found = stand_ins.find(said, self.known, language=self.content.language)
            self._found += self._others(said)
        there = {(one.kind, form) for one in self._found for form in one.forms}
        return stand_ins.edited(self._found, {key: words for key, words in self._changed.items() if key in there})

    def keeps(self, found: Found) -> bool:
        """Whether a row of the list is left as it is, because she said so."""
        return not self._kept.isdisjoint(_keys(found))

    def edit(self, changes: Mapping[Key, str | None]) -> None:
        """Change what stands in the place of rows of the list; None leaves a row as it is. She has to agree anew."""
        rows = {key: one for one in self.found for key in _keys(one)}
        for key, stand_in in changes.items():
            row = rows.get(key)
            self._kept -= _keys(row) if row else {key}
            if stand_in is None:
                self._kept.add(key)
            elif stand_in.strip() and (row is None or stand_in.strip() != row.stand_in):
                self._changed[key] = stand_in.strip()
        self._anew()

    def know(self, kind: str, text: str) -> None:
        """Take a name that was not found by itself into the list; a company is another one than the client."""
        told, text = self.companies if kind == "company" else self.known, text.strip()
        one = Known(kind, text)
        if text and one not in told:
            told.append(one)
            self._found = None
            self._anew()

    def _others(self, said: Mapping[str, str]) -> list[Found]:
        """Companies that she named and that were not found: what is known in advance of a company is the client itself."""
        found = self._found or []
        known = {form for one in found for form in one.forms}
        namer = Namer(self.content.language)
        own = namer.whole("company", "", own=True)
        for _ in (one for one in found if one.kind == "company" and one.stand_in != own):
            namer.letter("company")  # those letters are given
        rows = []
        for one in self.companies:
            where = tuple(name for name, text in said.items() if one.text in text)
            if where and one.text not in known:
                count = sum(text.count(one.text) for text in said.values())
                words = namer.whole("company", namer.letter("company"))
                rows.append(Found("company", (one.text,), words, count, where))
        return rows

    def agree(self) -> None:
        """She has seen the list and lets it be done so."""
        self.agreed = True

    def need_agreement(self) -> None:
        """Raise PackError ``pack-not-agreed`` as long as she has not."""
        if not self.agreed:
            raise PackError("pack-not-agreed")

    @property
    def stand_ins(self) -> list[str]:
        """Everything that stands in the place of something."""
        return [word for one in self.found if not self.keeps(one) for word in stand_ins_of(one)]

    @property
    def result(self) -> Result:
        """What comes of it with the list as it is."""
        if self._result is None:
            self._result = self._worked_out()
        return self._result

    def _worked_out(self) -> Result:
        language = self.content.language
        sums = amounts.Amounts(language, self._factor)
        cleaner = Cleaner([one for one in self.found if not self.keeps(one)], sums, language)
        materials = tuple(map(cleaner.material, self.materials))
        found = grade_all((entry for one in materials for entry in one.entries), language, self.content.policy)
        counted = profile(found)
        each = dict.fromkeys(filter(None, (sums.each(row) for one in self.materials for row in one.text.split("\n"))))
        fit = candidates(found, self.content, counted, self.stand_ins)
        return Result(materials, tuple(found), tuple(counted), tuple(fit), tuple(each), dict(cleaner.untouched))

    def _anew(self) -> None:
        self.agreed, self._result = False, None


def _keys(found: Found) -> set[Key]:
    return {(found.kind, form) for form in found.forms}


def shorter(found: Found) -> str:
    """What stands in the place of forms that have words of their own: 「王总→甲总」."""
    return "、".join(f"{form}→{found.stand_ins[form]}" for form in found.forms if form in found.stand_ins)


def key_of(found: Found) -> Key:
    """What names a row of the list, whatever stands in its place."""
    return found.kind, found.forms[0]
