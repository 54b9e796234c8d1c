"""Teach the second reader of statements, and say how well both readers together do on statements that neither has learnt.

    python benchmarks/second.py [--write | --published] [FILE ...]

Learns from ``tests/data/statements.jsonl`` and ``statements-2.jsonl``, as far as both of their labellers gave the same verdict,
from the examples on the cards of the rules and in the bank, and from published statements, of which ``published.jsonl`` keeps
the features and not the sentences, which are other people's. ``--write`` makes the weights in ``okr_kit/lang/zh_cn/second``;
``--published`` makes ``published.jsonl`` of labelled FILEs. Prints for each FILE (else for ``statements-aside.jsonl``, from
which nothing is learnt) how many statements are decided, how the verdicts agree with the labels (kappa), how many good ones
are flagged and bad ones passed, with the rules alone and with the second reader.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import grader  # noqa: E402 - after the path
from weights import Plan, Text, learn  # noqa: E402 - after the path

from okr_kit import bank, lang, policy  # noqa: E402 - after the path
from okr_kit.fold import fold  # noqa: E402 - after the path
from okr_kit.labeller import Piece  # noqa: E402 - after the path
from okr_kit.lang.zh_cn import second  # noqa: E402 - after the path
from okr_kit.lint import Workspace  # noqa: E402 - after the path
from okr_kit.model import KeyResult, Objective  # noqa: E402 - after the path
from okr_kit.rules.views import KeyResultView, ObjectiveView  # noqa: E402 - after the path

DATA = ROOT / "tests" / "data"
LEARNT = (DATA / "statements.jsonl", DATA / "statements-2.jsonl")
ASIDE = DATA / "statements-aside.jsonl"
#: Published statements, as what the model sees of them.
PUBLISHED = DATA / "published.jsonl"
FOLDER = ROOT / "okr_kit" / "lang" / "zh_cn" / "second"
NOUNS = {"objective": (Objective, ObjectiveView), "key_result": (KeyResult, KeyResultView)}
#: What the columns are called.
HEADS = ("decided", "kappa", "good flagged", "bad passed")


def plan(kind: str) -> Plan:
    """How the model of a kind is learnt."""
    return Plan(f"{kind}.tsv", second.LABELS[kind], searches=18, rounds=12, left_out=0.4, rare=2, weak=2)


def rows(files: Iterable[Path]) -> list[dict[str, Any]]:
    """The Chinese statements of files."""
    found = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if row.get("lang", "zh") == "zh" and row["kind"] in NOUNS]


def texts(found: Iterable[dict[str, Any]], kind: str) -> list[Text]:
    """Statements of a kind on which the labellers agree, each a text of one piece."""
    chosen = [row for row in found if row["kind"] == kind and len(row["verdicts"]) == 1]
    return [Text(row["id"], (second.piece(fold(row["text"])),), (_label(row, kind),)) for row in chosen]


def examples() -> list[dict[str, Any]]:
    """What the course prints: sentences on the cards of the rules and in the bank, the bad by their main defect, if any."""
    space = Workspace(lang.load(), policy.load())
    found = []
    for name, kind, text, right in (*on_cards(space.language), *in_bank()):
        make, view = NOUNS[kind]
        cause = view(make(text), space.readings).cause
        if not right or cause is None:
            codes = [cause.code] if cause else []
            verdicts = ["revise"] if cause else [second.RIGHT]
            found.append({"id": name, "kind": kind, "text": text, "verdicts": verdicts, "first_codes": codes})
    return found


def on_cards(language: lang.Language) -> Iterable[tuple[str, str, str, bool]]:
    """Code, kind and text of the examples on the cards, and whether they are good ones."""
    for code, card in sorted(language.cards.items()):
        kind = {"O": "objective", "K": "key_result"}.get(code.partition("-")[0])
        for right, told in ((False, card.bad), (True, card.good)) if kind else ():
            yield from ((code, kind, text, right) for text in told if isinstance(text, str))


def in_bank() -> Iterable[tuple[str, str, str, bool]]:
    """The same of the exercises whose items are objectives or key results."""
    for exercise in bank.load().exercises.values():
        for item in exercise.items.values():
            kind = item.get("bin") or item.get("subject") or exercise.settings.get("subject")
            if kind in NOUNS and item.get("text"):
                yield item["id"], kind, item["text"], not item.get("codes")


def taught(kind: str) -> list[Text]:
    """All that a model learns from."""
    return [*own(kind), *published(kind)]


def own(kind: str) -> list[Text]:
    """What was written for the project: labelled statements, and the examples that the course prints."""
    return texts([*rows(LEARNT), *examples()], kind)


def published(kind: str) -> list[Text]:
    """What was published elsewhere and labelled here."""
    chosen = [row for row in rows([PUBLISHED]) if row["kind"] == kind]
    return [Text(row["id"], (Piece(row["features"].split(), ""),), (_label(row, kind),)) for row in chosen]


def write_published(files: Iterable[Path]) -> None:
    """Keep of labelled statements what the model can learn from: features that some other statement has too, in their order."""
    found = [row for row in rows(files) if len(row["verdicts"]) == 1]
    seen = {row["id"]: second.piece(fold(row["text"])).features for row in found}
    others = [text.pieces[0].features for kind in NOUNS for text in own(kind)]
    counts = Counter(feature for features in (*seen.values(), *others) for feature in features)
    groups = {source: f"P{at:03}" for at, source in enumerate(dict.fromkeys(row["source"] for row in found))}
    with PUBLISHED.open("w", encoding="utf-8") as file:
        for row in found:
            features = " ".join(sorted(one for one in seen[row["id"]] if counts[one] >= plan(row["kind"]).rare))
            kept = {key: row[key] for key in ("id", "kind", "verdicts", "first_codes")}
            told = {**kept, "source": groups[row["source"]], "features": features}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def _label(row: dict[str, Any], kind: str) -> str:
    """The code named first, as far as the model tells it apart."""
    if row["verdicts"] == [second.RIGHT]:
        return second.RIGHT
    known = [code for code in row["first_codes"] if code in second.LABELS[kind]]
    return known[0] if known else ("O-TASK" if kind == "objective" else "K-ACTIVITY")


def source(kind: str) -> str:
    """What a file of weights was learnt from and how, in its first line."""
    told = [(sorted(text.pieces[0].features), text.labels) for text in taught(kind)]
    return f"{plan(kind)} {hashlib.sha256(repr(told).encode()).hexdigest()}"


def verdicts(found: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str, str]]:
    """Each statement with the verdict of the rules alone, and with the second reader's."""
    language, course = lang.load(), policy.load()
    judged = []
    for row in found:
        space = Workspace(language, course)
        make, view = NOUNS[row["kind"]]
        seen = view(make(row["text"]), space.readings)
        alone = "unsure" if seen.reading.unread else ("revise" if seen.cause else second.RIGHT)
        judged.append((row, alone, space.lint(make(row["text"])).verdict))
    return judged


