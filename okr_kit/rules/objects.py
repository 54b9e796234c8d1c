"""What an objective is about: how much it names, and whether its object is a field, a thing or only the whole."""

from __future__ import annotations

from ..text import Reading, Token
from .heads import MEASURES

NOUNS = ("output_noun", "abstract", "wide", "effect_noun")
_CHANGE = frozenset({"up", "down", "become", "reach", "carry", "maintain", "milestone"})
_GENERIC = _CHANGE | {"wide", "slogan", "degree", "routine", "join", "frequency", "DATE", "NUMBER"}
_WHOLE = _GENERIC | {"praise", "hollow", "handover", "deliver", "jargon"}
_OBJECT = (*NOUNS, "named_quality", "hollow", "quality", "jargon", "feature", "thing", *MEASURES)


def content(reading: Reading) -> int:
    """How many characters say something that not every team could say."""
    return _left(reading, _GENERIC)


def field(reading: Reading) -> int:
    """How many of them name a field: no praise, no noun of the whole, no ability as such."""
    return _left(reading, _WHOLE)


def _left(reading: Reading, generic: frozenset[str]) -> int:
    """How many characters no word of these lists covers."""
    kept, place = [], 0
    for token in reading.tokens:
        if token.tags.isdisjoint(generic):
            continue
        kept.append(reading.folded[place : token.start])
        place = token.end
    kept.append(reading.folded[place:])
    return len(reading.patterns["filler"].sub("", "".join(kept)))


def object_noun(reading: Reading, head: Token) -> Token | None:
    """The noun that heads what a verb is about: the last behind it in its clause."""
    return reading.within((head.end, reading.clause_of(head.start)[1])).last(*_OBJECT)


def closes(reading: Reading, noun: Token) -> bool:
    """Whether nothing that means anything follows a noun in its clause."""
    return reading.opens("nothing_more", noun.end, reading.clause_of(noun.start)[1]) is not None


def only_the_whole(reading: Reading, head: Token) -> bool:
    """Whether a verb of change has only the whole for its object: 提升竞争力, 改善经营状况, 提升团队效率."""
    noun = object_noun(reading, head)
    if noun is None or noun.has("named_quality"):
        return False
    if noun.has("hollow"):
        return field(reading) < 4
    return noun.has("quality") and _left(reading, _WHOLE | {"quality"}) < 2


def only_wholes(reading: Reading) -> bool:
    """Whether several clauses together name hardly anything (激活团队战力，提升协同效率)."""
    return len(reading.clauses) > 1 and _left(reading, _WHOLE | {"quality", "state"}) < 3


def bare_thing(reading: Reading, head: Token) -> bool:
    """Whether a verb of change has a thing for its object and no quality of it: 提升产品, 优化流程."""
    noun = object_noun(reading, head)
    if noun is None or not closes(reading, noun):
        return False
    things = reading.within((head.end, reading.clause_of(head.start)[1]))
    return (noun.has("thing") or (noun.has("output_noun") and not noun.has("abstract"))) and not any(
        token.has("named_quality", "effect_noun", "quality", "lower", "praise", "state", *MEASURES) for token in things
    )
