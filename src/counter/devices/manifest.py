"""What a driver says about itself before it is loaded: kind, name, settings, simulated or not.

A plug-in brings a `Driver` under the entry-point group `counter.devices`:

    [project.entry-points."counter.devices"]
    acme-reader = "acme_counter:DRIVER"      # DRIVER = Driver(Manifest(...), make)

`make(settings, surroundings)` returns an object that fits the port of its kind in
`counter.ports.devices`. Settings arrive checked against the manifest and filled with defaults.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from counter.devices.transports import Monotonic
from counter.domain.errors import KnownError, text

DeviceKind = Literal[
    "id_reader", "receipt_printer", "page_printer", "form_printer", "queue", "fee_terminal"
]
Value = str | int


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting of a driver. words: its label; type: what the settings page asks for."""

    name: str
    words: str
    type: Literal["text", "number", "port", "folder"] = "text"
    default: Value | None = None
    choices: tuple[Value, ...] = ()

    @property
    def required(self) -> bool:
        return self.default is None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """name: what the configuration says; needs: modules without which the driver cannot run."""

    name: str
    kind: DeviceKind
    display_name: str
    settings: tuple[Setting, ...] = ()
    simulated: bool = False
    needs: tuple[str, ...] = ()

    def check(self, given: dict[str, Any]) -> dict[str, Any]:
        """`given` with defaults filled in; KnownError `device.bad_settings` names what is wrong."""
        known = {setting.name: setting for setting in self.settings}
        for name in given:
            if name not in known:
                raise self._bad(text("没有“{name}”这一项设置。", name=name))
        checked: dict[str, Any] = {}
        for name, setting in known.items():
            value = given.get(name, setting.default)
            if value is None:
                raise self._bad(text("缺少设置“{words}”。", words=setting.words))
            wanted = int if setting.type == "number" else str
            if not isinstance(value, wanted) or isinstance(value, bool):
                raise self._bad(text("设置“{words}”的类型不对。", words=setting.words))
            if setting.choices and value not in setting.choices:
                choices = "、".join(str(choice) for choice in setting.choices)
                raise self._bad(
                    text("设置“{words}”只能是 {choices}。", words=setting.words, choices=choices)
                )
            checked[name] = value
        return checked

    def _bad(self, what: Any) -> KnownError:
        return KnownError(
            "device.bad_settings",
            what,
            text("请到“设备”里改正“{name}”的设置。", name=self.display_name),
            driver=self.name,
        )


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What every driver is given: monotonic seconds, and the wall time as ISO text."""

    monotonic: Monotonic = time.monotonic
    now: Callable[[], str] = lambda: ""


class Driver(msgspec.Struct, frozen=True):
    """A manifest and the function that makes the device."""

    manifest: Manifest
    make: Callable[[dict[str, Any], Surroundings], Any]
