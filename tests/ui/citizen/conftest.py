"""The payer's screen beside a cash page over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.till import Till, line
from tests.ui.cash.conftest import Window

from counter.ui.citizen.presenter import CitizenPresenter
from counter.ui.citizen.state import Place
from counter.ui.citizen.window import CitizenWindow
from counter.ui.qt import Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

PLACE = Place("衡山县政务便民中心", "20", "财政局")


class Two(Window):
    """The desk, and the second screen beside it."""

    def __init__(self, till: Till, shell: Shell, qtbot: Any) -> None:
        super().__init__(till, shell, qtbot)
        self.screen = CitizenPresenter(self.presenter, PLACE)
        self.screen.work(True)
        shell.at_work.connect(self.screen.work)
        self.citizen = CitizenWindow(self.screen)
        qtbot.addWidget(self.citizen)
        self.citizen.show()
        self.screen.show(True)
        self.settle()

    @property
    def said(self) -> str:
        """Every word on the payer's screen."""
        return screen_text(self.citizen)

    def open(self, *lines: Any) -> str:
        """A shift, and a sheet on the clerk's page; returns its number."""
        if self.presenter.snap.shift is None:
            self.type(self.panel_field("float"), "500")
        found = lines or (line("GS", "103044908", 30000), line("WH", "103017600", 55050))
        sheet = self.till.sheet(*found)
        self.presenter.load()
        self.settle()
        self.presenter.open_sheet(sheet)
        self.settle()
        return sheet

    def check_number(self, last: str = "00001") -> None:
        """The number on the paper is typed."""
        self.type(self.page.number, last)

    def touch(self, button: Any) -> None:
        """A finger on the second screen."""
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def two(tmp_path: Path, shell: Shell, qtbot: Any) -> Iterator[Two]:
    till = Till(tmp_path)
    till.paper()
    yield Two(till, shell, qtbot)
    till.close()
