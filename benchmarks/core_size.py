"""How big the core is: what goes into the browser, that is the package without hosts/ and trainer/.

python benchmarks/core_size.py
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "okr_kit"
EDGES = {"hosts", "trainer", "__pycache__"}


def core() -> list[Path]:
    """Every file of the core."""
    files = (path for path in sorted(PACKAGE.rglob("*")) if path.is_file())
    return [path for path in files if not EDGES & set(path.relative_to(PACKAGE).parts)]


def main() -> None:
    """Print one line a figure."""
    files = core()
    python = [path for path in files if path.suffix == ".py"]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in python)
    words = sum(path.stat().st_size for path in files if path.suffix == ".toml")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(PACKAGE.parent))
    print(f"Python         {len(python)} modules, {lines} lines")
    print(f"words (TOML)   {words / 1024:.0f} KB")
    print(f"as a zip       {len(packed.getvalue()) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
