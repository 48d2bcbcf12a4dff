"""The agent in the desk: takes a conductor's orders from a local socket and does them.

It lives in training stores only and refuses any other. Orders are done one after another on the
ui thread, each in a turn of the event loop of its own, so that a key that opens a dialogue does
not hold up the answer. See `wire` for the form of orders and answers.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import structlog

from counter.domain.errors import KnownError
from counter.player import hands, screen
from counter.player.host import DeskHost, Unanswerable
from counter.player.wire import PROTOCOL, TOKEN_VARIABLE
from counter.ui.qt import (
    QApplication,
    QElapsedTimer,
    QLocalServer,
    QLocalSocket,
    QObject,
    Qt,
    QTimer,
    Signal,
)

log = structlog.get_logger(__name__)

TICK = 8
"""Milliseconds between two looks whether the desk is idle; it must be idle at two looks."""

LOST = 3_000
"""Milliseconds without a conductor after which the desk ends: nobody is left to end it."""

Answer = dict[str, Any]
Order = dict[str, Any]


class Agent(QObject):
    """Listens on a local socket; one conductor at a time."""

    _answered = Signal(object, object)

    def __init__(
        self, host: DeskHost, name: str, token: str = "", parent: QObject | None = None
    ) -> None:
        """name: full name of the local socket; token: else from the environment.

        Raises KnownError `player.real_store` for a store that is not a training one, and
        `player.no_token` when nobody gave a token.
        """
        super().__init__(parent)
        if not host.training:
            raise KnownError(
                "player.real_store",
                "这是真实业务的本机库，不接受脚本操作。",
                "演练请另开一个练习库。",
            )
        self._token = token or os.environ.pop(TOKEN_VARIABLE, "")
        if not self._token:
            raise KnownError("player.no_token", "没有收到脚本的口令。", "请由 counter play 启动。")
        self._host, self._name = host, name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connect)
        self._peer: QLocalSocket | None = None
        self._greeted = False
        self._closed = False
        self._orders: deque[Order] = deque()
        self._answered.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._lonely = QTimer(self)
        self._lonely.setSingleShot(True)
        self._lonely.timeout.connect(self._abandoned)

    def listen(self) -> None:
        """Begin to listen. Raises KnownError `player.socket`."""
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            raise KnownError("player.socket", "脚本通道打不开。", "请检查输出目录的权限后重试。")
        self._lonely.start(20 * LOST)
        log.info("player.listening")

    def close(self) -> None:
        """Stop listening, and let the conductor go; nobody is missed afterwards."""
        self._closed = True
        self._lonely.stop()
        if self._peer is not None:
            self._peer.abort()
        self._server.close()

    def _left(self) -> None:
        """The conductor hung up: another may come within a while."""
        if not self._closed:
            self._lonely.start(LOST)

    def _abandoned(self) -> None:
        log.info("player.abandoned")
        QApplication.exit(3)

    # --- the line ----------------------------------------------------------------------------

    def _connect(self) -> None:
        peer = self._server.nextPendingConnection()
        if self._peer is not None:
            self._peer.abort()
        self._peer, self._greeted = peer, False
        self._orders.clear()
        self._lonely.stop()
        peer.disconnected.connect(self._left)
        peer.readyRead.connect(lambda: self._read(peer))

    def _read(self, peer: QLocalSocket) -> None:
        while peer.canReadLine():
            self._orders.append(json.loads(bytes(peer.readLine().data())))
            QTimer.singleShot(0, self, self._take)

    def _take(self) -> None:
        order = self._orders.popleft()
        number, do = order.pop("id"), order.pop("do")
        if do == "hello":
            self._greet(number, order)
            return
        if not self._greeted:
            self._hang_up()
            return
        action = getattr(self, f"_do_{do}", None)
        if action is None:
            self._reply(number, error=f"unknown order {do!r}")
            return
        try:
            result = action(number, **order)
        except (hands.CannotReach, screen.NoSuchField, Unanswerable) as error:
            self._reply(number, error=str(error))
            return
        except Exception as fault:
            self._fault(number, fault)
            return
        if isinstance(result, Future):
            result.add_done_callback(lambda future: self._answered.emit(number, future))
        elif result is not None:
            self._reply(number, result)

    def _finish(self, number: int, future: Future[Answer]) -> None:
        try:
            self._reply(number, future.result(timeout=0))
        except (Unanswerable, KnownError) as error:
            self._reply(number, error=str(error))
        except Exception as fault:
            self._fault(number, fault)

    def _fault(self, number: int, fault: Exception) -> None:
        """A fault of ours: told to the conductor, and to the hook that writes crash reports.

        Not raised: Qt would hand it on to whatever slot runs next.
        """
        self._reply(number, error=f"the agent failed: {fault!r}")
        sys.excepthook(type(fault), fault, fault.__traceback__)

    def _reply(self, number: int, result: Answer | None = None, error: str = "") -> None:
        if self._peer is None:
            return
        answer = {"id": number, "ok": not error, **(result or {})}
        if error:
            answer["error"] = error
        self._peer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        self._peer.flush()

    def _greet(self, number: int, order: Order) -> None:
        told = str(order.get("token", ""))
        if not hmac.compare_digest(told.encode(), self._token.encode()):
            self._hang_up()
            return
        self._greeted = True
        if order.get("protocol") != PROTOCOL:
            self._reply(number, error=f"this desk speaks protocol {PROTOCOL}")
            return
        self._reply(number, {"pid": os.getpid(), "clock": self._host.now()})

    def _hang_up(self) -> None:
        log.info("player.refused")
        if self._peer is not None:
            self._peer.abort()
            self._peer = None
        self._orders.clear()

    # --- orders: hands -----------------------------------------------------------------------
    # Answered before they are done: what they start may be a dialogue with a loop of its own.

    def _do_key(self, nr: int, key: str) -> None:
        self._later(nr, lambda: hands.press_key(key))

    def _do_type(self, nr: int, text: str) -> None:
        # a text is not typed before its last key is: the next order would move the focus under it
        self._later(nr, lambda: hands.type_text(text), patience=LOST)

    def _do_click(self, nr: int, what: str) -> None:
        self._later(nr, lambda: hands.click(what))

    def _do_touch(self, nr: int, what: str) -> None:
        self._later(nr, lambda: hands.touch(what))

    def _later(self, number: int, action: Callable[[], None], patience: int = 200) -> None:
        """Do it in the next turn; what cannot be reached is answered, the rest just happens.

        After `patience` milliseconds it is answered all the same: a dialogue may run.
        """
        state = {"answered": False}

        def answer(error: str = "") -> None:
            if not state["answered"]:
                state["answered"] = True
                self._reply(number, {}, error)

        def run() -> None:
            QTimer.singleShot(patience, self, answer)
            try:
                action()
            except hands.CannotReach as error:
                answer(str(error))
            else:
                answer()

        QTimer.singleShot(0, self, run)

    def _do_focus(self, nr: int, field: str) -> Answer:
        hands.focus_field(field)
        return screen.focus_of()

    def _do_clear(self, nr: int) -> Answer:
        hands.clear_field()
        return {}

    # --- orders: eyes ------------------------------------------------------------------------

    def _do_screen(self, nr: int, region: str = "") -> Answer:
        return {"lines": screen.lines(region)}

    def _do_field(self, nr: int, label: str) -> Answer:
        return {"value": screen.value_of(screen.find_field(label, reading=True))}

    def _do_focused(self, nr: int) -> Answer:
        return dict(screen.focus_of())

    def _do_screenshot(self, nr: int, path: str) -> Answer:
        citizen, saved = screen.citizen_window(), []
        for place, window in enumerate(w for w in screen.windows() if w is not citizen):
            name = path if not place else path.replace(".png", f"-{place + 1}.png")
            window.grab().save(name)
            saved.append(name)
        if citizen is not None:
            saved.append(path.replace(".png", "-citizen.png"))
            citizen.grab().save(saved[-1])
        return {"saved": saved}

    # --- orders: stage and store -------------------------------------------------------------

    def _do_set_clock(self, nr: int, to: str) -> Answer:
        self._host.set_clock(dt.datetime.fromisoformat(to))
        return {"clock": self._host.now()}

    def _do_advance_clock(self, nr: int, by: float) -> Answer:
        self._host.advance_clock(by)
        return {"clock": self._host.now()}

    def _do_network(self, nr: int, on: bool) -> Answer:
        self._host.set_network(on)
        return {}

    def _do_quit(self, nr: int) -> Answer:
        QTimer.singleShot(0, QApplication.closeAllWindows)
        return {}

    def _do_ask(self, nr: int, question: str, **fields: Any) -> Future[Answer]:
        return self._host.ask(question, fields)

    def _do_idle(self, nr: int, limit: int, printing: bool = False) -> None:
        """Answer when nothing is under way any more, or after `limit` milliseconds."""
        _IdleWatch(self, self._host, printing, limit, lambda told: self._reply(nr, told))


class _IdleWatch(QObject):
    """Looks every `TICK` ms whether ui, worker (and print queue) have nothing to do."""

    _heard = Signal(object)

    def __init__(
        self,
        parent: QObject,
        host: DeskHost,
        printing: bool,
        limit: int,
        tell: Callable[[Answer], None],
    ) -> None:
        super().__init__(parent)
        self._host, self._printing, self._limit, self._tell = host, printing, limit, tell
        self._calm = 0
        self._why = "starting"
        self._age = QElapsedTimer()
        self._age.start()
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if self._host.working:
            self._again("the desk is working")
            return
        self._host.settled(self._printing).add_done_callback(self._heard.emit)

    def _hear(self, future: Future[str]) -> None:
        still = future.result(timeout=0) or ("the desk is working" if self._host.working else "")
        if still:
            self._again(still)
            return
        self._calm += 1
        if self._calm >= 2:
            self._end({"idle": True})
        else:
            QTimer.singleShot(TICK, self, self._look)

    def _again(self, why: str) -> None:
        self._calm = 0
        if self._age.elapsed() > self._limit:
            self._end({"idle": False, "why": why})
        else:
            QTimer.singleShot(TICK, self, self._look)

    def _end(self, answer: Answer) -> None:
        self._tell(answer)
        self.deleteLater()
