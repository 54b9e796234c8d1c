#!/usr/bin/env python3
"""The two commands: ``python3 start.py`` opens a class on this computer, ``python3 start.py test`` runs every check.

Standard library only. Down to the version check the syntax is that of Python 3.6, so that an old Python says one
sentence instead of a traceback; nothing is installed outside the virtual environment, except that ``test`` as root on
Linux fetches a browser, a Chinese font and PostgreSQL by apt when they are missing.
"""

import sys

# Words for trainers stand here and not in the language pack, because this file runs before the package is installed.
SAY = {
    "old-python": "需要 Python 3.11 或更高版本，当前是 {found}：请安装新版后再运行。"
    " / Python 3.11 or newer is needed, this is {found}: please install it and run again.",
    "help": """用法：
  python3 start.py                 在本机试讲（Windows：py start.py）
  python3 start.py serve --lan     正式开课，学员用手机扫码加入
  python3 start.py rehearse        前一晚彩排：20 位模拟学员，什么都不保留
  python3 start.py lint 文件       批改文件里的 OKR
  python3 start.py pack 文件夹     课前：把甲方的材料改名、批改，挑几句变成练习
  python3 start.py doctor          开课前检查这台电脑和网络
  python3 start.py print           打印：练习题、角色卡、墙贴、答案排成一个 PDF
  python3 start.py test [步骤 …]   运行全部测试（步骤：{steps}）
其余参数原样交给 okr；python3 start.py serve --help 查看全部选项。""",
    "making": "正在建立独立的运行环境 .venv（只在第一次需要）……",
    "no-venv": "无法建立运行环境：这台电脑的 Python 缺少 venv 模块。"
    "Debian/Ubuntu 请先运行 apt install python3-venv，再试一次。",
    "no-pip": "运行环境 {env} 里没有 pip：请先运行 {python} -m ensurepip，再试一次。",
    "installing": "正在安装所需组件，约 {total} 个，需要联网，通常 2–5 分钟……",
    "installing-step": "  已处理 {done}/{total}：{name}",
    "installing-last": "  下载完毕，正在写入……",
    "installed": "安装完成，用时 {seconds} 秒。下次启动不再需要联网。",
    "install-failed": "安装没有成功，以上是最后几行记录（全部在 {log}）。"
    "请检查网络；公司内网请先用 pip config 设置镜像，再运行一次。",
    "apt": "正在用 apt 安装 {packages} ……",
    "apt-failed": "apt 没能装上 {packages}：请手动安装后再运行测试。",
    "no-browser": "没有找到 Chrome、Edge 或 Chromium：浏览器测试会跳过。",
    "no-postgresql": "没有找到 PostgreSQL：用它的测试会跳过。",
    "unknown-step": "没有名为「{step}」的步骤，可选：{steps}。",
    "step": "== {name}",
    "step-done": "== {name} {verdict}，{seconds:.1f} 秒",
    "ok": "通过",
    "failed": "没有通过",
    "summary": "== 各步用时",
}

if sys.version_info < (3, 11):
    sys.exit(SAY["old-python"].format(found=sys.version.split()[0]))

import hashlib
import os
import re
import shutil
import subprocess
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CONSTRAINTS = ROOT / "constraints.txt"
MARK = "okr-kit-installed.txt"

