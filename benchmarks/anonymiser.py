"""How much of what names somebody is found in a client's texts, and what is replaced that names nobody.

    python benchmarks/anonymiser.py [FILE …] [--quiet]
    python benchmarks/anonymiser.py --words

Each row of the file is a text of an invented company, with what was ``planted`` in it (kind and text) and what is to
``keep``; all texts of a company are read together, and the company's name is told in advance, as a trainer knows her
client. Something is caught when it stands nowhere any more but inside of what is to keep. ``--quiet`` prints no words. ``--words`` makes the list of ordinary words anew (``words.tsv``), of jieba's dictionary
(installed with the book) and of how often its words stand in our own test texts.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang  # noqa: E402 - after the path
from okr_kit.files import read_toml  # noqa: E402 - after the path
from okr_kit.trainer.stand_ins import KINDS, Found, Known, find, replace  # noqa: E402 - after the path
from okr_kit.trainer.stand_ins.replacing import sieve  # noqa: E402 - after the path

LANGUAGE = lang.load()
LISTS = ROOT / "okr_kit" / "lang" / "zh_cn" / "stand_ins"
HEAD = (
    "# Ordinary words with their costs (minus the natural logarithm of how often they come), made by benchmarks/anonymiser.py --words.\n"
    "# From the dictionary of jieba 0.42.1, Copyright (c) 2013 Sun Junyi, under the MIT License: permission is granted, free of\n"
    "# charge, to deal in it without restriction, provided that this notice is kept; it comes without warranty of any kind.\n"
)
#: A word is taken that comes so often in the dictionary, or in our texts; one that the dictionary calls a name in our texts alone.
OFTEN, OURS, NAMES = 50, 2, 3
#: How much our texts count beside the dictionary; no word is rarer than the least.
WEIGHT, LEAST = 0.55, 2e-8
#: Texts written beside the finder, and texts of an author who knew nothing of it, looked at since.
FILES = tuple(ROOT / "tests" / "data" / name for name in ("stand-ins.jsonl", "stand-ins-2.jsonl"))


@dataclass
class Measured:
    """What came of a file: planted and caught by kind, and the words of what went wrong."""

    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    texts: int = 0
    characters: int = 0
    missed: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def recall(self) -> float:
        """The share of what was planted that is gone."""
        return self.caught.total() / self.planted.total()


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def measure(rows: Sequence[Mapping[str, Any]]) -> Measured:
    """Read each company's texts together and look at what is left of them."""
    packs: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        packs[row["company"]][row["id"]] = row
    total = Measured()
    for company, pack in packs.items():
        start = time.perf_counter()
        found = find({name: row["text"] for name, row in pack.items()}, [Known("company", company)], language=LANGUAGE)
        for row in pack.values():
            _judge(row, found, total)
        total.twice += _twice(found)
        total.seconds += time.perf_counter() - start
    return total


def _judge(row: Mapping[str, Any], found: Sequence[Found], total: Measured) -> None:
    """One text: what of it was caught, what damaged."""
    text, new = row["text"], replace(row["text"], found)
    total.texts, total.characters = total.texts + 1, total.characters + len(text)
    left = new
    for words in sorted(row["keep"], key=len, reverse=True):
        left = left.replace(words, "\n")
    for one in row["planted"]:
        total.planted[one["kind"]] += 1
        if one["text"] in left:
            total.missed.append(f"{row['id']} {one['kind']}: {one['text']}")
        else:
            total.caught[one["kind"]] += 1
    for words in row["keep"]:
        total.kept += 1
        if new.count(words) < text.count(words):
            total.damaged.append(f"{row['id']}: {words}")
    planted = [place for one in row["planted"] for place in _places(text, one["text"])]
    for start, end in sieve(LANGUAGE.tag).Forms({form: one.kind for one in found for form in one.forms}).places(text):
        if all(end <= one or start >= other for one, other in planted):
            total.others.append(f"{row['id']}: {text[start:end]}")


def _places(text: str, words: str) -> list[tuple[int, int]]:
    return [(at, at + len(words)) for at in range(len(text)) if text.startswith(words, at)]


