"""The guards of tests/conftest.py do guard."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import structlog

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parent.parent / "conftest.py"


def test_a_socket_to_another_machine_is_refused() -> None:
    with socket.socket() as line, pytest.raises(RuntimeError, match="only loopback"):
        line.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as line,
        pytest.raises(RuntimeError, match="only loopback"),
    ):
        line.sendto(b"x", ("192.0.2.1", 9))


def test_loopback_is_allowed() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as line,
    ):
        assert line.getpeername() == server.getsockname()


def test_qt_draws_offscreen_and_home_is_not_the_persons(own_home: Path) -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert Path.home() == own_home


@pytest.mark.logs("printer.silent", "paper low")
def test_a_named_warning_is_allowed() -> None:
    structlog.get_logger().warning("printer.silent")
    logging.getLogger("x").error("the paper low lamp is on")


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.makeini("[pytest]\nmarkers = logs(*names)\n")
    return pytester


@pytest.mark.parametrize(
    "line",
    ["structlog.get_logger().warning('boo')", "logging.getLogger('x').warning('boo')"],
)
def test_an_unnamed_warning_fails(guarded: pytest.Pytester, line: str) -> None:
    guarded.makepyfile(f"import logging, structlog\ndef test_it():\n    {line}\n")
    result = guarded.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*unexpected in the log: boo*"])


def test_entries_can_be_read_by_the_test(log_entries: list[MutableMapping[str, Any]]) -> None:
    assert log_entries == []
    structlog.get_logger().info("case.accepted", count=1)
    assert log_entries == [{"event": "case.accepted", "count": 1, "log_level": "info"}]
