"""The second screen is made while somebody types at the desk: nothing of it comes up by itself."""

from __future__ import annotations

from tests.ui.citizen.conftest import PLACE, Two

from counter.ui.citizen.presenter import CitizenPresenter
from counter.ui.citizen.window import CitizenWindow
from counter.ui.qt import QApplication, QEvent, QObject


class Shown(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_making_it_shows_no_window_and_takes_the_hand_from_nobody(
    two: Two, qapp: QApplication
) -> None:
    shown = Shown()
    qapp.installEventFilter(shown)
    try:
        made = CitizenWindow(CitizenPresenter(two.presenter, PLACE))
    finally:
        qapp.removeEventFilter(shown)
    assert shown.names == []
    made.close()
