"""What stands in the place of each thing: letters in the order in which people, companies and products come up.

The letters are 甲, 乙, 丙 …: nobody is called so, and 「同事甲」 reads as a person all the same. Another real-looking name
would have to be looked up to be believed harmless, and a class would look for the person.
"""

from __future__ import annotations

from ...lang import Language

#: Kinds of which each has a letter; all others are replaced by what they are.
LETTERED = frozenset({"name", "company", "product"})


class Namer:
    """Gives letters, counted by kind."""

    def __init__(self, language: Language) -> None:
        """Name in one language."""
        self._language = language
        self._stems = language.say("stand_ins.letters").split()
        self._branches = language.say("stand_ins.branches").split()
        self._given = dict.fromkeys(LETTERED, 0)

    def letter(self, kind: str) -> str:
        """The next letter of a kind; empty for those that have none."""
        if kind not in LETTERED:
            return ""
        self._given[kind] += 1
        return self._nth(self._given[kind] - 1)

    def whole(self, kind: str, letter: str, *, own: bool = False) -> str:
        """What replaces a thing."""
        return self._language.say("stand_ins.own" if own else f"stand_ins.{kind}", letter=letter)

    def _nth(self, at: int) -> str:
        """甲 to 癸, then 甲子, 乙丑 … as years were counted, sixty of them, then those with a number."""
        stems, branches = self._stems, self._branches
        if at < len(stems):
            return stems[at]
        turn, at = divmod(at - len(stems), len(stems) * len(branches) // 2)
        return stems[at % len(stems)] + branches[at % len(branches)] + (str(turn + 1) if turn else "")
