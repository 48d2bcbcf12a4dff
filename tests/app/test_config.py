"""A terminal's settings file: read whole, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.config import DeviceConfig, TerminalConfig, load_config, save_config
from counter.domain.errors import KnownError


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    config = TerminalConfig(
        data_dir=str(tmp_path / '带"引号'),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        reader=DeviceConfig("sam-tcp", {"port": "127.0.0.1:9000", "retry": 2, "log": False}),
    )
    path = tmp_path / "terminal.toml"
    save_config(config, path)
    assert load_config(path) == config


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("window = ", "config.wrong"),
        ('window = "3"', "config.wrong"),
        (
            'data_dir="x"\nwindow="3"\nterminal="03"\ncentre="430423"\nprinter="x"',
            "config.wrong",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, words: str, code: str) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text(words, "utf-8")
    with pytest.raises(KnownError) as refusal:
        load_config(path)
    assert refusal.value.code == code and "terminal.toml" in str(refusal.value.next_step)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        load_config(tmp_path / "none.toml")
    assert refusal.value.code == "config.missing"
