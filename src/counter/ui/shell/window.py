"""The desk's window: pages in front, the shell's places round them, keys, idle lock, overlays.

It knows pages by their contract (`Page`) and people by nothing but what the app tells it; time
comes from the injected clock only, so that a set clock locks the desk as the real one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from counter.desk.changes import Changes
from counter.domain.errors import KnownError
from counter.ports.clock import Clock
from counter.ui import theme
from counter.ui.bridge import Bridge
from counter.ui.commands import Command, Commands
from counter.ui.qt import (
    QApplication,
    QCloseEvent,
    QEvent,
    QKeyEvent,
    QMainWindow,
    QObject,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStackedWidget,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
    Signal,
)
from counter.ui.shell.desk import DeskFrame
from counter.ui.shell.keys import is_shell_key, key_name
from counter.ui.shell.own import ShellCommands
from counter.ui.shell.page import Page
from counter.ui.shell.status import StatusBar
from counter.ui.state import Queue, StatusState
from counter.ui.widgets.sheet import Overlay

FRAME = 4
"""Width of the training frame in pixels."""

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.InputMethod,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
}


class Ground(QWidget):
    """The window's ground; in training it is a frame of 4 px in bad."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.training = False
        self.when_painted: Callable[[], object] | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bad" if self.training else "paper"))
        if self.when_painted is not None:
            QTimer.singleShot(0, self.when_painted)
            self.when_painted = None


