"""Configuration of one terminal: a typed TOML file, checked whole when it is read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from counter.domain.errors import KnownError, text


class DeviceConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A driver by its name in the registry, and its options (port, width …)."""

    driver: str
    options: dict[str, str | int | bool] = {}


class TerminalConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that differs from one window PC to the next.

    training: the kind of store this terminal opens; only a training one takes simulators, the
    player and a set clock. key: where the store's key comes from (`training` = from `key_hex`,
    training stores only). start_clock: ISO time a training desk starts at, empty = now. citizen:
    the payer's screen: none, on the second display, or in a window beside the desk (practice).
    """

    data_dir: str
    window: str
    terminal: str
    centre: str
    training: bool = False
    key: Literal["keyring", "passphrase", "training"] = "keyring"
    key_hex: str = ""
    theme: Literal["light", "dark"] = "light"
    big_font: bool = False
    idle_minutes: int = 5
    start_clock: str = ""
    citizen: Literal["off", "second", "window"] = "off"
    reader: DeviceConfig | None = None
    slip: DeviceConfig | None = None
    page: DeviceConfig | None = None
    queue: DeviceConfig | None = None
    pos: DeviceConfig | None = None
    tickets: DeviceConfig | None = None

    @property
    def store_path(self) -> Path:
        """The encrypted store of this terminal."""
        return Path(self.data_dir) / "counter.store"

    @property
    def log_dir(self) -> Path:
        """Logs and crash reports."""
        return Path(self.data_dir) / "logs"


def load_config(path: Path) -> TerminalConfig:
    """Read a terminal's TOML file. Raises KnownError `config.missing`, `config.wrong`."""
    again = text("请安装维护人员检查 {file}。", file=path.name)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(raw, TerminalConfig)
    except FileNotFoundError:
        raise KnownError("config.missing", "没有找到本机的设置文件。", again) from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        what = text("本机的设置文件不对：{why}。", why=str(error))
        raise KnownError("config.wrong", what, again) from None


def save_config(config: TerminalConfig, path: Path) -> None:
    """Write a terminal's TOML file (flat values and one table a device)."""
    lines: list[str] = []
    tables: list[str] = []
    for name in TerminalConfig.__struct_fields__:
        value = getattr(config, name)
        if isinstance(value, DeviceConfig):
            tables += [f"\n[{name}]", f"driver = {_toml(value.driver)}", f"\n[{name}.options]"]
            tables += [f"{k} = {_toml(v)}" for k, v in value.options.items()]
        elif value is not None:
            lines.append(f"{name} = {_toml(value)}")
    path.write_text("\n".join([*lines, *tables]) + "\n", "utf-8")


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return msgspec.json.encode(value).decode()  # a JSON string is a TOML basic string