def figures(told: Sequence[tuple[dict[str, Any], str]]) -> tuple[float, float, float, float]:
    """The columns of :data:`HEADS`; where labellers disagree, either verdict is right."""
    results = [grader.Result(row, verdict, "") for row, verdict in told]
    good = [result for result in results if result.row["verdicts"] == [second.RIGHT]]
    bad = [result for result in results if result.row["verdicts"] == ["revise"]]
    return (
        len(grader.decided(results)) / len(results),
        grader.kappa(results),
        sum(not result.right for result in grader.decided(good)) / max(1, len(good)),
        sum(not result.right for result in grader.decided(bad)) / max(1, len(bad)),
    )


def main() -> int:
    """Learn and write, or print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true")
    options.add_argument("--published", action="store_true")
    options.add_argument("files", nargs="*", type=Path, default=[ASIDE])
    given = options.parse_args()
    if given.published:
        write_published(given.files)
        return 0
    if given.write:
        for kind in NOUNS:
            learnt = learn(taught(kind), plan(kind))
            (FOLDER / f"{kind}.tsv").write_text(f"{source(kind)}\n{learnt}", encoding="utf-8")
        return 0
    for file in given.files:
        judged = verdicts(rows([file]))
        print(f"{file.name}: {len(judged)} statements; {', '.join(HEADS)}")
        for kind in NOUNS:
            of_kind = [one for one in judged if one[0]["kind"] == kind]
            for at, name in ((1, "rules alone"), (2, "with the second reader")):
                shares = figures([(one[0], one[at]) for one in of_kind])
                print(f"  {kind:10} {name:22} n={len(of_kind):4} " + "  ".join(f"{share:.3f}" for share in shares))
    return 0


if __name__ == "__main__":
    sys.exit(main())