class Shell(QMainWindow):
    """The main window. Built by the composition root, which adds pages and feeds status."""

    locked = Signal(str)
    """The desk was locked; why: key, idle."""
    page_changed = Signal(str)
    closing = Signal()
    at_work = Signal(bool)
    """Somebody works at the desk from now on, or nobody does (locked, signed out)."""
    day_changed = Signal()
    """The wall clock shows another date than before: every reckoning of days is a new one."""

    _changes = Signal(object)

    def __init__(
        self, clock: Clock, bridge: Bridge, *, idle_seconds: float = 300.0, listening: bool = True
    ) -> None:
        """idle_seconds: without a key or a click for so long, the desk locks; 0 = never.

        listening: False leaves `listen` to the caller, once the window has been painted.
        """
        super().__init__()
        self.clock, self.bridge = clock, bridge
        self.idle_seconds = idle_seconds
        self.commands = Commands()
        self.queue = Queue()
        self.status = StatusState()
        self.signed_in = False
        self._front: Page | None = None  # sign-in or lock page while nobody works
        self._pages: dict[str, Page] = {}
        self._current: Page | None = None
        self._places: dict[str, str] | None = None  # page id → place; None = as each page says
        self._last_input = clock.monotonic()
        self.beside: QWidget | None = None  # a window for others: who touches it does not work here
        self._stale = False
        self._day = clock.now().date()
        self._own = ShellCommands(self)
        self._build()
        self._global: list[Command] = []
        self.commands.set_shell(self._own.commands())
        bridge.show_error = self.show_error
        bridge.busy_changed.connect(self._busy)
        self._changes.connect(self._spread, Qt.ConnectionType.QueuedConnection)
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()
        if listening:
            self.listen()

    def listen(self) -> None:
        """Begin to hear every key: not before the first painting, which it would hold up, for Qt
        then makes a Python class of whatever gets an event (0.04 s)."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def when_painted(self, then: Callable[[], object]) -> None:
        """Call back once after the window has been painted for the first time."""
        self._ground.when_painted = then

    def _build(self) -> None:
        self.setWindowTitle("窗口终端")
        self._ground = Ground()
        self._root = QStackedWidget()
        self._bar = StatusBar()
        self._bar.opened.connect(self.go_place)
        self.desk = DeskFrame()
        self.desk.rail.chosen.connect(self.go_place)
        self.desk.keys.pressed.connect(self.press)
        self.desk.header.find_asked.connect(lambda: self.press("Ctrl+K"))
        self._root.addWidget(self.desk)
        self._layout = QVBoxLayout(self._ground)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._root, 1)
        self._layout.addWidget(self._bar)
        self.setCentralWidget(self._ground)
        self.retheme()
        self.resize(1280, 720)

    @property
    def ground(self) -> QWidget:
        """Parent for overlays (palette, sheets)."""
        return self._ground

    def retheme(self) -> None:
        factor = theme.current().factor
        # never wider than the smallest screen, or big font would push the window over its edge
        self.setMinimumSize(min(round(1040 * factor), 1280), min(round(588 * factor), 720))
        for page in self._pages.values():
            self._fold(page)

    # --- pages ---

    def add_page(self, page: Page) -> None:
        """A page of the desk; its `place` puts it on the rail."""
        page.shell = self
        self._pages[page.id] = page
        self.desk.stack.addWidget(page)
        self._fold(page)
        page.state_changed.connect(lambda: self._page_said(page))

    def make_ready(self, page: Page) -> None:
        """Do now what Qt would else do when the page is first shown: style and layout (0.05 s)."""
        page.resize(self.desk.stack.size())
        for widget in (page, *page.findChildren(QWidget)):
            widget.ensurePolished()
        layout = page.layout()
        if layout is not None:
            layout.activate()

    def set_front(self, page: Page) -> None:
        """The page that stands alone while nobody works here: sign-in and lock."""
        page.shell = self
        self._front = page
        self._root.addWidget(page)
        self._fold(page)
        page.state_changed.connect(lambda: self._page_said(page))

    def page(self, id: str) -> Page:
        """A page by id."""
        return self._pages[id]

    @property
    def pages(self) -> Sequence[Page]:
        """All pages of the desk."""
        return tuple(self._pages.values())

    @property
    def current(self) -> Page | None:
        """The page in front: the sign-in page while nobody works."""
        return self._current if self.signed_in else self._front

    def go(self, id: str) -> None:
        """Bring a page to the front."""
        page = self._pages[id]
        if page is self._current and self.signed_in:
            self.renew()
            return
        if self._current is not None and self.signed_in:
            self._current.left()
        self._current = page
        self.desk.stack.setCurrentWidget(page)
        self.commands.set_page(page.commands())
        page.shown()
        self.renew()
        self.page_changed.emit(id)

    def go_place(self, place: str) -> None:
        """Alt+place."""
        page = self._at(place)
        if page is not None and self.signed_in:
            self.go(page.id)

    def set_places(self, places: Mapping[str, str] | None) -> None:
        """The rail of a role: page id → place; a page that is left out is not on it. None: every
        page stands where it says itself."""
        self._places = dict(places) if places is not None else None

    def place_of(self, page: Page) -> str:
        """Where a page stands on the rail now; empty = nowhere."""
        return page.place if self._places is None else self._places.get(page.id, "")

    def _at(self, place: str) -> Page | None:
        return next((p for p in self._pages.values() if self.place_of(p) == place), None)

    # --- people ---

    def enter(self, page_id: str, *, fresh: bool = True) -> None:
        """Somebody is signed in: the desk opens on a page.

        fresh: it is another person than before, so every page forgets what it shows.
        """
        self._close_overlays()
        if fresh:
            for page in self._pages.values():
                page.reset()
        self.signed_in = True
        self._last_input = self.clock.monotonic()
        self._root.setCurrentWidget(self.desk)
        back, self._current = self._current, None
        if back is not None and back.id == page_id:
            self.desk.stack.setCurrentWidget(back)
        self.go(page_id)
        self.at_work.emit(True)

    def come_back(self) -> None:
        """The same person is back at a locked desk: the page is as it was left."""
        if self._current is not None:
            self.enter(self._current.id, fresh=False)

    def leave(self) -> None:
        """Nobody works here now: the front page comes up. Half-done work was saved by `left`."""
        self._close_overlays()
        if self.signed_in and self._current is not None:
            self._current.left()
        self.signed_in = False
        self.at_work.emit(False)
        if self._front is not None:
            self._root.setCurrentWidget(self._front)
            self.commands.set_page(self._front.commands())
            self._front.shown()
        self.renew()

    def lock(self, why: str = "key") -> None:
        """F11 or idleness: the front page comes up and asks for the PIN."""
        if self.signed_in:
            self.locked.emit(why)

    # --- what the app feeds ---

    def set_status(self, status: StatusState) -> None:
        """Who, window, lights, unsent, tickets, training."""
        self.status = status
        self._ground.training = status.training
        edge = FRAME if status.training else 0
        self._layout.setContentsMargins(edge, edge, edge, edge)
        self._ground.update()
        self.renew()

    def set_queue(self, queue: Queue) -> None:
        """The visitor at the window."""
        self.queue = queue
        self.renew()

    def publish(self, changes: Changes) -> None:
        """Something changed; may be called from any thread (the desk's ChangeFeed)."""
        self._changes.emit(changes)

    def _spread(self, changes: Changes) -> None:
        for page in (*self._pages.values(), *([self._front] if self._front else [])):
            if page.topics & changes.topics or (changes.cases and "cases" in page.topics):
                page.refresh(changes)
        self.renew()

    def show_error(self, error: KnownError) -> None:
        """A KnownError that nobody took: the page in front shows it."""
        if self.current is not None:
            self.current.show_trouble(error)

    def ask(self, sheet: Overlay) -> None:
        """Lay a sheet over the page; it goes away with its last key."""
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def add_commands(self, commands: Iterable[Command]) -> None:
        """Commands of other rooms that hold on every page (F2 new, F3 call)."""
        self._global += commands
        self.commands.set_shell([*self._own.commands(), *self._global])

    def install(
        self,
        palette: Callable[[], object] | None = None,
        sign_out: Callable[[], object] | None = None,
    ) -> None:
        """What Ctrl+K opens and what 离岗 does; given by the composition root."""
        self._own.open_palette = palette or self._own.open_palette
        self._own.sign_out = sign_out or self._own.sign_out

    @property
    def overlay(self) -> Overlay | None:
        """The sheet that lies on top now."""
        found = [w for w in self._overlays() if not w.isHidden()]
        return found[-1] if found else None

    def _overlays(self) -> list[Overlay]:
        """Sheets that lie on the ground itself: looking through all that lies below is slow."""
        return [w for w in self._ground.children() if isinstance(w, Overlay)]

    def _close_overlays(self) -> None:
        for sheet in self._overlays():
            sheet.close_sheet()

    # --- drawing ---

    def _page_said(self, page: Page) -> None:
        if page is self.current:
            self.commands.set_page(page.commands())
        if not self._stale:  # a page says so several times while it draws itself
            self._stale = True
            QTimer.singleShot(0, self, self._renew_stale)

    def _renew_stale(self) -> None:
        if self._stale:
            self.renew()

    def renew(self) -> None:
        """Draw the shell's places again from the page in front and from status."""
        self._stale = False
        self._bar.show_status(self.status, self.clock.now())
        if self.signed_in and self._current is not None:
            page = self._current
            places = [(p, self.place_of(p)) for p in self._pages.values()]
            self.desk.show_page(page, places, self.status, self.queue)
            self.desk.show_keys(self.commands, page.next_step())

    def _busy(self, id: str, on: bool) -> None:
        command = self.commands.by_id(id)
        doing = (command.spec.doing or command.spec.word) if command and on else ""
        self.commands.set_running(id, doing)
        self.renew()

    def look_at_clock(self) -> None:
        """The clock was set, or a second went by: the time is shown, and another day is one."""
        today = self.clock.now().date()
        if today != self._day:
            self._day = today
            self.day_changed.emit()
        self._bar.show_status(self.status, self.clock.now())

    def tick(self) -> None:
        """Once a second: the time, the age of things, another day, the idle lock."""
        self.look_at_clock()
        idle = self.clock.monotonic() - self._last_input
        if self.signed_in and 0 < self.idle_seconds <= idle:
            self.lock("idle")

    # --- keys ---

    def press(self, key: str) -> bool:
        """Do what a key means now; True when some command has that key, done or refused."""
        command = self.commands.by_key(key)
        if command is None:
            return False
        self.run(command)
        return True

    def run(self, command: Command) -> None:
        """Run a command if it can be done now; else say why in the page's strip."""
        can = self.commands.state(command)
        if not can.ok:
            self._refused(can.why)
            return
        page = self.current
        if page is not None and page.strip.trouble is not None:
            page.strip.show_trouble(None)
        command.handler()
        self.renew()

    def _refused(self, why: object) -> None:
        """A dim key was pressed: the next-step line stays, the reason is said at its right end."""
        self.desk.next.refuse(why)  # type: ignore[arg-type]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT and self._from_here(watched):
            self._last_input = self.clock.monotonic()
        if kind == QEvent.Type.ToolTip:
            return True  # a tooltip is never the place of a fact: there are none
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._filter_key(watched, event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._override(watched, event)
        return False

    def _override(self, watched: QObject, event: QKeyEvent) -> bool:
        """Shell keys are ours before a field's own shortcuts (Ctrl+K cuts a line elsewhere)."""
        mine = is_shell_key(key_name(event)) and self._mine(watched)
        if mine:
            event.accept()
        return mine

    def _from_here(self, watched: QObject) -> bool:
        """Whether a key or a touch is of the desk itself; what reaches a window goes on to one of
        its widgets, so that only those are looked at."""
        return isinstance(watched, QWidget) and (
            self.beside is None or watched.window() is not self.beside
        )

    def _mine(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and watched.window() is self

    def _filter_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if not self._mine(watched):
            return False
        name = key_name(event)
        if not is_shell_key(name) or self.overlay is not None:
            return False
        if event.isAutoRepeat():
            return True
        return self.press(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field wanted: letters, Space, Enter, Esc and arrows of the page."""
        name = key_name(event)
        if self.overlay is not None or not name:
            return
        if name == "Esc":
            if self.press("Esc"):
                return
            page = self.current
            if page is not None:
                if page.strip.trouble is not None:
                    page.strip.show_trouble(None)
                else:
                    page.back()
                self.renew()
            return
        if not self.press(name):
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        front = [self._front] if self._front is not None else []
        for page in (*self._pages.values(), *front):
            self._fold(page)

    def _fold(self, page: Page) -> None:
        """Tell a page whether the window has room for a third column."""
        fold = getattr(page, "fold", None)
        if fold is not None:
            fold(theme.current().folds(self.width()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.current is not None:
            self.current.left()
        self.closing.emit()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().closeEvent(event)
