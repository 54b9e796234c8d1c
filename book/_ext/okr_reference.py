"""``{rules}``, ``{contract}``, ``{terms}``: the rule catalogue and the format of ``okr lint``, made from the code, and the glossary."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_words import Ours, plain, say

from okr_kit.files import PACKAGE
from okr_kit.rules import RULES
from okr_kit.subjects import SUBJECTS, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes

    from okr_kit.lang import Language

FIGURES = Path(__file__).with_name("rule-figures.toml")
GLOSSARY = Path(__file__).with_name("glossary.toml")
#: So many records are sentences; of sets fewer were kept aside.
_SENTENCES = 500


class Rules(Ours):
    """``{rules} objective``: every card of a family, with its examples."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One section a card."""
        cards = self.settings.content.language.cards
        lines: list[str] = []
        for code in sorted(code for code in cards if code.startswith(self.arguments[0])):
            card = cards[code]
            self.env.note_dependency(str(PACKAGE / "lang" / "zh_cn" / "rules" / f"{code}.toml"))
            self.env.note_dependency(str(FIGURES))
            lines += [f"({code.lower()})=", f"**{card.title}**　`{code}`", "", plain(card.why), ""]
            lines += [say("coach", question=plain(card.question)), ""]
            bad = "；".join(plain(_example(one)) for one in card.bad[:2])
            good = "；".join(plain(_example(one)) for one in card.good[:2])
            if bad and good:
                lines += [f"- {say('bad', text=bad)}", f"- {say('good', text=good)}", ""]
            elif card.human:
                lines += [f"- {say('human')}", ""]
            if figure := figures().get(code):
                lines += [
                    say("figure-set" if code.startswith("S-") or figure["total"] < _SENTENCES else "figure", **figure),
                    "",
                ]
        return self.parsed("\n".join(lines))


@cache
def figures() -> dict[str, dict[str, int]]:
    """How often a code is right on what was kept aside, by code (``python benchmarks/catalogue.py --write``)."""
    found: dict[str, dict[str, int]] = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def _example(one: Any) -> str:
    """An example in one line: the statement, or the O with its KRs."""
    if isinstance(one, str):
        return one
    if "nodes" in one:
        return "，".join(filter(None, map(_node, one["nodes"])))
    if "text" in one:
        return str(one["text"])
    if "tree" in one:
        return _tree(one["tree"])
    if "objectives" in one:
        return "、".join(one["objectives"])
    rows = [row if isinstance(row, str) else row["text"] for row in one["key_results"]]
    return f"O：{one['objective']}（KR：{'、'.join(rows)}）"


def _node(node: dict[str, Any]) -> str:
    """One owner's part of a cascade: the objective, and the key results where it has any."""
    objective = [f"O「{node['objective']}」"] if node.get("objective") else []
    said = [*objective, *(f"KR「{_key_result(row)}」" for row in node.get("key_results", ()))]
    return f"{node.get('owner', '')}的 {'、'.join(said)}" if said else str(node.get("owner", ""))


def _key_result(row: str | Mapping[str, Any]) -> str:
    """Its sentence, or its fields: 新签 1000 → 1200 万元."""
    if isinstance(row, str) or row.get("text"):
        return row if isinstance(row, str) else str(row["text"])
    span = " → ".join(str(row[end]) for end in ("baseline", "target") if end in row)
    return " ".join(filter(None, (str(row.get("metric", "")), span, str(row.get("unit", "")))))


def _tree(node: Mapping[str, Any]) -> str:
    """A value tree in one line: 停机小时 998.4 小时 = 次数 × 每次小时（次数 312 次、每次小时 3.2 小时）."""
    said = f"{node['name']} {node.get('value', '')}".strip()
    below = node.get("children", ())
    formula = f" = {node['formula']}" if node.get("formula") else ""
    return f"{said}{formula}（{'、'.join(map(_tree, below))}）" if below else said


class Contract(Ours):
    """``{contract}``: every kind of record with its fields, then what may be found in it."""

    def run(self) -> list[nodes.Node]:
        """Two tables a kind."""
        self.made_by_the_kit()
        language = self.settings.content.language
        for rule in RULES:
            self.env.note_dependency(str(PACKAGE / "lang" / "zh_cn" / "rules" / f"{rule.code}.toml"))
        return self.parsed("\n\n".join(contract(subject, language) for subject in SUBJECTS.values()))


def contract(subject: Subject, language: Language) -> str:
    """One kind of record as Markdown: its fields, the codes of its rules with their severities, what people judge."""
    fields = [
        (
            f"`{field.name}`",
            say(f"sort-{field.sort}"),
            say("needed" if field.needed else "optional"),
            say(f"field-{subject.name}-{field.name}"),
        )
        for field in subject.fields
    ]
    codes = [
        (
            f"`{rule.code}`",
            _either([say(f"severity-{one}") for one in (rule.severity, *rule.others)]),
            plain(language.card(rule.code).title),
        )
        for rule in subject.rules
    ]
    return "\n\n".join(
        (
            f"**{say(f'kind-{subject.name}')}**　`kind: {subject.name}`",
            table(("contract-field", "contract-sort", "contract-needed", "contract-meaning"), fields),
            table(("contract-code", "contract-severity", "contract-title"), codes),
        )
    )


def _either(words: list[str]) -> str:
    """One, or two, or three things to choose from, as Chinese lists them: 甲、乙或丙."""
    return say("or").join(("、".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def table(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Rows as a Markdown table; the headers are keys of words.toml, the cells Markdown."""
    lines = [tuple(say(key) for key in headers), ("---",) * len(headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Terms(Ours):
    """``{terms} 写``: the words of one part of the glossary, with what each means."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One table."""
        self.env.note_dependency(str(GLOSSARY))
        found = [(one["name"], one["meaning"]) for one in glossary() if one["section"] == self.arguments[0]]
        return self.parsed(table(("term", "term-meaning"), found))


@cache
def glossary() -> list[dict[str, Any]]:
    """The words of the course in their order: section, name, meaning, and what is never said instead."""
    found: list[dict[str, Any]] = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["term"]
    return found
