"""Which conditions of the rules no test needs: each is set to false, one at a time, and the quick tests are asked.

    python benchmarks/mutation.py [MODULE ...]

MODULE is a file of ``okr_kit/rules`` (else those that judge statements and sets). A condition is the test of an ``if``, of a
conditional expression, of a comprehension, an operand of ``and`` or ``or``. Asked are, in a process of its own: the outcomes of
the sentences and sets that rules were written from (``outcomes.py``), the examples on the cards, the kinds of error
(``tests/test_findings.py``), what the course prints (``tests/test_examples.py``) and the catalogue's figures. Prints what
nobody noticed, and its share. Takes about twenty minutes on two cores.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import operator
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "okr_kit" / "rules"
MODULES = (
    *("objective_cause", "objective_head", "objects", "several", "heads", "key_result_cause", "measures", "evidence"),
    *("roles", "given", "key_result", "direction", "amounts", "okr_set", "same", "second"),
)
#: What a child says when a test has noticed: no other end of it has this status.
NOTICED = 77
#: Seconds after which a child hangs, which no test would overlook.
_ENDLESS = 120


def conditions(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int]]:
    """Every condition: the node that holds it, the field, and its place where the field is a list (else -1)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            yield node, "test", -1
        elif isinstance(node, ast.comprehension):
            for place in range(len(node.ifs)):
                yield node, "ifs", place
        elif isinstance(node, ast.BoolOp):
            for place in range(len(node.values)):
                yield node, "values", place


def mutated(source: str, number: int) -> tuple[ast.Module, str]:
    """The module with one condition set to false, and the line where that is."""
    tree = ast.parse(source)
    node, field, place = list(conditions(tree))[number]
    old = getattr(node, field) if place < 0 else getattr(node, field)[place]
    new = ast.copy_location(ast.Constant(value=False), old)
    if place < 0:
        setattr(node, field, new)
    else:
        getattr(node, field)[place] = new
    return ast.fix_missing_locations(tree), f"{old.lineno}: {ast.unparse(old)[:90]}"


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module of the rules with one condition set to false."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = f"okr_kit.rules.{name}", number
        self.file = RULES / f"{name}.py"

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Only this module."""
        del path, target
        return importlib.util.spec_from_loader(fullname, self, origin=str(self.file)) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source."""
        tree, _ = mutated(self.file.read_text(encoding="utf-8"), self.number)
        exec(compile(tree, str(self.file), "exec"), module.__dict__)


def noticed() -> bool:
    """Whether a quick test fails."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]
    try:
        import outcomes

        if any(map(operator.ne, outcomes.FILE.read_text(encoding="utf-8").splitlines(), outcomes.lines())):
            return True
        import catalogue
        import test_examples
        import test_findings
        import test_rules

        for case in test_rules.cases("bad"):
            test_rules.test_fires_on_the_cards_bad_examples(*case.values)
        for case in test_rules.cases("good"):
            test_rules.test_is_silent_on_the_cards_good_examples(*case.values)
        for (kind, wanted), texts in test_findings.FOUND.items():
            for text in texts:
                test_findings.test_a_kind_of_error_is_seen(kind, wanted, text)
        for example in test_examples.EXAMPLES:
            test_examples.test_the_grader_says_what_the_course_says(example)
        return catalogue.FILE.read_text(encoding="utf-8") != catalogue.written(catalogue.figures())
    except Exception:  # noqa: BLE001 - whatever falls over has noticed
        return True


def ask(mutant: tuple[str, int]) -> bool:
    """Whether anything noticed, in a process of its own."""
    name, number = mutant
    command = [sys.executable, __file__, "--one", name, str(number)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_ENDLESS)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, NOTICED):
        sys.exit(f"{name}.py, condition {number}: ended with {done.returncode} without an answer")
    return done.returncode == NOTICED


def main(arguments: Sequence[str]) -> int:
    """Try all, or one."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--one", nargs=2, metavar=("MODULE", "NUMBER"), help=argparse.SUPPRESS)
    options.add_argument("modules", nargs="*", default=MODULES)
    given = options.parse_args(arguments)
    if given.one:
        sys.meta_path.insert(0, Mutant(given.one[0], int(given.one[1])))
        return NOTICED if noticed() else 0
    sources = {name: (RULES / f"{name}.py").read_text(encoding="utf-8") for name in given.modules}
    mutants = [
        (name, number) for name, source in sources.items() for number in range(len(list(conditions(ast.parse(source)))))
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        missed = [mutant for mutant, seen in zip(mutants, pool.map(ask, mutants), strict=True) if not seen]
    for name, number in missed:
        print(f"{name}.py:{mutated(sources[name], number)[1]}")
    print(f"{len(missed)} of {len(mutants)} conditions that no test needs: {len(missed) / len(mutants):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
