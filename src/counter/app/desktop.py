"""The desktop: window, sign-in, then the store, then the pages; status and cards flow in from here.

The window is shown before anything heavy is imported, and the sign-in page takes keys while the
store opens on the store worker's thread. When it cannot be opened, the window says what happened
and what to do. The pages are built one at a time behind the sign-in page.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counter.app.logs import CrashReporter, set_up_logs
from counter.app.terminal import Terminal, make_clock
from counter.config import TerminalConfig
from counter.domain.errors import KnownError
from counter.domain.persons import IdDocument
from counter.ports.clock import Clock, SetClock
from counter.ui import theme
from counter.ui.bridge import Bridge
from counter.ui.commands import Command
from counter.ui.pages.starting import StartingPage
from counter.ui.qt import QApplication, QObject, QTimer, Signal
from counter.ui.session import Session
from counter.ui.shell.window import Shell

if TYPE_CHECKING:
    from counter.app.front import Front
    from counter.app.pages import Pages


SWITCH_INTERVAL = 0.0005
"""Seconds after which a thread at work (a paper being set) lets the ui thread in; Python's own 5 ms
add up to blocks, for the ui thread asks many times while it paints one page."""

UNSEEN = 300
"""Milliseconds after which a window that nobody has seen yet (minimised) goes on all the same."""

Practice = Callable[[Clock], Sequence[Command]]


def no_practice(_clock: Clock) -> Sequence[Command]:
    """A desk without simulators has no commands to practise with."""
    return ()


class Desktop(QObject):
    """One running desk.

    `ready` fires when the sign-in page takes keys, `opened` when the store is open and all pages
    are built.
    """

    ready = Signal()
    opened = Signal()
    _card = Signal(object)
    _card_fault = Signal(object)
    _crashed = Signal(object)

    def __init__(
        self, config: TerminalConfig, *, agent: str = "", practice: Practice = no_practice
    ) -> None:
        super().__init__()
        self.config, self._agent_name, self._practice = config, agent, practice
        self.began = time.perf_counter()
        self.clock = make_clock(config)
        self.crash = CrashReporter(config.log_dir, self.clock)
        self.terminal = Terminal(config, self.clock, self.crash)
        self.session = Session()
        self.bridge = Bridge(self.terminal.worker.submit, self._fault)
        idle = config.idle_minutes * 60.0
        self.shell = Shell(self.clock, self.bridge, idle_seconds=idle, listening=False)
        self.pages: Pages | None = None
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self._begin)
        self._front: Front | None = None
        self._steps: Iterator[None] = iter(())
        self._agent: object | None = None
        self._crashed.connect(self._say_crash)
        self._card.connect(self._take_card)
        self._card_fault.connect(self._take_card_fault)
        self.starting = StartingPage()
        self.shell.set_front(self.starting)
        self.shell.leave()

    def start(self) -> None:
        """Show the window, then the sign-in page, then open the store behind it."""
        self.shell.when_painted(lambda: self._first.start(0))
        self.shell.show()
        self._first.start(UNSEEN)

    def _begin(self) -> None:
        """A store that is there and needs no passphrase will open: sign-in may begin."""
        gc.enable()
        self.shell.listen()
        early = self.config.key != "passphrase" and self.config.store_path.exists()
        if early:
            self._make_front()
        self._open()  # before any key is taken: what sign-in asks waits behind it
        if early:
            self.ready.emit()

    def _make_front(self) -> Front:
        from counter.app.front import Front

        self._front = Front(self)
        return self._front

    def _open(self) -> None:
        self.bridge.call(self._open_store, lambda _none: self._opened(), self._not_opened)

    def _open_store(self) -> None:
        """On the store worker's thread: store, devices, and the modules of the pages."""
        from counter.app.provision import make_training_store
        from counter.app.secrets import store_key

        set_up_logs(self.config.log_dir, self.clock)
        if self.config.training:
            make_training_store(self.config, self.terminal)
        else:
            self.terminal.open(store_key(self.config, self._passphrase))
        self.terminal.on_card = self._card.emit
        self.terminal.on_card_fault = self._card_fault.emit
        self.terminal.start()
        import counter.app.pages  # noqa: F401

    def _passphrase(self, words: str) -> str:
        """What was typed on the starting page; until then the page asks."""
        if not self.starting.typed:
            raise KnownError("key.wanted", words, "输好按回车。")
        return self.starting.typed

    def _not_opened(self, error: KnownError) -> None:
        import structlog

        structlog.get_logger(__name__).info("desk.not_opened", code=error.code)
        self._front = None  # what was typed there is asked again
        self.shell.set_front(self.starting)
        self.shell.leave()
        self.starting.show_trouble(error)
        if error.code in ("key.wanted", "key.passphrase"):
            self.starting.ask(self._open)

    def _opened(self) -> None:
        from counter.app.pages import Pages

        early = self._front
        self.pages = Pages(self, early or self._make_front())
        if early is None:
            self.ready.emit()
        self._steps = self.pages.building()
        self._build()

    def _build(self) -> None:
        """One page at a turn of the event loop."""
        if next(self._steps, self) is not self:
            QTimer.singleShot(0, self, self._build)
            return
        assert self.pages is not None
        self.shell.add_commands(self._practice(self.clock))
        self.pages.open_up()
        if self._agent_name:
            self._start_agent(self._agent_name)
        self.opened.emit()
        threading.Thread(target=self._warm, name="warm", daemon=True).start()

    def _warm(self) -> None:
        """On a thread of its own, while somebody signs in."""
        self.terminal.warm()
        gc.collect()
        gc.freeze()  # what the desk is made of stays: else each full collection takes 0.1 s

    def _start_agent(self, name: str) -> None:
        from counter.app.agenthost import make_host
        from counter.player.agent import Agent

        assert isinstance(self.clock, SetClock)
        agent = Agent(make_host(self), name, parent=self)
        agent.listen()
        self._agent = agent

    def _take_card(self, card: IdDocument) -> None:
        """A card goes to the page in front, if it takes cards."""
        page = self.shell.current
        if self.shell.signed_in and page is not None:
            page.on_card(card)

    def _take_card_fault(self, error: KnownError) -> None:
        page = self.shell.current
        if self.shell.signed_in and page is not None:
            page.on_card_fault(error)

    def _fault(self, fault: BaseException) -> None:
        """Our own fault, from any thread: report it, say so in the window."""
        self._crashed.emit(self.crash.report(fault))

    def _say_crash(self, path: Path) -> None:
        self.shell.show_error(
            KnownError(
                "crash",
                "程序出了错，刚才那一下可能没有办成。",
                f"请看一眼刚办的件；把 {path.name} 交给技术员。",
            )
        )

    def close(self) -> None:
        """Stop devices, workers and store."""
        if self.pages is not None:
            self.pages.close()
        self.terminal.close()


def run_desktop(
    config: TerminalConfig,
    *,
    agent: str = "",
    size: str = "",
    practice: Practice = no_practice,
) -> int:
    """Open the desk and stay until it is closed; returns the exit code.

    practice: makes more commands, by the desk's clock, once its store is open (the demo's)."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication.instance() or QApplication(["counter"])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.wanted(app, config.theme, config.big_font))
    desktop = Desktop(config, agent=agent, practice=practice)
    desktop.crash.install()
    desktop.crash.listeners.append(lambda path: desktop._crashed.emit(path))
    if size:
        width, _, height = size.partition("x")
        desktop.shell.resize(int(width), int(height))
    desktop.start()
    try:
        return app.exec()
    finally:
        desktop.close()
