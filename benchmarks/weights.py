"""Learn what is read of retrospectives without a table of patterns, and say how well it holds on texts that were not learnt.

    python benchmarks/weights.py [--write]

Reads ``tests/data/retrospectives-parts.jsonl``: texts cut into parts by hand, each with its label, and for actions who does
them and by when. Two models are learnt: the step of a clause (``steps.tsv`` in ``okr_kit/lang/zh_cn/retrospect``), and names
and days in actions (``charges.tsv``). Prints, learning from four fifths and trying the fifth five times over, the share of
labels that are right; ``--write`` learns from all and writes the files.

Collins, "Discriminative training methods for hidden Markov models" (2002): the averaged perceptron. It adds and subtracts
whole numbers in a fixed order, so that the same texts make the same files everywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import policy  # noqa: E402 - after the path
from okr_kit.fold import fold  # noqa: E402 - after the path
from okr_kit.labeller import Labeller, Piece, packed, turn, unpacked  # noqa: E402 - after the path
from okr_kit.lang.zh_cn.learnt import read  # noqa: E402 - after the path
from okr_kit.lang.zh_cn.retrospect import charges, signs, steps  # noqa: E402 - after the path
from okr_kit.lang.zh_cn.retrospect import clauses as cutting  # noqa: E402 - after the path
from okr_kit.lang.zh_cn.retrospect.headings import Headings  # noqa: E402 - after the path
from okr_kit.recount import STEPS  # noqa: E402 - after the path

DATA = ROOT / "tests" / "data" / "retrospectives-parts.jsonl"
SIGNS = ROOT / "tests" / "data" / "retrospectives-signs.jsonl"
FOLDER = ROOT / "okr_kit" / "lang" / "zh_cn" / "retrospect"
FOLDS = 5
#: How fine the weights are in the end.
FINE = 2


class Text(NamedTuple):
    """A text as a model sees it, with the right label of each piece."""

    id: str
    pieces: tuple[Piece, ...]
    labels: tuple[str, ...]


class Plan(NamedTuple):
    """How a model is learnt.

    Its labels; so many searches, each in an order of its own, and rounds of each; the share of features left out at random
    each time, so that none is leaned on alone; what occurs less often is no feature; what is weaker is not kept.
    """

    file: str
    labels: tuple[str, ...]
    searches: int
    rounds: int
    left_out: float
    rare: int
    weak: int


STEP_PLAN = Plan("steps.tsv", steps.LABELS, searches=3, rounds=15, left_out=0.4, rare=3, weak=3)
CHARGE_PLAN = Plan("charges.tsv", charges.LABELS, searches=2, rounds=10, left_out=0.3, rare=2, weak=3)
SIGN_PLAN = Plan("signs.tsv", signs.LABELS, searches=3, rounds=10, left_out=0.4, rare=3, weak=3)


def sign_texts(rows: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Actions, with the clauses in which a stretch was marked."""
    found = []
    for row in rows:
        folded, marked = fold(row["text"]), _places(row["text"], row["signs"])
        spans = list(signs.clauses(folded))
        right = tuple(signs.SIGN if len(marked.intersection(range(*span))) > 1 else signs.NOTHING for span in spans)
        if spans:
            found.append(Text("", tuple(signs.pieces(folded)), right))
    return found


def _places(text: str, words: Sequence[str]) -> set[int]:
    """Where any of the words stand."""
    return {at for word in words if word in text for at in range(text.index(word), text.index(word) + len(word))}