def _twice(found: Sequence[Found]) -> list[str]:
    """Forms that have two stand-ins."""
    words: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for form in one.forms:
            words[form].add(one.instead(form))
    return [form for form, stand_ins in words.items() if len(stand_ins) > 1]


def show(total: Measured, *, quiet: bool) -> None:
    """Print the table, then what went wrong."""
    for kind in KINDS:
        if total.planted[kind]:
            share = total.caught[kind] / total.planted[kind]
            print(f"{kind:<10}{total.caught[kind]:>5} of {total.planted[kind]:<5}{share:7.1%}")
    print(f"{'all':<10}{total.caught.total():>5} of {total.planted.total():<5}{total.recall:7.1%}")
    print(f"kept words damaged           {len(total.damaged)} of {total.kept}")
    print(f"other stretches replaced     {len(total.others)} in {total.texts} texts, {total.characters} characters")
    print(f"forms with two stand-ins     {len(total.twice)}")
    print(f"seconds                      {total.seconds:.2f}")
    if not quiet:
        for title, words in (
            ("missed", total.missed),
            ("damaged", total.damaged),
            ("others", total.others),
            ("twice", total.twice),
        ):
            print(f"\n{title}:", *words, sep="\n  ")


def our_lines() -> set[str]:
    """The lines of our test texts, each once; none of what is kept aside."""
    files = sorted(
        path
        for path in (ROOT / "tests" / "data").glob("*.jsonl")
        if not re.search("aside|published|stand-ins", path.name)
    )
    return {line for path in files for row in rows_of(path) for text in _strings(row) for line in text.split("\n")}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def ordinary() -> dict[str, int]:
    """Each ordinary word of up to four characters with its cost."""
    import jieba

    lists, surnames = read_toml(LISTS / "people.toml")["words"], read_toml(LISTS / "people.toml")["surnames"]
    people, plain, called = (set(lists[name].split()) for name in ("people", "plain", "called"))
    heard = {char for cost, chars in surnames.items() if int(cost) <= 8 for char in chars}
    rows = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    known = {word: (int(count), tag) for word, count, tag in map(str.split, rows)}
    ours = Counter(
        word for line in our_lines() for word in jieba.cut(line, HMM=False) if re.fullmatch("[一-鿿]+", word)
    )
    total, our_total = sum(count for count, _ in known.values()), ours.total()
    costs = {}
    for word in {*known, *ours}:
        count, tag = known.get(word, (0, ""))
        like_a_name = len(word) == 2 and word[0] in "小老阿" and word[1] in heard and word not in called
        if re.fullmatch("[一-鿿]{1,4}", word) and word not in people and not like_a_name:
            mine, name = ours[word], tag.startswith("nr")
            if len(word) == 1 and name:
                count, mine = round(count * 0.15), min(mine, OURS)
            if word in plain or _is_ordinary(word, count, mine, name=name):
                share = (1 - WEIGHT) * count / total + WEIGHT * mine / our_total
                costs[word] = round(-math.log(max(share, LEAST)))
    return costs


def _is_ordinary(word: str, count: int, mine: int, *, name: bool) -> bool:
    """Whether a word comes often enough to be one; what the dictionary calls a name has to come in our texts."""
    if len(word) == 1:
        return count >= OFTEN / 2.5 or mine >= OURS
    if name:
        return mine >= (1 if len(word) == 2 else NAMES)
    return count >= OFTEN or mine >= OURS


def write_words() -> None:
    """Make ``words.tsv``: rows with a cost and two hundred words that have it."""
    tiers: dict[int, list[str]] = defaultdict(list)
    for word, cost in ordinary().items():
        tiers[cost].append(word)
    rows = [
        f"{cost}\t{' '.join(words[at : at + 200])}"
        for cost, words in ((cost, sorted(tiers[cost])) for cost in sorted(tiers))
        for at in range(0, len(words), 200)
    ]
    (LISTS / "words.tsv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Measure a file, or make the list of words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="*", type=Path, default=FILES)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--words", action="store_true")
    given = parser.parse_args()
    if given.words:
        write_words()
        return
    for file in given.file:
        print(f"== {file.name}")
        show(measure(rows_of(file)), quiet=given.quiet)


if __name__ == "__main__":
    main()
