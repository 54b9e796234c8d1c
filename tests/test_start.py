"""``start.py``: old Pythons get a sentence, the environment is made once, arguments reach ``okr``, failures speak.

The scenes run a copy of start.py in a folder of its own, with a package that is built by a few lines of Python, so
that a real virtual environment and a real pip are used and no index is asked.
"""

from __future__ import annotations

import ast
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
START = ROOT / "start.py"

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "okr-kit"
version = "0.1.0"
[project.optional-dependencies]
all = []
"""

BACKEND = """
import zipfile

FILES = {
    "METADATA": ["Metadata-Version: 2.1", "Name: okr-kit", "Version: 0.1.0", "Provides-Extra: all"],
    "WHEEL": ["Wheel-Version: 1.0", "Generator: us", "Root-Is-Purelib: true", "Tag: py3-none-any"],
}

def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "okr_kit-0.1.0-py3-none-any.whl", "okr_kit-0.1.0.dist-info"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("okr_kit.pth", __file__.rsplit("/", 1)[0])
        for file, lines in FILES.items():
            wheel.writestr(info + "/" + file, "\\n".join(lines) + "\\n")
        wheel.writestr(info + "/RECORD", "")
    return name

build_wheel = build_editable
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course folder with the real start.py and a package that prints what it is asked."""
    home = tmp_path / "课程"
    (home / "okr_kit").mkdir(parents=True)
    shutil.copy(START, home)
    (home / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (home / "backend.py").write_text(BACKEND, encoding="utf-8")
    (home / "constraints.txt").write_text("", encoding="utf-8")
    (home / "okr_kit" / "__init__.py").touch()
    (home / "okr_kit" / "__main__.py").write_text(
        "import sys\nprint('OKR', sys.argv[1:], sys.prefix)\n", encoding="utf-8"
    )
    return home


def start(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run start.py as somebody who has no virtual environment active; pip has nowhere to download from."""
    python = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else f"bin/python3.{sys.version_info.minor}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))}
    kept |= {"PIP_NO_INDEX": "1", "PYTHONUTF8": "1", "PIP_CONFIG_FILE": os.devnull} | environ
    command = [str(python), str(home / "start.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=kept, cwd=home, check=False)


def test_an_old_python_can_read_the_file() -> None:
    """Syntax of 3.6 throughout, else the sentence about the version would be a SyntaxError."""
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 8, 18), (3, 10, 0)])
def test_an_old_python_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...]) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "version", ".".join(map(str, version)) + " (old)")
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(START), run_name="__main__")
    said = str(end.value)
    assert "需要 Python 3.11" in said
    assert "Python 3.11 or newer is needed, this is " + ".".join(map(str, version)) in said
    assert "\n" not in said


def test_an_unknown_step_is_said_before_anything_is_installed(folder: Path) -> None:
    done = start(folder, "test", "unti")
    assert (done.returncode, done.stderr.strip().count("\n")) == (1, 0)
    assert "没有名为「unti」的步骤" in done.stderr
    assert not (folder / ".venv").exists()


def test_help_needs_no_environment(folder: Path) -> None:
    done = start(folder, "--help")
    assert (done.returncode, "python3 start.py test" in done.stdout) == (0, True)
    assert not (folder / ".venv").exists()


@pytest.mark.slow
def test_first_start_installs_second_does_not(folder: Path) -> None:
    """The environment is made and remembered; what changes in the constraints is installed again."""
    first = start(folder)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "正在建立独立的运行环境" in first.stdout
    assert "安装完成" in first.stdout
    assert f"OKR ['serve', '--course-dir', '{folder}'] {folder / '.venv'}" in first.stdout

    second = start(folder, "lint", "我的 OKR.txt")
    assert second.stdout == f"OKR ['lint', '我的 OKR.txt'] {folder / '.venv'}\n"

    backup = start(folder, "class", "backup", "一班.db")  # of the class that serve opens, wherever one stands
    assert backup.stdout == f"OKR ['class', 'backup', '--course-dir', '{folder}', '一班.db'] {folder / '.venv'}\n"
    printed = start(folder, "print", "给人力部.pdf", "--for-hr")
    assert printed.stdout.startswith(f"OKR ['print', '--course-dir', '{folder}', '给人力部.pdf', '--for-hr'] ")
    assert start(folder, "class", "--help").stdout == f"OKR ['class', '--help'] {folder / '.venv'}\n"

    rehearsal = start(folder, "rehearse", "--learners", "30")
    assert f"OKR ['rehearse', '--course-dir', '{folder}', '--learners', '30']" in rehearsal.stdout

    third = start(folder, "--lan", "192.168.1.5", "--class=三期")
    assert "['serve', '--course-dir'" in third.stdout
    assert "'--lan', '192.168.1.5', '--class=三期']" in third.stdout

    (folder / "constraints.txt").write_text("# changed\n", encoding="utf-8")
    assert "安装完成" in start(folder, "lint").stdout