def step_texts(rows: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Texts cut as the grader does; a clause has the label that most of its characters have."""
    headings = Headings(policy.load().retrospective_steps, STEPS)
    found = []
    for row in rows:
        folded = fold("".join(part[1] for part in row["parts"]))
        marked = [part[0] for part in row["parts"] for _ in part[1]]
        cut = cutting.of_field(folded, row["field"]) if row.get("field") else cutting.of_text(folded, headings)
        seen = [piece._replace(allowed=()) for piece in steps.pieces(folded, cut.clauses)]
        if seen:
            found.append(Text(row["id"], tuple(seen), tuple(_most(folded, marked, one.span) for one in cut.clauses)))
    return found


def _most(folded: str, marked: Sequence[str], span: tuple[int, int]) -> str:
    votes = Counter(marked[at] for at in range(*span) if folded[at].strip())
    return votes.most_common(1)[0][0] if votes else "none"


def charge_texts(rows: Sequence[Mapping[str, Any]]) -> list[Text]:
    """The sentences of actions, with who and when marked wherever the words stand."""
    found = []
    for row in rows:
        for said, owners, dates in _actions(row["parts"]):
            labels = [charges.NOTHING] * len(said)
            _mark(said, labels, dates, charges.DAY)
            _mark(said, labels, owners, charges.WHO)
            for start, end in _sentences(fold(said)):
                words, marked = said[start:end], labels[start:end]
                seen = charges.units(words)
                right = tuple(marked[first] for first, _ in seen.spans)
                found.append(Text(row["id"], tuple(charges.pieces(seen.signs)), right))
    return found


def _actions(parts: Sequence[Sequence[Any]]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Neighbouring actions as one."""
    said, owners, dates = "", [], []
    for part in [*parts, [""]]:
        if part[0] == "action":
            more = part[2] if len(part) > 2 else {}
            said += part[1]
            owners += more.get("owners", [])
            dates += more.get("dates", [])
        elif said:
            yield said, owners, dates
            said, owners, dates = "", [], []


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    begin = end = 0
    for clause in cutting.of_field(folded, "action").clauses:
        if clause.opens != "clause":
            if end > begin:
                yield begin, end
            begin = clause.span[0]
        end = clause.span[1]
    if end > begin:
        yield begin, end


def _mark(said: str, labels: list[str], words: Sequence[str], label: str) -> None:
    """Mark the words wherever they stand, the longest first."""
    for word in sorted(set(filter(None, words)), key=lambda word: (-len(word), word)):
        at = said.find(word)
        while at >= 0:
            if all(one == charges.NOTHING for one in labels[at : at + len(word)]):
                labels[at : at + len(word)] = [label] * len(word)
            at = said.find(word, at + len(word))


class Learner(Labeller):
    """A model whose weights change: nothing that follows from them is kept."""

    def turns(self, opens: str) -> list[list[int]]:
        """As they are now."""
        self._turned.clear()
        return super().turns(opens)


def learn(texts: Sequence[Text], plan: Plan) -> str:
    """The rows of a file of weights: the mean over all searches, without what hardly matters."""
    counts = Counter(feature for text in texts for piece in text.pieces for feature in piece.features)
    known = {feature for feature, count in counts.items() if count >= plan.rare}
    # Sorted, since what is left out at random goes by their order, and sets have another in each process.
    kept = [
        text._replace(
            pieces=tuple(piece._replace(features=sorted(known.intersection(piece.features))) for piece in text.pieces)
        )
        for text in texts
    ]
    total: Counter[str] = Counter()
    for seed in range(plan.searches):
        for feature, weight in _searched(kept, plan, random.Random(seed)).items():
            total[feature] += weight
    rows = []
    for feature in sorted(total):
        values = [value // plan.searches for value in unpacked(total[feature], len(plan.labels))]
        if max(values) - min(values) >= plan.weak:
            rows.append(f"{feature}\t{' '.join(map(str, values))}\n")
    return "".join(rows)


def _searched(texts: Sequence[Text], plan: Plan, chance: random.Random) -> dict[str, int]:
    """The packed weights of one search, averaged over its steps."""
    order, step = list(range(len(texts))), 1
    weights: dict[str, int] = {}
    sums: dict[str, int] = {}
    model = Learner(plan.labels, weights)
    lanes = {label: packed(int(label == one) for one in plan.labels) for label in plan.labels}
    for _ in range(plan.rounds):
        chance.shuffle(order)
        for at in order:
            some = [
                Piece([one for one in piece.features if chance.random() >= plan.left_out], piece.opens)
                for piece in texts[at].pieces
            ]
            for feature, change in _changes(some, texts[at].labels, model.label(some), lanes):
                weights[feature] = weights.get(feature, 0) + change
                sums[feature] = sums.get(feature, 0) + change * step
            step += 1
    means = {feature: _mean(weight, sums[feature], step, len(plan.labels)) for feature, weight in weights.items()}
    seen = {feature for text in texts for piece in text.pieces for feature in piece.features}
    return {feature: _scaled(mean, plan) if feature in seen else mean for feature, mean in means.items()}


def _scaled(mean: int, plan: Plan) -> int:
    """A feature's weights for texts of which nothing is left out."""
    kept = 100 - int(plan.left_out * 100)
    return packed(weight * kept // 100 for weight in unpacked(mean, len(plan.labels)))


def _changes(
    pieces: Sequence[Piece], right: Sequence[str], told: Sequence[str], lanes: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """What has to change where the model was wrong: towards the right label, and away from what it said."""
    for at, piece in enumerate(pieces):
        change = lanes[right[at]] - lanes[told[at]]
        if change:
            yield from ((feature, change) for feature in piece.features)
        if at and (change or right[at - 1] != told[at - 1]):
            yield turn(piece.opens, right[at - 1]), lanes[right[at]]
            yield turn(piece.opens, told[at - 1]), -lanes[told[at]]


def _mean(weight: int, summed: int, step: int, count: int) -> int:
    """The mean of a feature's weights over a whole search, in steps of one half."""
    return packed(
        (step * a - b) * FINE // step for a, b in zip(unpacked(weight, count), unpacked(summed, count), strict=True)
    )


def source(plan: Plan) -> str:
    """What a file of weights was learnt from and how, in its first line: a test asks for it, since learning takes minutes."""
    return f"{plan} {hashlib.sha256((SIGNS if plan is SIGN_PLAN else DATA).read_bytes()).hexdigest()}"


def tried(texts: Sequence[Text], plan: Plan) -> Iterator[tuple[str, str]]:
    """The right label of each piece, and what a model says that has not learnt its text."""
    for part in range(FOLDS):
        model = Labeller(plan.labels, read(learn([text for at, text in enumerate(texts) if at % FOLDS != part], plan)))
        for text in texts[part::FOLDS]:
            yield from zip(text.labels, model.label(text.pieces), strict=True)


def rows(file: Path = DATA) -> list[dict[str, Any]]:
    """The texts as they were cut by hand."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Learn, and print or write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    order = ((CHARGE_PLAN, charge_texts, DATA), (STEP_PLAN, step_texts, DATA), (SIGN_PLAN, sign_texts, SIGNS))
    for plan, read_texts, file in order:  # who is somebody tells headings
        texts = read_texts(rows(file))
        if given.write:
            (FOLDER / plan.file).write_text(f"{source(plan)}\n{learn(texts, plan)}", encoding="utf-8")
            charges.model.cache_clear()
            continue
        pairs = list(tried(texts, plan))
        same = [steps.step_of(a) == steps.step_of(b) if plan is STEP_PLAN else a == b for a, b in pairs]
        print(f"{plan.file}: {len(texts)} texts, {len(pairs)} pieces")
        print(f"  label right {sum(a == b for a, b in pairs) / len(pairs):.3f}, step right {sum(same) / len(same):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
