"""The stages of ``./test``: format, lint, import contracts, types, then every test.

Run by the environment's own Python. All stages run even when one fails. The checks' outcome is
handed to pytest, where ``tests/setup/test_checks.py`` turns a failed check into a failed test and
``tests/conftest.py`` prints the table of stages, so that pytest's closing line, the last line
printed, speaks for all of them.

``--long`` asks the long versions of the tests (COUNTER_LONG=1), ``--serial`` leaves out xdist,
``--only-tests`` leaves out the checks; everything else goes to pytest. ``--help`` tells this and
runs nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "ruff format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "ruff check": [str(BIN / "ruff"), "check", "--quiet", "."],
    "import contracts": [str(BIN / "lint-imports"), "--no-logo"],
    "mypy": [sys.executable, "-m", "mypy"],
}
OWN_SWITCHES = ("--long", "--serial", "--only-tests")


USAGE = """\
usage: ./test [--long] [--serial] [--only-tests] [pytest arguments]

  ./test                               format, lint, import contracts, types, every test
  ./test --only-tests tests/packs      the tests of a folder or file alone, as pytest takes them
  ./test --only-tests -k receipt -x    ... those whose name fits, to the first that fails

  --only-tests   leave out the checks
  --serial       one process instead of two (for -s and --pdb)
  --long         the long versions of the tests

The environment is made in .venv when it is not there; .venv/bin/pytest --help tells the rest."""


def run_check(name: str, command: list[str]) -> dict[str, object]:
    """Run one check in the checkout; its name, outcome and seconds."""
    print(f"--- {name}", flush=True)
    begun = time.monotonic()
    good = subprocess.run(command, cwd=ROOT).returncode == 0
    return {"name": name, "good": good, "seconds": round(time.monotonic() - begun, 1)}


def pytest_command(arguments: list[str]) -> list[str]:
    """The pytest call: two processes by files unless ``--serial`` or an own ``-n`` is given."""
    command = [sys.executable, "-m", "pytest", "--durations=20"]
    mine = any(each.startswith(("-n", "--numprocesses", "--pdb")) for each in arguments)
    if "--serial" not in arguments and not mine:
        command += ["-n", "2", "--dist", "loadfile"]
    return command + [each for each in arguments if each not in OWN_SWITCHES]


def main(arguments: list[str]) -> int:
    """Run every stage; non-zero when any of them failed."""
    if "-h" in arguments or "--help" in arguments:
        print(USAGE)
        return 0
    checks = {} if "--only-tests" in arguments else CHECKS
    stages = [run_check(name, command) for name, command in checks.items()]
    environ = dict(os.environ, COUNTER_STAGES=json.dumps(stages), QT_QPA_PLATFORM="offscreen")
    if "--long" in arguments:
        environ["COUNTER_LONG"] = "1"
    print("--- pytest", flush=True)
    outcome = subprocess.run(pytest_command(arguments), cwd=ROOT, env=environ).returncode
    return outcome or int(not all(stage["good"] for stage in stages))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