@pytest.mark.slow
def test_a_failed_install_says_what_to_do_and_is_not_remembered(folder: Path) -> None:
    pyproject = folder / "pyproject.toml"
    pyproject.write_text(PYPROJECT.replace("requires = []", 'requires = ["there-is-no-index"]'), encoding="utf-8")
    done = start(folder)
    assert done.returncode == 1
    assert "安装没有成功" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    pyproject.write_text(PYPROJECT, encoding="utf-8")
    assert start(folder, "doctor").returncode == 0


@pytest.mark.slow
def test_the_active_environment_is_used(folder: Path, tmp_path: Path) -> None:
    """A broken .venv beside it does not matter; a broken .venv alone is made anew."""
    active = tmp_path / "mine"
    subprocess.run([sys.executable, "-m", "venv", str(active)], check=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    kept |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    python = next(path for path in (active / "bin/python", active / "Scripts/python.exe") if path.exists())
    command = [str(python), str(folder / "start.py"), "doctor"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=kept, check=False)
    assert f"OKR ['doctor', '--course-dir', '{folder}'] {active}" in done.stdout, done.stdout + done.stderr
    assert "正在建立" not in done.stdout
    assert "正在建立" in start(folder, "doctor").stdout


def steps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **outputs: tuple[int, str]
) -> tuple[int, str]:
    """Run ``test`` with made-up steps: (exit status, what was printed)."""
    module = runpy.run_path(str(START), run_name="start")
    space = module["test"].__globals__
    monkeypatch.setitem(space, "STEPS", tuple((name, (name,)) for name in outputs))
    monkeypatch.setitem(space, "run_step", lambda command, **_: outputs[command[1]])
    monkeypatch.setitem(space, "fetch_browser", lambda: None)
    monkeypatch.setitem(space, "fetch_postgresql", lambda: None)
    status = module["test"]("python", list(outputs))
    return status, capsys.readouterr().out


def test_the_last_line_counts_the_tests(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fine = {
        "lint": (0, "All checks passed!"),
        "unit": (0, "..\n12 passed, 1 skipped in 3.2s\n"),
        "browser": (0, "3 passed in 9s"),
    }
    status, out = steps(monkeypatch, capsys, **fine)
    assert (status, out.splitlines()[-1]) == (0, "15 passed, 0 failed, 1 skipped")


def test_every_kind_of_failure_counts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A linter, a failed test, an error in a fixture, and a pytest that could not begin."""
    bad = {
        "lint": (1, "Found 1 error."),
        "types": (1, "Found 9 errors in 5 files (checked 76 source files)"),
        "unit": (1, "= 1 failed, 12 passed, 2 errors in 3.2s ="),
        "notebooks": (4, "ERROR: not found"),
        "browser": (0, "= 4 passed in 1.0s ="),
    }
    status, out = steps(monkeypatch, capsys, **bad)
    assert (status, out.splitlines()[-1]) == (1, "16 passed, 6 failed, 0 skipped")


def test_the_long_steps_share_the_cores_a_file_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many at once as there are cores, four at most: each drives a browser of its own."""
    for cores, workers in ((None, "1"), (2, "2"), (16, "4")):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        chosen = dict(runpy.run_path(str(START), run_name="start")["STEPS"])
        for step in ("unit", "notebooks", "browser"):
            assert f"-n {workers} --dist loadfile" in " ".join(chosen[step])


@pytest.mark.parametrize(("root", "asked"), [(True, True), (False, False)])
def test_postgresql_is_fetched_by_apt_as_root_only(monkeypatch: pytest.MonkeyPatch, *, root: bool, asked: bool) -> None:
    module = runpy.run_path(str(START), run_name="start")
    space = module["fetch_postgresql"].__globals__
    commands: list[list[str]] = []
    monkeypatch.setitem(space, "postgresql", lambda: bool(commands))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(command) or Done())
    module["fetch_postgresql"]()
    assert [command[-1] for command in commands] == (["update", "postgresql"] if asked else [])
    commands[:] = [[]]
    module["fetch_postgresql"]()
    assert commands == [[]]


class Done:
    returncode = 0
