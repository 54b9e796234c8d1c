"""What is known of words and names before a text is read: how likely each is, as natural logarithms (a *cost*).

``words.tsv`` has ordinary words with their costs, ``people.toml`` and ``things.toml`` the parts of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from ....files import read_toml

#: A character that stands in no list, as a word and in a given name.
UNKNOWN, RARE = 18, 11
#: No word is longer; so many characters around a place are asked for what stands there.
LONGEST = 4
#: What a word costs that was added to the list.
MORE = 12
REACH = 6
_FOLDER = Path(__file__).parent


class Vocabulary:
    """The lists, ready to be asked."""

    def __init__(self) -> None:
        """Read the files beside this one."""
        people, things = read_toml(_FOLDER / "people.toml"), read_toml(_FOLDER / "things.toml")
        self.words = _words((_FOLDER / "words.tsv").read_text(encoding="utf-8"))
        self.words = dict.fromkeys(people["words"]["more"].split(), MORE) | self.words
        self.surnames = _tiers(people["surnames"])
        self.compound = set(people["compound"]["surnames"].split())
        given = dict(people["given"])
        self.never = frozenset(given.pop("never"))
        self.given = _tiers(given)
        titles = people["titles"]
        self.titles = frozenset(titles["long"].split()) | frozenset(titles["common"].split())
        self.offices = frozenset(titles["offices"].split())
        self.polite = frozenset(titles["polite"].split())
        self.family = frozenset(titles["family"].split())
        self.before = frozenset(titles["before"].split())
        self.roles = frozenset(people["left"]["5"].split())
        self.left, self.right = _weights(people["left"]), _weights(people["right"])
        self.near_left, self.near_right = _weights(people["near_left"]), _weights(people["near_right"])
        fields = people["fields"]
        self.person_heads = frozenset(fields["heads"].split()) | (self.titles - set(fields["spoken"].split()))
        self.nobody = frozenset(fields["nobody"].split())
        self.units = frozenset(fields["units"])
        self.departments = frozenset(fields["places"])
        english = people["english"]
        self.doubtful = frozenset(word.lower() for word in english["doubtful"].split())
        self.english = self.doubtful | {word.lower() for word in english["names"].split()}
        self.acronyms = frozenset(word.lower() for word in english["none"].split())
        self.foreign = frozenset(people["dots"]["signs"])
        self.heard = frozenset(people["dots"]["names"].split())
        self.things: Mapping[str, Mapping[str, frozenset[str]]] = {
            part: {name: frozenset(words.split()) for name, words in table.items()} for part, table in things.items()
        }
        self.places = self.things["addresses"]["provinces"] | self.things["addresses"]["cities"]

    def cost(self, word: str) -> int:
        """How unlikely a word is; far more than any where it is none."""
        return self.words.get(word, UNKNOWN * len(word))

    def given_cost(self, given: str) -> int | None:
        """How unlikely characters are as a given name; None where one of them is in none."""
        if not self.never.isdisjoint(given):
            return None
        return sum(self.given.get(char, RARE) for char in given)

    def surname_of(self, name: str) -> str:
        """The surname with which a name begins, or nothing."""
        if name[:2] in self.compound and len(name) > 1:
            return name[:2]
        return name[:1] if name[:1] in self.surnames else ""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    return Vocabulary()


def longest(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, long ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _words(rows: str) -> dict[str, int]:
    """Words with their costs; a row has a cost and words that have it."""
    found: dict[str, int] = {}
    for row in rows.splitlines():
        if not row.startswith("#"):
            cost, words = row.split("\t")
            found.update(dict.fromkeys(words.split(), int(cost)))
    return found


def _tiers(table: Mapping[str, str]) -> dict[str, int]:
    """Characters with the cost of their tier."""
    return {char: int(cost) for cost, chars in table.items() for char in chars}


def _weights(table: Mapping[str, str]) -> dict[str, int]:
    """Words with the weight under which they stand."""
    return {word: int(weight) for weight, words in table.items() for word in words.split()}
