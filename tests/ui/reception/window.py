"""The reception page in a real shell, worked by keys as a clerk does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from pytestqt.qtbot import QtBot
from tests.ui.reception.kit import FOOD, Kit, submit_inline

from counter.ui.bridge import Bridge
from counter.ui.pages.reception.page import ReceptionPage
from counter.ui.qt import QApplication, QInputMethodEvent, Qt, QWidget
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell
from counter.ui.state import StatusState

CTRL = Qt.KeyboardModifier.ControlModifier


def crash(fault: BaseException) -> None:
    """A fault of ours fails the test where it happens."""
    raise fault


class HeldWorker:
    """A store worker whose next jobs wait until `release`."""

    def __init__(self) -> None:
        self.held = False
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, job: Callable[[], Any]) -> Future[Any]:
        if not self.held:
            return submit_inline(job)
        future: Future[Any] = Future()
        self._waiting.append((future, job))
        return future

    def release(self) -> None:
        """Do what waits."""
        self.held = False
        for future, job in self._waiting:
            future.set_result(job())
        self._waiting.clear()


class Window:
    """Shell, bridge and page over a kit."""

    def __init__(self, kit: Kit, qtbot: QtBot, size: tuple[int, int] = (1280, 720)) -> None:
        self.kit, self.bot = kit, qtbot
        self.worker = HeldWorker()
        self.bridge = Bridge(self.worker.submit, crash)
        kit.presenter.runner = self.bridge
        self.shell = Shell(kit.clock, self.bridge, idle_seconds=0)
        self.page = ReceptionPage(kit.presenter)
        self.shell.add_page(self.page)
        self.shell.set_status(StatusState(who="李晓梅", post="经办", window="3", unit="工商局"))
        qtbot.addWidget(self.shell)
        self.shell.resize(*size)
        self.shell.show()
        self.shell.enter("reception")
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way; what a test holds back on purpose is not waited for."""
        if not self.worker.held:
            self.bot.waitUntil(lambda: not self.bridge.working)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        """Where the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    @property
    def place(self) -> str:
        """The place of the form that has the focus."""
        return str(self.focus.property("place") or "")

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.bot.keyClick(self.focus, key, held)
        self.settle()

    def type(self, words: str) -> None:
        """Type words where the focus is, as an input method commits them."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(self.focus, event)
        self.settle()

    def text(self) -> str:
        """Every visible word of the window."""
        return screen_text(self.shell)

    def complete(self) -> None:
        """Everything of the first food licence by keys, ready for F5; the card must be there."""
        self.type("spl")
        self.key(Qt.Key.Key_Return)
        for _ in range(3):
            self.key(Qt.Key.Key_Space)
        for key in ("trade_name", "subject_type", "premises", "items", "area", "employees"):
            self.key(Qt.Key.Key_Return)
            assert self.place == f"form.{key}"
            if key in ("subject_type", "items"):
                self.key(Qt.Key.Key_Down)
            else:
                self.type(FOOD[key])
        self.key(Qt.Key.Key_Return)
        if not self.kit.presenter.state.form.phone:
            assert self.place == "contact.phone"
            self.type("13900000826")
