"""A training hall: made once, gone on with after a power failure, never reset."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.app import provision
from counter.app.logs import CrashReporter
from counter.app.terminal import Terminal, make_clock
from counter.config import TerminalConfig
from counter.domain.errors import KnownError


def terminal_in(folder: Path) -> Terminal:
    config = TerminalConfig(
        data_dir=str(folder),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        start_clock="2026-09-22T08:21:00+08:00",
    )
    clock = make_clock(config)
    return Terminal(config, clock, CrashReporter(folder / "logs", clock))


def make(terminal: Terminal) -> None:
    provision.make_training_store(terminal.config, terminal)


def test_a_set_up_cut_off_by_the_power_goes_on_where_it_stood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = terminal_in(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(provision, "load_hall", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make(first)
    first.close()
    second = terminal_in(tmp_path)
    make(second)
    try:
        assert second.session.sign_in("0317", provision.TRAINING_PIN).actor.name == "李晓梅"
    finally:
        second.close()


def test_opening_it_again_resets_no_pin(tmp_path: Path) -> None:
    first = terminal_in(tmp_path)
    make(first)
    actor = first.session.sign_in("0317", provision.TRAINING_PIN).actor
    first.session.change_pin(actor, provision.TRAINING_PIN, "135792")
    first.close()
    second = terminal_in(tmp_path)
    make(second)
    try:
        with pytest.raises(KnownError):
            second.session.sign_in("0317", provision.TRAINING_PIN)
        assert second.session.sign_in("0317", "135792")
    finally:
        second.close()
