"""The built wheel, outside the checkout: it grades, finds its data and its static files, and says what it lacks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip does, with the build tool that is installed: no index is asked."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", out, ROOT]
    done = subprocess.run([*command, "-q"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into an empty folder."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", folder, wheel, "-q"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def run(
    site: Path, cwd: Path, *arguments: str, given: str = "", bare: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run Python with the installed wheel in front; ``bare`` without any other package."""
    head = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    flags = ["-I", "-S"] if bare else ["-P"]
    command = [sys.executable, *flags, "-X", "utf8", "-c", head + arguments[0], str(site), *arguments[1:]]
    environ = {**os.environ, "PYTHONPATH": ""}
    return subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", cwd=cwd, env=environ, check=False
    )


OKR = "from okr_kit.__main__ import main; sys.exit(main())"


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if not name.startswith("okr_kit-")} == {"okr_kit"}
    shipped = {str(path.relative_to(ROOT)) for path in (ROOT / "okr_kit").rglob("*") if path.suffix in KEPT}
    assert shipped <= set(names), sorted(shipped - set(names))
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name]


KEPT = {".py", ".toml", ".js", ".css", ".j2", ".html", ".typed"}


def test_it_runs_from_where_it_was_installed(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, "import okr_kit; print(okr_kit.__file__)", bare=True)
    assert Path(done.stdout.strip()).is_relative_to(site), done.stderr


def test_the_bare_wheel_grades_and_has_every_exercise(site: Path, tmp_path: Path) -> None:
    """Without any other package: rules, cards and bank are data that must have come along."""
    code = (
        "import json; from okr_kit import bank, lint_record; content = bank.load(); "
        "grade = lint_record({'kind': 'key_result', 'text': '举办 3 场培训'}, content.language, content.policy); "
        "print(json.dumps([sorted(content.exercises), grade['findings'][0]['code']]))"
    )
    done = run(site, tmp_path, code, bare=True)
    assert done.returncode == 0, done.stderr[-2000:]
    exercises, found = json.loads(done.stdout)
    assert exercises == sorted(path.stem for path in (ROOT / "okr_kit/bank/zh_cn").glob("*.toml"))
    assert found == "K-ACTIVITY"


def test_the_bare_wheel_says_what_okr_lacks(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, OKR, "lint", "-", bare=True)
    assert done.returncode == 2
    assert 'pip install "okr-kit[serve]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_okr_lint(site: Path, tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "kind": "objective", "text": "让客户更愿意回来买"}, ensure_ascii=False)
    done = run(site, tmp_path, OKR, "lint", "--format", "jsonl", "-", given=line)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "pass"), done.stderr


def test_show_and_the_class_server_find_their_files(site: Path, tmp_path: Path) -> None:
    code = (
        "import okr_kit, okr_kit.hosts.classroom.server, okr_kit.hosts.classroom.assets as assets; from okr_kit.hosts.jupyter import voila_app; "
        "ex = okr_kit.show('spot-wrong-objectives'); "
        "print(okr_kit.__file__, len(ex.html) > 500, sorted(assets.load()), voila_app.TEMPLATES.is_dir())"
    )
    done = run(site, tmp_path, code)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith(str(site))
    assert "player.js" in done.stdout
    assert done.stdout.strip().endswith("True")


def test_the_store_brings_its_migrations(site: Path, tmp_path: Path) -> None:
    """A class of the first release opens with nothing but the wheel and what `serve` asks for."""
    shutil.copy(ROOT / "tests" / "data" / "first-release.sqlite3", tmp_path / "class.db")
    code = (
        "from okr_kit.hosts import store; opened = store.Store('class.db'); "
        "print(store.__file__, len(opened.events('华东区一期')), opened.documents('华东区一期')); opened.close()"
    )
    done = run(site, tmp_path, code)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith(str(site))
    assert "[]" in done.stdout
    assert (tmp_path / "class.before-0003.db").is_file()
