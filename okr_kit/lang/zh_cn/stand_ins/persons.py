"""Which names belong to one person: 王建国, 王总, 老王, 建国 and @王建国; 李薇安, Vivian Li and Vivian.

A short form belongs to a person where only one of all texts can be meant; else it is a person of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .lattice import HAN
from .nouns import SURE, Named
from .vocabulary import Vocabulary

#: What a name is worth that stands in several places; titles and 老, 小 need less.
_MORE, _TITLED, _NO_WORD = 2, 5, 4
#: A surname that is also what letters end with: 祝商祺.
_WISHING = "祝"
_DOTS = re.compile(r"[·•・‧∙\s]")
_CALLED_BEHIND = ("姐", "哥", "仔", "叔", "妹", "弟", "总", "工", "姨", "爷")
_TITLES = (*_CALLED_BEHIND, "老师", "师傅", "董", "队", "经理", "主任", "同学")
_CALLED_BEFORE = ("小", "阿")
#: Where the letter of a person stands in what replaces a form.
LETTER = "{letter}"


@dataclass(slots=True)
class Person:
    """One person: the forms of the name, each with what replaces it where that is not the whole stand-in."""

    name: str
    forms: dict[str, str] = field(default_factory=dict)
    sure: bool = True


def persons(names: Iterable[tuple[str, Named]], given: Iterable[str], words: Vocabulary) -> list[Person]:
    """The people among names as they stand in the texts (raw form, what was seen), and those ``given`` in advance."""
    raws, weights = _gathered(names)
    for name in given:
        raws["full" if re.fullmatch(f"[{HAN}]+", name) else "latin", _key(name)].add(name)
        weights["full" if re.fullmatch(f"[{HAN}]+", name) else "latin", _key(name)] = 4 * SURE
    accepted = {key: raws[key] for key, weight in weights.items() if weight >= _least(*key, words)}
    people = _People(words)
    for sort in ("full", "foreign", "latin", "titled", "called", "given"):
        for (kind, key), forms in accepted.items():
            if kind == sort:
                people.add(sort, key, forms, weights[kind, key])
    return people.done()


def _least(sort: str, key: str, words: Vocabulary) -> int:
    """From which weight on it is taken for a name: what is no word at all needs less (刘备战 beside 高兴)."""
    if sort in ("titled", "called"):
        return _TITLED
    plain = key[0] in _WISHING or not words.words.keys().isdisjoint((key, key[:2]))
    return SURE if plain or sort != "full" else _NO_WORD


def _gathered(names: Iterable[tuple[str, Named]]) -> tuple[dict[tuple[str, str], set[str]], dict[tuple[str, str], int]]:
    """Raw forms and weight by sort and key; several places make a name surer."""
    raws: dict[tuple[str, str], set[str]] = defaultdict(set)
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for raw, one in names:
        key = one.sort, _key(one.form)
        raws[key].add(raw)
        seen[key].append(one.weight)
    return raws, {key: max(found) + min(_MORE, len(found) - 1) for key, found in seen.items()}


def _key(form: str) -> str:
    return _DOTS.sub("", form) if re.search(f"[{HAN}]", form) else form


class _People:
    """People as they are put together: full names first, then what is short for them."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._people: dict[str, Person] = {}
        self._surnames: dict[str, list[Person]] = defaultdict(list)
        self._derived: dict[str, list[tuple[Person, str]]] = defaultdict(list)

    def add(self, sort: str, key: str, forms: set[str], weight: int) -> None:
        """Take in one name of that sort."""
        owner, pattern = self._owner(sort, key)
        if owner is None:
            owner = self._people[key] = Person(key, sure=weight > SURE and key not in self._words.words)
            self._derive(sort, key, owner, forms)
        elif sort == "latin":
            self._derive(sort, key, owner, forms)
        owner.forms.update(dict.fromkeys(sorted(forms | ({key} if sort == "full" else set())), pattern))

    def done(self) -> list[Person]:
        """The people, with what is short for one of them alone."""
        named = {form for person in self._people.values() for form in person.forms}
        for form, owners in self._derived.items():
            if form in named:
                continue
            people = {id(owner): owner for owner, _ in owners}
            if len(people) == 1:
                owners[0][0].forms.setdefault(form, owners[0][1])
            else:
                self._people[f"?{form}"] = Person(form, {form: ""}, sure=False)
        return list(self._people.values())

    def _owner(self, sort: str, key: str) -> tuple[Person | None, str]:
        """The person to whom a name belongs that is known already, and what replaces it."""
        if key in self._people:
            return self._people[key], ""
        pattern = ""
        if sort == "titled":
            surname = self._words.surname_of(key) or key[0]
            pattern = LETTER + key.removeprefix(surname)
            same = self._surnames[surname]
        elif sort == "called":
            pattern, same = key[0] + LETTER, self._surnames[key[1:]]
        elif sort == "latin":
            same = self._latin(key)
        else:
            same = []
        if len({id(one) for one in same}) == 1:
            return same[0], pattern
        derived = {id(owner): owner for owner, _ in self._derived.get(key, ())}
        if len(derived) == 1:
            return next(iter(derived.values())), pattern or self._derived[key][0][1]
        if sort in ("titled", "called"):
            person = self._people[key] = Person(key)
            return person, pattern
        return None, ""

    def _latin(self, key: str) -> list[Person]:
        """Who is meant by an English name: by its first word, or by a surname in Chinese behind it."""
        last = key[-1]
        if re.match(f"[{HAN}]", last) and len(self._surnames[last]) == 1:
            return self._surnames[last]
        first = key.split(maxsplit=1)[0] if " " in key else re.sub(f"[{HAN}]", "", key)
        return [owner for owner, _ in self._derived.get(first, ())]

    def _derive(self, sort: str, key: str, owner: Person, forms: set[str]) -> None:
        """Note what is short for a name."""
        if sort == "full":
            surname = self._words.surname_of(key) or key[:1]
            self._surnames[surname].append(owner)
            for form, pattern in _short(surname, key.removeprefix(surname)):
                self._derived[form].append((owner, pattern))
        elif sort == "foreign":
            for form in _parts(forms):
                self._derived[form].append((owner, ""))
        elif sort == "latin" and (" " in key or re.search(f"[{HAN}]", key)):
            first = re.sub(r"(?:Mrs?|Ms|Miss|Dr)\.? ", "", key)
            name = re.match(r"[A-Za-z]+", first)
            if name and name[0].lower() in self._words.english:
                self._derived[name[0]].append((owner, ""))


def _short(surname: str, given: str) -> Iterator[tuple[str, str]]:
    """Short forms of a Chinese name, and what replaces each."""
    if len(surname) > 1:
        yield surname, ""
    for behind in _TITLES:
        yield surname + behind, LETTER + behind
    for before in ("老", *_CALLED_BEFORE):
        yield before + surname, before + LETTER
    if len(given) > 1:
        yield given, ""
        yield from ((given + behind, LETTER + behind) for behind in _TITLES)
    if given:
        yield given[-1] * 2, ""
        yield from ((given[-1] + behind, LETTER + behind) for behind in _CALLED_BEHIND)
        yield from ((before + given[-1], before + LETTER) for before in _CALLED_BEFORE)


def _parts(forms: set[str]) -> Iterator[str]:
    """Parts by which somebody of another people is called: what a dot parts, and halves of four characters."""
    for form in sorted(forms):
        parts = [part for part in _DOTS.split(form) if len(part) > 1]
        yield from parts if len(parts) > 1 else ()
        for part in parts:
            if len(part) >= 4:
                yield part[:2]
                yield part[-2:]
