"""The agent: training stores only, a token first, one order after another, faults told."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from counter.desk.worker import InlineWorker
from counter.domain.errors import KnownError
from counter.player.agent import Agent
from counter.player.host import DeskHost
from counter.player.wire import PROTOCOL, TOKEN_VARIABLE
from counter.ports.clock import SetClock
from counter.ui.qt import QLineEdit, QVBoxLayout, QWidget

TOKEN = "a token of this test"


def host(training: bool = True, **more: Any) -> DeskHost:
    store = SimpleNamespace(
        info=lambda: SimpleNamespace(training=training, acts=0), jobs=lambda states, limit: ()
    )
    return DeskHost(store, InlineWorker(), SetClock(), **more)  # type: ignore[arg-type]


Talk = Callable[..., dict[str, Any]]


@pytest.fixture
def line(qtbot: QtBot, tmp_path: Path) -> Iterator[socket.socket]:
    """A socket to an agent that serves a window with one field."""
    name = str(tmp_path / "agent")
    agent = Agent(host(), name, TOKEN)
    agent.listen()
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    field.setAccessibleName("姓名")
    QVBoxLayout(window).addWidget(field)
    window.show()
    qtbot.waitActive(window)
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(name)
    connection.setblocking(False)
    yield connection
    connection.close()
    agent.close()


def answer(qtbot: QtBot, connection: socket.socket, **order: Any) -> dict[str, Any] | None:
    """The answer to an order; None when the agent hangs up."""
    connection.sendall(json.dumps({"id": 1, **order}).encode() + b"\n")
    held = bytearray()
    over = False

    def heard() -> bool:
        nonlocal over
        try:
            piece = connection.recv(65536)
        except BlockingIOError:
            return False
        held.extend(piece)
        over = not piece
        return over or held.endswith(b"\n")

    qtbot.waitUntil(heard, timeout=5000)
    return None if over else json.loads(held)


def greet(qtbot: QtBot, connection: socket.socket, token: str = TOKEN) -> dict[str, Any] | None:
    return answer(qtbot, connection, do="hello", protocol=PROTOCOL, token=token)


def test_a_real_store_takes_no_agent(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        Agent(host(training=False), str(tmp_path / "agent"), TOKEN)
    assert caught.value.code == "player.real_store"


def test_without_a_token_there_is_no_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    with pytest.raises(KnownError) as caught:
        Agent(host(), str(tmp_path / "agent"))
    assert caught.value.code == "player.no_token"


def test_a_wrong_token_is_hung_up_on(qtbot: QtBot, line: socket.socket) -> None:
    assert greet(qtbot, line, "another") is None


def test_an_order_before_the_token_is_hung_up_on(qtbot: QtBot, line: socket.socket) -> None:
    assert answer(qtbot, line, do="screen") is None


def test_typed_chinese_and_ascii_arrive_in_the_field(qtbot: QtBot, line: socket.socket) -> None:
    greet(qtbot, line)
    answer(qtbot, line, do="focus", field="姓名")
    assert answer(qtbot, line, do="type", text="阿·依 9x，") == {"id": 1, "ok": True}
    assert answer(qtbot, line, do="field", label="姓名") == {
        "id": 1,
        "ok": True,
        "value": "阿·依 9x，",
    }


def test_what_cannot_be_done_is_told(qtbot: QtBot, line: socket.socket) -> None:
    greet(qtbot, line)
    for order, said in [
        ({"do": "focus", "field": "电话"}, "no field is called '电话'"),
        ({"do": "dance"}, "unknown order 'dance'"),
        ({"do": "type", "text": "a\tb"}, "no control characters"),
        ({"do": "click", "what": "受理"}, "nothing on the screen is called '受理'"),
        ({"do": "network", "on": True}, "knows no network"),
    ]:
        told = answer(qtbot, line, **order)
        assert told is not None and not told["ok"] and said in told["error"], told


def test_idle_is_told_with_its_reason_while_the_desk_works(qtbot: QtBot, tmp_path: Path) -> None:
    agent = Agent(host(working=lambda: True), str(tmp_path / "agent"), TOKEN)
    agent.listen()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(tmp_path / "agent"))
        connection.setblocking(False)
        greet(qtbot, connection)
        told = answer(qtbot, connection, do="idle", limit=30)
    agent.close()
    assert told == {"id": 1, "ok": True, "idle": False, "why": "the desk is working"}


def test_set_clock_moves_the_injected_clock(qtbot: QtBot, line: socket.socket) -> None:
    greet(qtbot, line)
    told = answer(qtbot, line, do="set_clock", to="2026-09-22T08:21:00+08:00")
    assert told is not None and told["clock"] == "2026-09-22T08:21:00+08:00"
    told = answer(qtbot, line, do="advance_clock", by=660.0)
    assert told is not None and told["clock"].startswith("2026-09-22T08:32:0")


def test_the_window_hears_at_once_that_the_clock_was_set() -> None:
    heard: list[str] = []
    desk = host(clock_set=lambda: heard.append("looked"))
    desk.set_clock(dt.datetime.fromisoformat("2026-09-22T08:21:00+08:00"))
    desk.advance_clock(60)
    assert heard == ["looked", "looked"]


def test_a_closed_agent_misses_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    """Else it would end the program ten seconds after its conductor left."""
    agent = Agent(host(), str(tmp_path / "agent"), TOKEN)
    agent.listen()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(tmp_path / "agent"))
        connection.setblocking(False)
        greet(qtbot, connection)
        agent.close()
    qtbot.wait(50)
    assert not agent._lonely.isActive()
