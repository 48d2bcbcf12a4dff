"""The desk comes up: sign-in takes keys while the store opens, and says when it cannot."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter.app.desktop import Desktop
from counter.app.provision import TRAINING_PIN
from counter.bench.big import NOW, config_of, terminal_at
from counter.config import TerminalConfig
from counter.ui import theme
from counter.ui.qt import QApplication

WAIT = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo hall's store."""
    from counter.app.provision import make_training_store

    folder = tmp_path_factory.mktemp("desk")
    terminal = terminal_at(folder, NOW)
    make_training_store(terminal.config, terminal)
    terminal.close()
    return folder


@pytest.fixture
def desk_at(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[TerminalConfig], Desktop]]:
    theme.apply(qapp, theme.Theme())
    desks: list[Desktop] = []

    def start(config: TerminalConfig) -> Desktop:
        desk = Desktop(config)
        qtbot.addWidget(desk.shell)
        desks.append(desk)
        return desk

    yield start
    for desk in desks:
        desk.close()
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()


def sign_in(desk: Desktop) -> None:
    assert desk._front is not None
    desk._front.presenter.submit("0317", TRAINING_PIN)


def test_who_signs_in_before_the_store_is_open_comes_in_when_it_is(
    qtbot: QtBot, made: Path, desk_at: Callable[[TerminalConfig], Desktop]
) -> None:
    desk = desk_at(config_of(made))
    happened: list[str] = []
    desk.ready.connect(lambda: happened.append("ready"))
    desk.opened.connect(lambda: happened.append("opened"))
    desk.ready.connect(lambda: sign_in(desk))
    desk.start()
    qtbot.waitUntil(lambda: desk.shell.signed_in, timeout=WAIT)
    assert happened == ["ready", "opened"]
    assert desk.session.person is not None and desk.session.person.number == "0317"
    assert desk.shell.current is not None and desk.shell.current.id == "reception"


def test_what_was_typed_waits_for_the_store(
    qtbot: QtBot, made: Path, desk_at: Callable[[TerminalConfig], Desktop]
) -> None:
    desk = desk_at(config_of(made))
    with qtbot.waitSignal(desk.ready, timeout=WAIT):
        desk.start()
    assert desk._front is not None
    page = desk._front.page
    page.number.setText("0317")
    desk._front.presenter.number_given("0317")
    with qtbot.waitSignal(desk.opened, timeout=WAIT):
        pass
    qtbot.waitUntil(lambda: not desk.bridge.working, timeout=WAIT)
    assert page.number.text() == "0317"
    assert desk._front.presenter.whose.startswith("李晓梅")
    assert desk._front.presenter.hall.centre == "衡山县政务便民中心"


def test_a_damaged_store_is_said_whatever_was_typed_meanwhile(
    qtbot: QtBot, made: Path, tmp_path: Path, desk_at: Callable[[TerminalConfig], Desktop]
) -> None:
    for file in made.glob("counter.store*"):
        shutil.copy(file, tmp_path)
    store = tmp_path / "counter.store"
    data = bytearray(store.read_bytes())
    data[200:4000] = bytes(3800)
    store.write_bytes(data)
    desk = desk_at(config_of(tmp_path))
    desk.ready.connect(lambda: sign_in(desk))
    desk.start()
    qtbot.waitUntil(lambda: "损坏" in desk.starting._title.text(), timeout=WAIT)
    qtbot.waitUntil(lambda: not desk.bridge.working, timeout=WAIT)
    assert desk.starting.isVisible() and "损坏" in desk.starting._title.text()
    assert not desk.shell.signed_in and desk.crash.last is None
