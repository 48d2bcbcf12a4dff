"""A themed application and a window with a frozen clock, for every test of the ui."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from counter.ports.clock import CHINA, FrozenClock
from counter.ui import theme
from counter.ui.bridge import Bridge
from counter.ui.qt import QApplication, QEvent
from counter.ui.shell.window import Shell
from counter.ui.theme import LIGHT, Theme

MORNING = dt.datetime(2026, 9, 22, 8, 21, tzinfo=CHINA)


def at_once(job: Callable[[], Any]) -> Future[Any]:
    """A store worker that does the job in the caller's thread."""
    future: Future[Any] = Future()
    try:
        future.set_result(job())
    except BaseException as error:
        future.set_exception(error)
    return future


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> Iterator[None]:
    """The light theme at 100 %, before and after."""
    if theme.current() != Theme(LIGHT) or qapp.styleSheet() == "":
        theme.apply(qapp, Theme(LIGHT))
    yield
    if theme.current() != Theme(LIGHT):
        theme.apply(qapp, Theme(LIGHT))


@pytest.fixture(autouse=True)
def nothing_left_over(qapp: QApplication) -> Iterator[None]:
    """No window of one test lives on in the next: they would all be painted and themed again."""
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> FrozenClock:
    """Stands at a morning until it is moved."""
    return FrozenClock(MORNING)


@pytest.fixture
def faults() -> list[BaseException]:
    """What reached the crash hook."""
    return []


@pytest.fixture
def shell(qtbot: Any, clock: FrozenClock, faults: list[BaseException]) -> Iterator[Shell]:
    """A window without pages; its crash hook collects."""
    window = Shell(clock, Bridge(at_once, faults.append))
    qtbot.addWidget(window)
    yield window
    assert faults == []
