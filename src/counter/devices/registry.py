"""All drivers by name: those of the program and those of plug-ins, loadable or not.

A driver that cannot be loaded is listed with the reason (未安装：…), never hidden. Whether
simulated devices are allowed is for the caller to say: a real store never allows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import msgspec

from counter.devices.builtin import DRIVERS
from counter.devices.manifest import DeviceKind, Driver, Manifest, Surroundings
from counter.domain.errors import KnownError, text

GROUP = "counter.devices"


class Listed(msgspec.Struct, frozen=True):
    """One line of the driver list. missing: why it cannot be used, or ""."""

    name: str
    manifest: Manifest | None
    missing: str = ""

    @property
    def words(self) -> str:
        """Display name, or `未安装：原因`."""
        shown = self.manifest.display_name if self.manifest else self.name
        return f"{shown}（未安装：{self.missing}）" if self.missing else shown


class Registry:
    """Names → drivers."""

    def __init__(self, drivers: Iterable[Driver] = DRIVERS) -> None:
        self._drivers: dict[str, Driver] = {}
        self._broken: dict[str, str] = {}
        for driver in drivers:
            self.add(driver)

    @classmethod
    def standard(cls) -> Registry:
        """The program's own drivers and the installed plug-ins."""
        registry = cls()
        for point in entry_points(group=GROUP):
            registry.add_plugin(point)
        return registry

    def add(self, driver: Driver) -> None:
        """Add one; ValueError when its name is taken."""
        name = driver.manifest.name
        if name in self._drivers:
            raise ValueError(f"two drivers are called {name!r}")
        self._drivers[name] = driver

    def add_plugin(self, point: EntryPoint) -> None:
        """Load a plug-in's driver; one that fails stays listed with the reason."""
        try:
            driver = point.load()
            if not isinstance(driver, Driver):
                raise TypeError(f"{point.value} is not a Driver")
            self.add(driver)
        except Exception as error:
            # A stranger's module may fail in any way; the list is where that is said.
            self._broken[point.name] = f"{type(error).__name__}: {error}"

    def list(self, kind: DeviceKind | None = None) -> list[Listed]:
        """All drivers (of one kind, if given), then the plug-ins that failed to load."""
        listed = [
            Listed(name, driver.manifest, _missing(driver.manifest))
            for name, driver in self._drivers.items()
            if kind is None or driver.manifest.kind == kind
        ]
        return listed + [Listed(name, None, why) for name, why in self._broken.items()]

    def manifest(self, name: str) -> Manifest:
        """The manifest of a driver; KnownError `device.unknown_driver`."""
        return self._driver(name).manifest

    def make(
        self,
        name: str,
        settings: dict[str, Any],
        surroundings: Surroundings | None = None,
        *,
        allow_simulated: bool,
    ) -> Any:
        """The device of driver `name`, not yet opened.

        Raises KnownError `device.unknown_driver`, `device.not_installed`, `device.bad_settings`
        and, where simulated devices are not allowed, `device.simulated_only`.
        """
        driver = self._driver(name)
        manifest = driver.manifest
        if manifest.simulated and not allow_simulated:
            raise KnownError(
                "device.simulated_only",
                text("“{name}”是模拟设备，不能办真实业务。", name=manifest.display_name),
                text("请到“设备”里换成真实设备。"),
            )
        missing = _missing(manifest)
        if missing:
            raise KnownError(
                "device.not_installed",
                text("“{name}”未安装：{why}。", name=manifest.display_name, why=missing),
                text("请联系技术员安装所需组件。"),
            )
        return driver.make(manifest.check(settings), surroundings or Surroundings())

    def _driver(self, name: str) -> Driver:
        if name in self._drivers:
            return self._drivers[name]
        if name in self._broken:
            raise KnownError(
                "device.not_installed",
                text("“{name}”未安装：{why}。", name=name, why=self._broken[name]),
                text("请联系技术员安装所需组件。"),
            )
        raise KnownError(
            "device.unknown_driver",
            text("没有叫“{name}”的设备驱动。", name=name),
            text("请到“设备”里重新选择。"),
        )


def _missing(manifest: Manifest) -> str:
    """Why a driver cannot run here: the first of its needs that does not import, or ""."""
    for module in manifest.needs:
        try:
            import_module(module)
        except ImportError as error:
            return str(error)
    return ""
