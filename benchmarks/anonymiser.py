"""How much of what names somebody is found in a client's texts, and what is replaced that names nobody.

    python benchmarks/anonymiser.py [FILE] [--quiet]

Each row of the file is a text of an invented company, with what was ``planted`` in it (kind and text) and what is to
``keep``; all texts of a company are read together, and the company's name is told in advance, as a trainer knows her
client. Something is caught when it stands nowhere any more but inside of what is to keep. ``--quiet`` prints no words.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang  # noqa: E402 - after the path
from okr_kit.trainer.stand_ins import KINDS, Found, Known, find, replace  # noqa: E402 - after the path
from okr_kit.trainer.stand_ins.replacing import sieve  # noqa: E402 - after the path

LANGUAGE = lang.load()
DEFAULT = ROOT / "tests" / "data" / "stand-ins.jsonl"


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
    places, at = [], text.find(words)
    while at >= 0:
        places.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return places


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
        for title, words in (("missed", total.missed), ("damaged", total.damaged), ("others", total.others), ("twice", total.twice)):
            print(f"\n{title}:", *words, sep="\n  ")


def main() -> None:
    """Measure a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    show(measure(rows_of(given.file)), quiet=given.quiet)


if __name__ == "__main__":
    main()
