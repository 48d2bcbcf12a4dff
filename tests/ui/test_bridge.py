"""Results come back to the ui thread; nothing is swallowed; the key says that work is going on."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from counter.domain.errors import KnownError
from counter.ui.bridge import Bridge
from counter.ui.qt import QThread
from counter.ui.watchdog import Watchdog


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(1) as made:
        yield made


def test_a_result_arrives_on_the_ui_thread(qtbot: Any, pool: Any) -> None:
    where: list[tuple[int, QThread]] = []
    bridge = Bridge(pool.submit, pytest.fail)
    bridge.call(threading.get_ident, lambda ident: where.append((ident, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(where))
    assert where[0][0] != threading.get_ident()
    assert where[0][1] == bridge.thread()
    assert not bridge.working


def test_a_refusal_goes_to_the_caller_or_to_the_page(qtbot: Any, pool: Any) -> None:
    said: list[str] = []
    bridge = Bridge(pool.submit, pytest.fail, lambda e: said.append("page " + e.code))

    def refuse() -> None:
        raise KnownError("law.no", "不行。", "换一个。")

    bridge.call(refuse, failed=lambda e: said.append("caller " + e.code))
    bridge.call(refuse)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == ["caller law.no", "page law.no"]


def test_our_own_fault_is_reported(qtbot: Any, pool: Any) -> None:
    faults: list[BaseException] = []
    bridge = Bridge(pool.submit, faults.append)

    def broken() -> None:
        raise ZeroDivisionError

    bridge.call(broken, lambda _r: pytest.fail("no result"))
    qtbot.waitUntil(lambda: bool(faults))
    bridge.call(lambda: 1, lambda _r: {}["x"])
    qtbot.waitUntil(lambda: len(faults) == 2)
    assert [type(f) for f in faults] == [ZeroDivisionError, KeyError]


def test_a_long_job_shows_on_its_key_and_a_short_one_does_not(qtbot: Any, pool: Any) -> None:
    shown: list[tuple[str, bool]] = []
    bridge = Bridge(pool.submit, pytest.fail)
    bridge.busy_changed.connect(lambda id, on: shown.append((id, on)))
    gate = threading.Event()
    bridge.call(gate.wait, busy="trial.save")
    try:
        qtbot.waitUntil(lambda: ("trial.save", True) in shown)
    finally:
        gate.set()  # whatever happened, the pool must come to its end
    qtbot.waitUntil(lambda: not bridge.working)
    assert shown[-1] == ("trial.save", False)


def test_a_job_may_hand_on_a_future(qtbot: Any, pool: Any) -> None:
    later: Future[str] = Future()
    got: list[str] = []
    bridge = Bridge(pool.submit, pytest.fail)
    bridge.call(lambda: later, got.append)
    qtbot.wait(20)
    assert bridge.working
    later.set_result("A012")
    qtbot.waitUntil(lambda: got == ["A012"])


def test_the_watchdog_tells_where_the_thread_stood(qtbot: Any) -> None:
    dog = Watchdog()
    dog.start()
    qtbot.wait(30)

    def sleeper() -> None:
        time.sleep(0.2)

    sleeper()
    qtbot.wait(30)
    dog.stop()
    worst = dog.worst(1)
    assert worst
    assert worst[0].seconds > 0.1
    assert "sleeper" in worst[0].stack
