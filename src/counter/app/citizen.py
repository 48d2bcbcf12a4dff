"""The payer's screen over the desk: on the second display, in a window beside it, or not at all."""

from __future__ import annotations

from collections.abc import Callable

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
        self.window = CitizenWindow(self.presenter)
        shell.beside = self.window
        shell.at_work.connect(self.presenter.work)
        shell.closing.connect(self.window.close)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(lambda _screen: self.place())
        app.screenRemoved.connect(lambda _screen: self.place())
        self.place()

    def place(self) -> None:
        """Where the terminal's settings want it, and displays allow it."""
        if self._mode == "second":
            self._up(self._on_second_display)
        elif self._mode == "window":
            self._up(self._beside)
        self._seen()

    def _up(self, show: Callable[[], object]) -> None:
        """Show it; some platforms give every new window the keyboard, which stays at the desk."""
        before = QGuiApplication.focusWindow()
        show()
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
        """In practice it can be opened beside the desk whatever the settings say."""
        return [OPEN.bind(self.toggle)] if self._training else []

    def toggle(self) -> None:
        """Open it beside the desk, or put it away."""
        if self.window.isVisible():
            self.window.hide()
        else:
            self._up(self._beside)
        self._seen()

    def _seen(self) -> None:
        self.presenter.show(self.window.isVisible())
        self.placed.emit()

    def lights(self) -> tuple[DeviceLight, ...]:
        """第二屏 in the status bar, where the terminal has one."""
        if self._mode == "off":
            return ()
        return (DeviceLight("第二屏", "ok" if self.window.isVisible() else "gone"),)
