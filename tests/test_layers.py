"""The core stands alone: imports run one way, and every exercise runs where nothing but Python is installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import okr_kit

PACKAGE = Path(okr_kit.__file__).parent
ROOT = PACKAGE.parent

#: From the bottom up; a module may import what stands in lower lines, and its own package.
LAYERS = (
    {"errors", "model", "view"},
    {"recount"},
    {"files", "shape", "fold", "labeller", "text", "render", "listing", "live", "tally", "agenda"},
    {"outline", "plan"},
    {"quantity", "reconcile"},
    {"formula", "units"},
    {"rollup"},
    {"sensitivity", "scoring"},
    {"policy"},
    {"lang", "grade", "debate"},
    {"rules"},
    {"subjects"},
    {"lint", "documents", "marks"},
    {"kinds"},
    {"engine", "bank", "lesson"},
    {"hosts"},
    {"trainer"},
    {"__main__"},
)
#: The same inside ``hosts``: what all of them share, then what may use the ones before it.
HOSTS = (
    {"network", "find_browser"},
    {"store"},
    {"jupyter"},
    {"classroom"},
    {"rehearsal"},
    {"cli"},
)
EVERY = sorted(PACKAGE.rglob("*.py"))
MODULES = [path for path in EVERY if path.parent != PACKAGE or path.name != "__init__.py"]


def dotted(path: Path) -> str:
    """The name of a module below the package, ``lang.zh_cn.reading``; a package's own is its folder's."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path): path for path in EVERY}


class Imports(ast.NodeVisitor):
    """Collects what a module imports when it runs, be it inside a function: our modules by name, and foreign ones."""

    def __init__(self, path: Path) -> None:
        self.package = path.relative_to(PACKAGE).parts[:-1]
        self.ours: set[str] = set()
        self.foreign: set[str] = set()
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def visit_If(self, node):
        if "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                self.visit(other)
        else:
            self.generic_visit(node)

    def visit_Import(self, node):
        self.foreign |= {alias.name.split(".")[0] for alias in node.names}

    def visit_ImportFrom(self, node):
        if not node.level:
            self.foreign.add(node.module.split(".")[0])
            return
        base = self.package[: len(self.package) - node.level + 1]
        found = ".".join((*base, node.module) if node.module else base)
        names = {f"{found}.{alias.name}".lstrip(".") for alias in node.names}
        self.ours |= {name if name in NAMES else found for name in names}


#: What every module imports of ours; the package itself, which gives its version, is below everything.
GRAPH = {name: Imports(path).ours - {""} for name, path in NAMES.items()}


def layer(name: str, order: Sequence[set[str]], below: str = "") -> int | None:
    """The place of a module in an order of the modules and packages below ``below``; None if it is not below it."""
    if below and not name.startswith(f"{below}."):
        return None
    own = name.removeprefix(f"{below}.").split(".")[0]
    found = [level for level, names in enumerate(order) if own in names]
    assert found, f"{name} has no place"
    return found[0]


def upwards(name: str, order: Sequence[set[str]], below: str = "") -> set[str]:
    """What a module imports although it stands above it, or beside it in another module or package."""

    def part(other: str) -> str:
        return other.removeprefix(f"{below}.").split(".")[0]

    mine = layer(name, order, below)
    levels = {other: layer(other, order, below) for other in GRAPH[name] if part(other) != part(name)}
    return {other for other, level in levels.items() if None not in (mine, level) and level >= mine}


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Sets of modules that all reach each other."""

    def reached(start: str) -> set[str]:
        found, todo = set(), [start]
        while todo:
            new = graph[todo.pop()] - found
            found |= new
            todo += new
        return found

    reach = {name: reached(name) for name in graph}
    return [
        set(group)
        for group in {frozenset({other for other in reach[name] if name in reach[other]}) for name in reach}
        if group
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name])
def test_imports_run_one_way(name: str) -> None:
    assert not upwards(name, LAYERS)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("hosts.")])
def test_hosts_have_an_order_too(name: str) -> None:
    assert not upwards(name, HOSTS, "hosts")


def test_no_modules_import_each_other() -> None:
    """Nor in a circle of more; an import inside a function counts, one for type checkers alone does not."""
    assert circles(GRAPH) == []


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"e"}}
    assert sorted(circles(graph), key=len) == [{"e"}, {"b", "c"}]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_hosts_and_trainer_import_other_peoples_packages(path: Path) -> None:
    foreign = Imports(path).foreign - set(sys.stdlib_module_names)
    assert dotted(path).split(".")[0] in ("hosts", "trainer") or not foreign


def test_render_needs_view_alone() -> None:
    """Nodes are all it knows, so that a screen can be shown anywhere."""
    inside = {name for name in NAMES if name.split(".")[0] == "render"}
    assert set().union(*(GRAPH[name] for name in inside)) - inside == {"view"}


ALONE = """
import sys

class Nothing:
    # Refuse whatever is neither Python's nor ours.
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names | {"okr_kit"}:
            raise ImportError(f"the core asked for {name}")

sys.meta_path.insert(0, Nothing())
sys.path.insert(0, sys.argv[1])
from okr_kit import bank, engine, lint_record, render
from okr_kit.view import Button, Field, Form

def buttons(nodes):
    for node in nodes:
        if isinstance(node, Button):
            yield node, {}
        for name in ("children", "buttons"):
            found = list(buttons(getattr(node, name, ())))
            typed = [f for f in getattr(node, "children", ()) if isinstance(f, Field)]
            fields = {f.name: "7" if f.mode == "decimal" else "把报损率从 9% 降到 6%" for f in typed}
            yield from ((button, fields if isinstance(node, Form) else given) for button, given in found)

content = bank.load()
pressed = 0
for exercise in content.exercises.values():
    for role in ("learner", "leader", "trainer"):
        for mode in ("own", "group"):
            ctx = engine.Context(content, exercise, role, mode)
            for seed in range(3):
                state = engine.start(ctx, seed)
                for at in range(1, 40):
                    nodes = engine.view(ctx, state)
                    assert render.html(nodes) and render.text(nodes)
                    engine.outcome(ctx, state)
                    choice = [pair for pair in buttons(nodes) if not pair[0].disabled]
                    if not choice:
                        break
                    button, fields = choice[(at * 7 + seed) % len(choice)]
                    action = {"do": button.do, "values": dict(button.values), "fields": fields}
                    state = engine.act(ctx, state, action, at * 1000)
                    pressed += 1
grade = lint_record({"kind": "key_result", "text": "举办 3 场培训"}, content.language, content.policy)
assert grade["verdict"] == "revise", grade
foreign = {name.split(".")[0] for name in sys.modules} - sys.stdlib_module_names - {"okr_kit", "__main__"}
assert not foreign, foreign
assert not [name for name in sys.modules if name.startswith("okr_kit.hosts")]
print(len(content.exercises), pressed)
"""


def test_every_exercise_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    """No site-packages, a finder that refuses the rest, and a walk over the buttons each screen offers."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", ALONE, str(ROOT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    exercises, pressed = map(int, done.stdout.split())
    assert exercises >= 5
    assert pressed > 500
