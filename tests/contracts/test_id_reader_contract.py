"""What every ID-card reader owes the desk, over every line it can be reached by.

A new driver joins by one line in `DRIVERS`: its name in the registry and the settings to reach the
simulator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.devices.staging import CARDS, RESIDENT

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError
from counter.domain.persons import IdDocument
from counter.ports.devices import DeviceHealth, IdCardReader

DRIVERS = ["sam", "sam-sim"]


@pytest.fixture(params=DRIVERS)
def reader(request: pytest.FixtureRequest, reader_port: str) -> Iterator[IdCardReader]:
    made: IdCardReader = Registry().make(request.param, {"port": reader_port}, allow_simulated=True)
    yield made
    made.close()


def test_without_a_card_it_says_so(reader: IdCardReader) -> None:
    assert not reader.poll()
    with pytest.raises(KnownError) as caught:
        reader.read()
    assert caught.value.code == "card.none"
    assert str(caught.value.next_step)


@pytest.mark.parametrize("card", CARDS, ids=[card["kind"] for card in CARDS])
def test_it_reads_all_four_kinds(
    reader: IdCardReader, reader_sim: SimControl, card: dict[str, Any]
) -> None:
    reader_sim.lay_card(card)
    assert reader.poll()
    document = reader.read()
    assert isinstance(document, IdDocument)
    assert (document.kind, document.name, document.number) == (
        card["kind"],
        card["name"],
        card["number"],
    )
    assert document.source == "card"


def test_it_reads_again_and_again_and_sees_the_card_go(
    reader: IdCardReader, reader_sim: SimControl
) -> None:
    reader_sim.lay_card(RESIDENT)
    assert reader.read() == reader.read()
    reader_sim.lift_card()
    assert not reader.poll()


def test_a_simulated_card_never_passes_for_a_real_one(
    reader: IdCardReader, reader_sim: SimControl
) -> None:
    reader_sim.lay_card(RESIDENT)
    assert reader.read().simulated
    assert reader.simulated


def test_an_unknown_kind_of_card_is_refused(reader: IdCardReader, reader_sim: SimControl) -> None:
    reader_sim.lay_card({**RESIDENT, "mark": "K"})
    with pytest.raises(KnownError) as caught:
        reader.read()
    assert caught.value.code == "card.unknown_layout"


def test_health_is_a_line_a_clerk_can_read(reader: IdCardReader, reader_sim: SimControl) -> None:
    health = reader.health()
    assert isinstance(health, DeviceHealth)
    assert (health.kind, health.light) == ("id_reader", "ok")
    reader_sim.fault("unplug")
    reader.poll()
    gone = reader.health()
    assert gone.light == "bad"
    assert "读卡器" in gone.words


def test_it_can_be_closed_twice_and_used_again(
    reader: IdCardReader, reader_sim: SimControl
) -> None:
    reader.close()
    reader.close()
    reader_sim.lay_card(RESIDENT)
    assert reader.read().name == "张三"