# What `test` runs, in this order: (name, arguments to the environment's Python).
PYTEST = ("-m", "pytest", "-q")
#: Tests share the cores, a file at a time, so that what a file sets up is set up once.
SHARED = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile")
STEPS = (
    ("lint", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("types", ("-m", "mypy")),
    ("unit", (*PYTEST, *SHARED, "-m", "not browser and not slow")),
    ("notebooks", (*PYTEST, *SHARED, "--nbval-lax", "--nbval-current-env", "exercises", "solutions", "trainer")),
    ("browser", (*PYTEST, *SHARED, "-m", "browser or slow", "--ignore=tests/test_wheel.py")),
    ("wheel", (*PYTEST, "tests/test_wheel.py")),
)
COURSE_COMMANDS = ("serve", "rehearse", "doctor", "print", "pack")
SERVE_FLAGS = ("--lan", "--port", "--class", "--db", "--course", "--content", "--course-dir")


def main(arguments: list[str]) -> int:
    """Prepare the environment, then test, or hand everything to ``okr``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        say("help", steps=step_names())
        return 0
    testing = arguments[:1] == ["test"]
    names = chosen_steps(arguments[1:]) if testing else []
    python = environment()
    install(python)
    return test(python, names) if testing else run_okr(python, arguments)


def say(key: str, **values: object) -> None:
    """Print one sentence of the table."""
    print(SAY[key].format(**values))


def stop(key: str, **values: object) -> None:
    """End with one sentence."""
    sys.exit(SAY[key].format(**values))


def step_names() -> str:
    """Name the steps of ``test``."""
    return " ".join(name for name, _ in STEPS)


# -- the environment ---------------------------------------------------------------------------------------------------


def environment() -> str:
    """Return the Python of the active virtual environment, else of ``.venv``, which is made if need be."""
    if sys.prefix != sys.base_prefix:
        return sys.executable
    home = ROOT / ".venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not works(python):
        say("making")
        try:
            venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(home)
        except (subprocess.CalledProcessError, OSError, SystemExit):
            shutil.rmtree(home, ignore_errors=True)
            stop("no-venv")
    return str(python)


def works(python: Path) -> bool:
    """Say whether this Python runs and is new enough (an upgrade of the system may have broken it)."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fingerprint(python: str) -> str:
    """Say in one line what has to be installed: what is asked for, for which Python, from which folder."""
    asked = b"".join(path.read_bytes() for path in (ROOT / "pyproject.toml", CONSTRAINTS))
    facts = f"{python} {sys.version_info[:2]} {ROOT}".encode()
    return hashlib.sha256(asked + facts).hexdigest()


def install(python: str) -> None:
    """Install the package and what it needs, unless exactly that was done before."""
    mark = Path(python).parent.parent / MARK
    wanted = fingerprint(python)
    if mark.is_file() and mark.read_text(encoding="utf-8").strip() == wanted:
        return
    if subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode:
        stop("no-pip", env=Path(python).parent.parent, python=python)
    started, log = time.monotonic(), mark.with_suffix(".log")
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["-c", str(CONSTRAINTS), "-e", f"{ROOT}[all]"]
    if follow(command, log) != 0:
        print("".join(log.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)[-8:]))
        stop("install-failed", log=log)
    mark.write_text(wanted + "\n", encoding="utf-8")
    say("installed", seconds=round(time.monotonic() - started))


