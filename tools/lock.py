"""Write the hash-locked requirement files from their .in sources.

Run by a developer who has ``uv`` on PATH (or names it in ``UV``): ``python tools/lock.py``.
Already locked versions are kept; ``--upgrade`` takes newer ones. The files hold names, versions,
markers and hashes and no address of any package host, so that every site can use its own mirror.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
HEADER = "# Locked by tools/lock.py from {name}.in. Do not edit by hand.\n"
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links"),
]


def lock(name: str, extra: list[str]) -> None:
    """Compile ``<name>.in`` to ``<name>.txt``; a failing uv raises CalledProcessError."""
    uv = os.environ.get("UV", "uv")
    target = FOLDER / f"{name}.txt"
    command = [uv, *COMPILE, f"{name}.in", "--output-file", target.name, *extra]
    subprocess.run(command, cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    target.write_text(HEADER.format(name=name) + target.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    for each in ("runtime", "dev"):
        lock(each, sys.argv[1:])
