"""The payer's screen over the desk: on the second display, in a window beside it, or not at all."""

from __future__ import annotations

from counter.config import TerminalConfig
from counter.ui.citizen.presenter import CitizenPresenter
from counter.ui.citizen.state import Place
from counter.ui.citizen.window import CitizenWindow
from counter.ui.commands import Command, spec
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.signin.presenter import Hall
from counter.ui.qt import QGuiApplication, QObject, Qt, Signal
from counter.ui.shell.window import Shell
from counter.ui.state import DeviceLight

OPEN = spec("practice.citizen", "第二屏", "", title="练习：打开、收起给交款人看的第二屏")


class CitizenScreen(QObject):
    """Makes the window, puts it where it belongs, and takes it away when its display is gone."""

    placed = Signal()
    """It came up, or went away: its light is another one."""

    def __init__(
        self, config: TerminalConfig, shell: Shell, cash: CashPresenter, hall: Hall
    ) -> None:
        super().__init__(shell)
        self._mode, self._training, self._shell = config.citizen, config.training, shell
        place = Place(hall.centre, hall.window, hall.unit)
        self.presenter = CitizenPresenter(cash, place)
        self.presenter.work(shell.signed_in)
        self._window: CitizenWindow | None = None
        shell.at_work.connect(self.presenter.work)
        shell.closing.connect(self._close)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._displays_changed)
        app.screenRemoved.connect(self._displays_changed)
        if self._mode != "off":
            self.place()

    @property
    def window(self) -> CitizenWindow:
        """The window; a desk that never shows one never makes it."""
        if self._window is None:
            self._window = CitizenWindow(self.presenter)
            self._window.seen.connect(self._seen)
            self._shell.beside = self._window
        return self._window

    def _close(self) -> None:
        """With the desk: no window of it outlives the desk's own."""
        window = self._window
        if window is not None:
            window.close()
            window.deleteLater()

    def _displays_changed(self, _screen: object) -> None:
        if self._mode == "second":
            self.place()

    def place(self) -> None:
        """Where the terminal's settings want it, and displays allow it. The keyboard stays at the
        desk: some platforms give it to every new window."""
        before = QGuiApplication.focusWindow()
        if self._mode == "second":
            self._on_second_display()
        else:
            self._beside()
        if before is not None:
            before.requestActivate()

    def _on_second_display(self) -> None:
        mine = self._shell.screen()
        other = next((s for s in QGuiApplication.screens() if s is not mine), None)
        if other is None:
            self.window.hide()
            return
        self.window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.window.setGeometry(other.geometry())
        self.window.showFullScreen()

    def _beside(self) -> None:
        """Right of the desk where there is room, else over its lower right corner."""
        desk, room = self._shell.frameGeometry(), self._shell.screen().availableGeometry()
        right = min(desk.right() + 1, room.right() - self.window.width())
        bottom = min(desk.top(), room.bottom() - self.window.height())
        self.window.move(max(right, room.left()), max(bottom, room.top()))
        self.window.show()

    def commands(self) -> list[Command]:
        """In practice it can be opened and put away whatever the settings say."""
        return [OPEN.bind(self.toggle)] if self._training else []

    def toggle(self) -> None:
        """Open it, or put it away."""
        if self.window.isVisible():
            self.window.hide()
        else:
            self.place()

    def _seen(self, on: bool) -> None:
        self.presenter.show(on)
        self.placed.emit()

    def lights(self) -> tuple[DeviceLight, ...]:
        """第二屏 in the status bar, where the terminal has one."""
        if self._mode == "off":
            return ()
        shown = self._window is not None and self._window.isVisible()
        return (DeviceLight("第二屏", "ok" if shown else "gone"),)
