"""Drivers by name: settings are checked, plug-ins join, nothing that fails to load is hidden."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

import pytest

from counter.devices.manifest import Driver, Manifest, Setting
from counter.devices.queue.none import NoQueue
from counter.devices.registry import GROUP, Registry
from counter.domain.errors import KnownError


def code_of(name: str, settings: dict[str, Any], allow_simulated: bool = True) -> str:
    with pytest.raises(KnownError) as caught:
        Registry().make(name, settings, allow_simulated=allow_simulated)
    assert str(caught.value.what) and str(caught.value.next_step)
    return caught.value.code


def test_every_kind_has_a_real_and_a_simulated_driver() -> None:
    listed = Registry().list()
    for kind in ("id_reader", "receipt_printer", "page_printer", "queue", "fee_terminal"):
        flags = {
            each.manifest.simulated
            for each in listed
            if each.manifest and each.manifest.kind == kind
        }
        assert flags == {True, False}, kind


@pytest.mark.parametrize(
    "name", ["sam-sim", "escpos-sim", "file-sink", "queue-sim", "ums-string-sim", "nexo-json-sim"]
)
def test_a_real_store_gets_no_simulated_device(name: str) -> None:
    assert code_of(name, {}, allow_simulated=False) == "device.simulated_only"


@pytest.mark.parametrize(
    ("name", "settings", "code"),
    [
        ("nothing", {}, "device.unknown_driver"),
        ("sam", {"speed": 9600}, "device.bad_settings"),
        ("sam", {"baud": "9600"}, "device.bad_settings"),
        ("sam", {"baud": 300}, "device.bad_settings"),
        ("escpos", {"width_dots": True}, "device.bad_settings"),
        ("file-sink", {}, "device.bad_settings"),
    ],
)
def test_what_is_wrong_is_said(name: str, settings: dict[str, Any], code: str) -> None:
    assert code_of(name, settings) == code


def test_a_device_without_a_port_is_made_and_says_that_it_is_not_set_up() -> None:
    for name in ("sam", "escpos", "ums-string", "nexo-json"):
        device = Registry().make(name, {}, allow_simulated=False)
        assert device.health().light == "absent"
        assert "设备" in device.health().words


@pytest.mark.skipif(sys.platform == "win32", reason="GDI is there")
def test_a_driver_that_cannot_run_here_is_listed_with_the_reason() -> None:
    (gdi,) = [each for each in Registry().list("page_printer") if each.name == "windows-gdi"]
    assert "未安装：" in gdi.words
    assert code_of("windows-gdi", {}) == "device.not_installed"


def plugin(monkeypatch: pytest.MonkeyPatch, **contents: Any) -> EntryPoint:
    module = ModuleType("acme_counter")
    module.__dict__.update(contents)
    monkeypatch.setitem(sys.modules, "acme_counter", module)
    return EntryPoint("acme-queue", "acme_counter:DRIVER", GROUP)


def test_a_plug_in_joins_the_list_and_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = Manifest(
        name="acme-queue",
        kind="queue",
        display_name="某牌叫号机",
        settings=(Setting(name="address", words="地址"),),
    )
    seen: list[dict[str, Any]] = []

    def make(settings: dict[str, Any], around: object) -> NoQueue:
        seen.append(settings)
        return NoQueue()

    registry = Registry()
    registry.add_plugin(plugin(monkeypatch, DRIVER=Driver(manifest, make)))
    assert registry.manifest("acme-queue").display_name == "某牌叫号机"
    made = registry.make("acme-queue", {"address": "192.0.2.1"}, allow_simulated=False)
    assert made.waiting() == 0
    assert seen == [{"address": "192.0.2.1"}]


@pytest.mark.parametrize("contents", [{}, {"DRIVER": "not a driver"}])
def test_a_broken_plug_in_is_listed_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, contents: dict[str, Any]
) -> None:
    registry = Registry()
    registry.add_plugin(plugin(monkeypatch, **contents))
    broken = registry.list()[-1]
    assert (broken.name, "未安装：" in broken.words) == ("acme-queue", True)
    with pytest.raises(KnownError) as caught:
        registry.make("acme-queue", {}, allow_simulated=True)
    assert caught.value.code == "device.not_installed"


def test_a_name_is_taken_once() -> None:
    manifest = Manifest(name="sam", kind="queue", display_name="x")
    with pytest.raises(ValueError, match="sam"):
        Registry().add(Driver(manifest, lambda settings, around: NoQueue()))


def test_the_installed_plug_ins_are_asked_for() -> None:
    assert Registry.standard().list()
