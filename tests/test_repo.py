"""The repository as a whole: nothing of one machine in it, notebooks clean, names unique, words where they belong."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from okr_kit import errors, lang

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "okr_kit"
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".js",
    ".css",
    ".html",
    ".j2",
    ".ipynb",
    ".json",
    ".jsonl",
    ".yml",
    ".yaml",
    ".svg",
    "",
}


def tracked() -> list[Path]:
    """Every text file that git knows; without git, every one that is not built."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        built = {".venv", "_build", "dist", "build", "okr-data", "__pycache__"}
        files = [path for path in ROOT.rglob("*") if not built & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file() and path.suffix in TEXT]


FILES = tracked()
NOTEBOOKS = [path for path in FILES if path.suffix == ".ipynb"]
BANK = sorted((PACKAGE / "bank" / "zh_cn").glob("*.toml"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


#: Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join((r"/ro" + r"ot/\w", r"/wo" + r"rk/\w", r"/home/[a-z]\w+/", r"/Users/\w+/", r"[A-Z]:\\\\?Users\\"))
)
REGISTRIES = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org",
            "python" + "hosted.org",
            "npm" + "js.org",
            "npm" + "mirror",
            "deb." + "debian.org",
        )
    )
    + r"|mirrors?\.(?:tuna|aliyun|cloud|ustc)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_of_one_machine(path: Path) -> None:
    """No path of somebody's computer and no registry's address, which differ from network to network."""
    text = path.read_text(encoding="utf-8")
    assert not MACHINE.findall(text)
    assert not REGISTRIES.findall(text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_carry_no_results(path: Path) -> None:
    """A difference in git is a difference in content; only what nbval compares keeps its output."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code
    free = [cell for cell in code if "# NBVAL_CHECK_OUTPUT" not in "".join(cell["source"])]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in free)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["nbformat"] == 4
    assert [cell["id"] for cell in notebook["cells"]] == list(dict.fromkeys(cell["id"] for cell in notebook["cells"]))


def test_every_exercise_has_its_notebook_and_its_solution() -> None:
    slugs = {path.stem for path in BANK}
    for folder in ("exercises", "solutions"):
        assert {path.stem for path in (ROOT / folder).glob("*.ipynb")} == slugs, folder
    for path in (ROOT / "exercises").glob("*.ipynb"):
        assert f'show("{path.stem}")'.replace('"', '\\"') in path.read_text(encoding="utf-8")


def test_slugs_titles_and_codes_are_unique() -> None:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in BANK]
    cards = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (PACKAGE / "lang/zh_cn/rules").glob("*.toml")]
    for values in (
        [table["slug"] for table in tables],
        [table["title"] for table in tables],
        [card["code"] for card in cards],
        [card["title"] for card in cards],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []
    for table in tables:
        ids = [row["id"] for row in table.get("items") or table.get("scenarios") or []]
        assert len(ids) == len(set(ids))


def raised() -> set[str]:
    """The codes of every error that the package raises."""
    classes = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    codes = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in classes and node.args
            if called and isinstance(node.args[0], ast.Constant):
                codes.add(node.args[0].value)
    return codes


def test_every_error_has_its_sentence() -> None:
    """One that says what, where and what to do: two parts, Chinese, with its end."""
    messages = lang.load().messages
    assert [code for code in sorted(raised()) if f"errors.{code}" not in messages] == []
    sentences = {key: words for key, words in messages.items() if key.startswith("errors.")}
    assert [key for key, words in sentences.items() if not words.endswith("。") or "：" not in words] == []


def used_keys() -> set[str]:
    """Every string in the package, as a key may be put together of several."""
    found: set[str] = set()
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2")]:
        found |= set(re.findall(r"[\w.-]+", path.read_text(encoding="utf-8")))
    return found


def test_every_sentence_of_the_command_line_is_used() -> None:
    words = used_keys()
    data = (
        "cli.columns.",
        "cli.values.",
        "marks.",
        "cli.lint.statement-",
        "cli.lint.whole-",
        "cli.kind.",
        "cli.doctor.firewall-",
    )
    keys = [key for key in lang.load().messages if key.startswith("cli.") and not key.startswith(data)]
    unused = [key for key in keys if not {key, key.removeprefix("cli."), key.rsplit(".", 1)[-1]} & words]
    assert unused == []


SENTENCE = re.compile(r"[\u4e00-\u9fff]{3,}[。！？](?:$|[\u4e00-\u9fff「])")


def sentences(path: Path) -> list[str]:
    """String constants of a module that read like a sentence for people, docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(scope.body[0].value) for scope in ast.walk(tree) if isinstance(scope, scopes) and docstring(scope)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in strings if id(node) not in docs and SENTENCE.search(node.value)]


def docstring(scope: ast.AST) -> bool:
    body = getattr(scope, "body", [])
    return bool(body) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name)
def test_no_learner_sentence_in_python(path: Path) -> None:
    assert sentences(path) == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "hosts" / "static").glob("*.js")), ids=name)
def test_no_learner_sentence_in_javascript(path: Path) -> None:
    assert not re.findall(r"[\u4e00-\u9fff]{2,}", path.read_text(encoding="utf-8"))


def pinned() -> dict[str, str]:
    """The versions in constraints.txt by name; a line of another form, such as an address, fails."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {wanted.lower().replace("_", "-"): version for wanted, version in pairs}


def test_constraints_pin_what_is_asked_for() -> None:
    """Every direct dependency has one exact version that fits."""
    from packaging.requirements import Requirement

    versions = pinned()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for text in (text for extra in extras.values() for text in extra if not text.startswith("okr-kit")):
        requirement = Requirement(text)
        assert requirement.specifier.contains(versions[requirement.name.lower()]), text


def test_what_is_pinned_runs_on_the_first_python_that_we_promise() -> None:
    """Systems ship 3.11.2; a version that asks for 3.11.5 would stop the first start there."""
    from importlib.metadata import distributions

    from packaging.specifiers import SpecifierSet

    versions = pinned()
    for found in distributions():
        if versions.get(found.name.lower().replace("_", "-")) == found.version:
            assert SpecifierSet(found.metadata.get("Requires-Python") or "").contains("3.11.0"), found.name


def test_the_core_depends_on_nothing() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"] == []


@pytest.mark.parametrize(
    "command", ["python3 start.py", "python3 start.py test", "okr lint", "okr serve", "okr doctor"]
)
def test_the_readme_names_each_command(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_version_is_in_the_changelog() -> None:
    from okr_kit import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
