"""Where the payer's screen stands: in a window beside the desk, on a second display, or nowhere."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from pytestqt.qtbot import QtBot

from counter.app.citizen import CitizenScreen
from counter.config import TerminalConfig
from counter.ports.clock import CHINA, FrozenClock
from counter.ui import theme
from counter.ui.bridge import Bridge
from counter.ui.pages.cash.presenter import CashPresenter
from counter.ui.pages.cash.state import CashServices
from counter.ui.pages.signin.presenter import Hall
from counter.ui.presenting import InlineRunner
from counter.ui.qt import QApplication, QGuiApplication
from counter.ui.shell.window import Shell

MORNING = dt.datetime(2026, 9, 22, 8, 21, tzinfo=CHINA)
NOBODY = cast(CashServices, None)
"""Nothing is asked of the desk before a sheet is opened."""


def config(citizen: Literal["off", "second", "window"], *, training: bool = True) -> TerminalConfig:
    return TerminalConfig(
        data_dir="", window="20", terminal="20", centre="430423", training=training, citizen=citizen
    )


def screen_of(
    shell: Shell, citizen: Literal["off", "second", "window"], *, training: bool = True
) -> CitizenScreen:
    cash = CashPresenter(NOBODY, InlineRunner())
    hall = Hall(centre="衡山县政务便民中心", window="20", unit="财政局")
    return CitizenScreen(config(citizen, training=training), shell, cash, hall)


def not_asked(_job: object) -> Future[Any]:
    raise AssertionError("the store is not asked")


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication) -> Iterator[Shell]:
    theme.apply(qapp, theme.Theme())
    made = Shell(FrozenClock(MORNING), Bridge(not_asked, lambda _fault: None))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_it_is_off_where_the_settings_do_not_name_it(shell: Shell) -> None:
    screen = screen_of(shell, "off")
    assert not screen.window.isVisible()
    assert screen.lights() == ()
    assert not screen.presenter.cash.payer.shown


def test_a_window_beside_the_desk_leaves_the_keyboard_there(shell: Shell) -> None:
    before = QGuiApplication.focusWindow()
    screen = screen_of(shell, "window")
    assert screen.window.isVisible()
    assert QGuiApplication.focusWindow() is before
    assert [light.state for light in screen.lights()] == ["ok"]
    assert screen.presenter.cash.payer.shown


def test_without_a_second_display_it_is_not_shown_and_its_light_says_so(shell: Shell) -> None:
    screen = screen_of(shell, "second")
    assert not screen.window.isVisible()
    assert [light.state for light in screen.lights()] == ["gone"]
    assert not screen.presenter.cash.payer.shown


def test_in_practice_a_command_opens_it_and_puts_it_away(shell: Shell) -> None:
    screen = screen_of(shell, "off")
    (command,) = screen.commands()
    command.handler()
    assert screen.window.isVisible()
    assert screen.presenter.cash.payer.shown
    command.handler()
    assert not screen.window.isVisible()
    assert screen_of(shell, "second", training=False).commands() == []


def test_closed_by_hand_the_desk_no_longer_speaks_of_it(shell: Shell) -> None:
    screen = screen_of(shell, "window")
    screen.window.close()
    assert not screen.presenter.cash.payer.shown
    assert [light.state for light in screen.lights()] == ["gone"]


def test_it_goes_with_the_desk(shell: Shell) -> None:
    screen = screen_of(shell, "window")
    shell.close()
    assert not screen.window.isVisible()


def test_on_a_second_display_it_fills_it(tmp_path: Path) -> None:
    displays = [
        {"name": "desk", "x": 0, "y": 0, "width": 1280, "height": 720},
        {"name": "payer", "x": 1280, "y": 0, "width": 1024, "height": 600},
    ]
    for display in displays:
        display |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    settings = tmp_path / "two.json"
    settings.write_text(json.dumps({"screens": displays}), "utf-8")
    told = subprocess.run(
        [sys.executable, __file__],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={settings}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.split() == ["payer", "1280", "0", "1024", "600", "ok"]


def _on_two_displays() -> None:
    """What the test above runs in a process with two displays."""
    app = QApplication(["counter"])
    theme.apply(app, theme.Theme())
    shell = Shell(FrozenClock(MORNING), Bridge(not_asked, lambda _fault: None))
    shell.show()
    screen = screen_of(shell, "second")
    app.processEvents()
    box = screen.window.geometry()
    place = (box.x(), box.y(), box.width(), box.height())
    print(screen.window.screen().name(), *place, screen.lights()[0].state)


if __name__ == "__main__":
    _on_two_displays()
