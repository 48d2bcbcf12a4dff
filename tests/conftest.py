"""What holds for every test: Qt offscreen, no network but loopback, no warning unnoticed.

A warning or error in the log (structlog's or logging's) fails the test that caused it, unless the
test names it: ``@pytest.mark.logs("printer.silent")``. Qt's own warnings fail by pytest-qt's
``qt_log_level_fail``; its short allow-list stands in pyproject.toml. Python's warnings are errors.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import os
import socket
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# No test may ever ask this machine's real keyring; one that needs a keyring brings its own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

ALARMING = {"warning", "warn", "error", "critical", "exception"}
# The same examples every time, and no deadline: speed is measured in tests/bench, not asserted.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("long" if os.environ.get("COUNTER_LONG") == "1" else "house")

BEGUN = time.monotonic()


# --- no network but loopback ---------------------------------------------------------------------


def is_local(address: object) -> bool:
    """Whether a socket address stays on this machine."""
    if not isinstance(address, tuple):  # a path of an AF_UNIX socket
        return True
    host = address[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guard(name: str, position: int) -> None:
    """Let ``socket.socket.<name>`` refuse addresses elsewhere; the address is its nth argument."""
    real = getattr(socket.socket, name)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if not is_local(arguments[position]):
            raise RuntimeError(f"a test tried to reach {arguments[position]}: only loopback")
        return real(self, *arguments)

    setattr(socket.socket, name, guarded)


_guard("connect", 0)
_guard("connect_ex", 0)
_guard("sendto", -1)


# --- a home of our own ---------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A throw-away home, so that no test reads or writes the person's own settings and data."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        yield home


# --- the log -------------------------------------------------------------------------------------


@pytest.fixture
def log_entries() -> Iterator[list[MutableMapping[str, Any]]]:
    """What this test logs through structlog: dictionaries with ``event`` and ``log_level``."""
    with structlog.testing.capture_logs() as captured:
        yield captured


@pytest.fixture(autouse=True)
def quiet_log(
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    log_entries: list[MutableMapping[str, Any]],
) -> Iterator[None]:
    """Fail the test on a warning or error in the log that its ``logs`` marker does not name."""
    expected = [str(name) for mark in request.node.iter_markers("logs") for name in mark.args]
    yield
    said = [str(each["event"]) for each in log_entries if each["log_level"] in ALARMING]
    said += [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
    ]
    unexpected = [line for line in said if not any(name in line for name in expected)]
    if unexpected:
        pytest.fail("unexpected in the log: " + "; ".join(unexpected), pytrace=False)


# --- long runs and the table of stages -----------------------------------------------------------


@pytest.fixture(scope="session")
def long_run() -> bool:
    """Whether ``./test --long`` asked for the long versions."""
    return os.environ.get("COUNTER_LONG") == "1"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of ``./test``'s stages above pytest's closing line."""
    stages = json.loads(os.environ.get("COUNTER_STAGES") or "[]")
    if not stages:
        return
    terminalreporter.section("stages")
    for stage in stages:
        outcome = "ok" if stage["good"] else "NOT GOOD"
        terminalreporter.write_line(f"{stage['seconds']:8.1f} s  {stage['name']:<18} {outcome}")
    spent = time.monotonic() - BEGUN
    terminalreporter.write_line(f"{spent:8.1f} s  {'tests':<18} see the last line")
