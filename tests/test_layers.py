"""The core stands alone: imports run one way, and every exercise runs where nothing but Python is installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import okr_kit

PACKAGE = Path(okr_kit.__file__).parent
ROOT = PACKAGE.parent

#: From the bottom up; a module may import what stands in lower lines, and its own package.
LAYERS = (
    {"errors", "model", "view"},
    {"files", "text", "render"},
    {"quantity"},
    {"policy", "records"},
    {"lang", "grade"},
    {"rules"},
    {"lint"},
    {"kinds"},
    {"engine", "bank"},
    {"hosts"},
    {"trainer"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.name != "__init__.py"]


class Imports(ast.NodeVisitor):
    """Collects what a module imports when it runs: names in our package, and foreign modules."""

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
        names = [node.module] if node.module else [alias.name for alias in node.names if alias.name != "__version__"]
        self.ours |= {".".join((*base, name)).split(".")[0] for name in names}


def home(path: Path) -> str:
    """The layer's name of a module."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    own = home(path)
    assert own in LEVEL, f"{own} has no place in LAYERS"
    above = {name for name in Imports(path).ours - {own} if LEVEL.get(name, 99) >= LEVEL[own]}
    assert not above


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_hosts_and_trainer_import_other_peoples_packages(path: Path) -> None:
    foreign = Imports(path).foreign - set(sys.stdlib_module_names)
    assert home(path) in ("hosts", "trainer") or not foreign


def test_render_needs_view_alone() -> None:
    assert Imports(PACKAGE / "render.py").ours <= {"view"}


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
            fields = {f.name: "把报损率从 9% 降到 6%" for f in getattr(node, "children", ()) if isinstance(f, Field)}
            yield from ((button, fields if isinstance(node, Form) else given) for button, given in found)

content = bank.load()
pressed = 0
for exercise in content.exercises.values():
    for role in ("learner", "leader", "trainer"):
        for mode in ("own", "group"):
            ctx = engine.Context(content, exercise, role, mode)
            for seed in range(3):
                state = engine.start(ctx, seed, None, 0)
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
