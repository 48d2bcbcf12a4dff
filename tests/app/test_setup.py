"""Setting up a real store: with a passphrase, a recovery sheet, and no simulators in it."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from counter.app.logs import CrashReporter
from counter.app.secrets import store_key
from counter.app.setup import set_up
from counter.app.terminal import Terminal, make_clock
from counter.config import DeviceConfig, TerminalConfig
from counter.domain.errors import KnownError
from counter.resources import resource_root
from counter.store.keys import open_with_recovery

PACK = resource_root() / "hall"


def config_in(folder: Path, **changes: object) -> TerminalConfig:
    values: dict[str, object] = {
        "data_dir": str(folder / "data"),
        "window": "3",
        "terminal": "03",
        "centre": "430423",
        "key": "passphrase",
        **changes,
    }
    return TerminalConfig(**values)  # type: ignore[arg-type]


def test_a_real_store_opens_with_its_passphrase_and_takes_no_simulator(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    sheet = tmp_path / "recovery.pdf"
    set_up(config, PACK, "0001", "135792", "correct horse battery", sheet)
    with pytest.raises(KnownError) as refusal:
        store_key(config, lambda _words: "wrong")
    assert refusal.value.code == "key.passphrase"
    key = store_key(config, lambda _words: "correct horse battery")
    with_simulator = config_in(tmp_path, reader=DeviceConfig("sam-sim", {"port": "tcp://x:1"}))
    clock = make_clock(config)
    terminal = Terminal(with_simulator, clock, CrashReporter(tmp_path / "logs", clock))
    try:
        terminal.worker.submit(terminal.open, key).result()
        assert not terminal.store.info().training
        assert terminal.session.sign_in("0001", "135792").must_change_pin
        with pytest.raises(KnownError) as refusal:
            terminal.start()
        assert refusal.value.code == "device.simulated_only"
    finally:
        terminal.close()


def test_the_sheet_opens_the_store_when_the_passphrase_is_forgotten(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    sheet = tmp_path / "recovery.pdf"
    set_up(config, PACK, "0001", "135792", "correct horse battery", sheet)
    words = pypdfium2.PdfDocument(sheet)[0].get_textpage().get_text_range()
    groups = re.findall(r"(?<!\S)[0-9A-HJKMNP-TV-Z]{4}(?!\S)", words)
    printable = " ".join(group for group in groups if group != "2026")
    key = open_with_recovery(config.store_path, printable)
    assert key == store_key(config, lambda _words: "correct horse battery")
    assert sheet.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("changes", "admin", "code"),
    [({"training": True}, "0001", "setup.training"), ({}, "9999", "setup.admin")],
)
def test_a_refused_set_up_leaves_no_store(
    tmp_path: Path, changes: dict[str, object], admin: str, code: str
) -> None:
    config = config_in(tmp_path, **changes)
    with pytest.raises(KnownError) as refusal:
        set_up(config, PACK, admin, "135792", "x", tmp_path / "sheet.pdf")
    assert refusal.value.code == code
    assert not config.store_path.exists() and not (tmp_path / "sheet.pdf").exists()