def spoken(command: list[str]) -> subprocess.Popen[str]:
    """Start a program in the course folder with all it says on one pipe."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )


def follow(command: list[str], log: Path) -> int:
    """Run pip, keep its words in ``log`` and show how far it is."""
    total = sum(1 for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "==" in line)
    say("installing", total=total)
    seen: set[str] = set()
    shown = 0.0
    with log.open("w", encoding="utf-8") as kept, spoken(command) as pip:
        for line in pip.stdout or ():
            kept.write(line)
            named = re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", line)
            if named:
                seen.add(named[1].lower())
                if time.monotonic() - shown > 3:
                    shown = time.monotonic()
                    say("installing-step", done=min(len(seen), total), total=total, name=named[1])
            elif line.startswith("Installing collected"):
                say("installing-last")
    return pip.returncode


# -- okr ---------------------------------------------------------------------------------------------------------------


def run_okr(python: str, arguments: list[str]) -> int:
    """Start ``okr``; no command, or options alone, mean ``serve`` from this course folder."""
    if not arguments or arguments[0].split("=")[0] in SERVE_FLAGS:
        arguments = ["serve", *arguments]
    known = 1 if arguments[0] in COURSE_COMMANDS else 2 if arguments[0] == "class" and len(arguments) > 2 else 0
    if known and not any(word.startswith("--course-dir") for word in arguments):
        arguments = [*arguments[:known], "--course-dir", str(ROOT), *arguments[known:]]
    command = [python, "-P", "-m", "okr_kit", *arguments]  # -P: the installed one, whatever lies in this folder
    if os.name != "nt":
        os.execv(python, command)  # noqa: S606 - this process becomes okr, so that signals reach it
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


# -- test --------------------------------------------------------------------------------------------------------------


def chosen_steps(named: list[str]) -> list[str]:
    """Return the steps to run in their order: those named, or all."""
    known = [name for name, _ in STEPS]
    for step in named:
        if step not in known:
            stop("unknown-step", step=step, steps=step_names())
    return [name for name in known if not named or name in named]


def test(python: str, names: list[str]) -> int:
    """Run the steps, each with its time; the last line counts the tests."""
    if "browser" in names:
        fetch_browser()
    if "unit" in names:
        fetch_postgresql()
    table, counts = [], {"passed": 0, "failed": 0, "skipped": 0}
    for name in names:
        say("step", name=name)
        started = time.monotonic()
        status, output = run_step([python, *dict(STEPS)[name]])
        took = time.monotonic() - started
        failed_before = counts["failed"]
        count_tests(output, counts)
        if status and counts["failed"] == failed_before:  # a linter, or pytest that could not begin
            counts["failed"] += 1
        table.append((name, status, took))
        say("step-done", name=name, verdict=SAY["failed" if status else "ok"], seconds=took)
    say("summary")
    for name, status, took in table:
        print(f"{took:8.1f} s  {name:10} {SAY['failed' if status else 'ok']}")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return int(any(status for _, status, _ in table))


def run_step(command: list[str]) -> tuple[int, str]:
    """Run one step in the course folder, show what it says and keep it."""
    lines = []
    with spoken(command) as child:
        for line in child.stdout or ():
            print(line, end="")
            lines.append(line)
    return child.returncode, "".join(lines)


def count_tests(output: str, counts: dict[str, int]) -> None:
    """Add up what pytest's closing line says; an error in a fixture is a failure."""
    closing = [
        line for line in output.splitlines() if re.search(r"\d+ (passed|failed|skipped|errors?)\b.* in [\d.]+s\b", line)
    ]
    for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", closing[-1] if closing else ""):
        counts["failed" if word == "error" else word] += int(number)


def fetch_browser() -> None:
    """Fetch a browser and a Chinese font where they are missing."""
    from okr_kit.hosts.find_browser import find_browser  # noqa: PLC0415 - after the version check

    missing = [] if find_browser() else ["chromium"]
    if sys.platform.startswith("linux") and not chinese_font():
        missing.append("fonts-noto-cjk")
    fetch(missing)
    if not find_browser():
        say("no-browser")


def fetch_postgresql() -> None:
    """Fetch the database server that the tests start for themselves where it is missing."""
    if not postgresql():
        fetch(["postgresql"])
    if not postgresql():
        say("no-postgresql")


def fetch(missing: list[str]) -> None:
    """Install packages by apt where that can be done without asking: Linux, root, apt."""
    if not (missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    say("apt", packages=" ".join(missing))
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update, install_them = (
        ["apt-get", "-qq", *words] for words in (["update"], ["install", "-y", "--no-install-recommends", *missing])
    )
    subprocess.run(update, env=environ, stdin=subprocess.DEVNULL, check=False)
    if subprocess.run(install_them, env=environ, stdin=subprocess.DEVNULL, check=False).returncode:
        say("apt-failed", packages=" ".join(missing))


def postgresql() -> bool:
    """Say whether the server's programs are here; Debian keeps them out of PATH."""
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def chinese_font() -> bool:
    """Say whether pictures of pages would show Chinese characters."""
    fonts = Path("/usr/share/fonts")
    return any(fonts.rglob("*CJK*")) or any(fonts.rglob("*wqy*"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
