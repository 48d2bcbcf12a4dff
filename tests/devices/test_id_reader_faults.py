"""Every misfortune of the reader ends in one clear sentence, loses nothing and can be got over."""

from __future__ import annotations

from typing import Any

import pytest
from tests.devices.staging import RESIDENT, sam_reader

from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError


def code_of(reader: Any) -> str:
    with pytest.raises(KnownError) as caught:
        reader.read()
    return caught.value.code


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("junk", {}),
        ("junk", {"on": "any", "times": -1}),
        ("bad_checksum", {}),
        ("bad_checksum", {"on": "select"}),
        ("cut_reply", {"bytes": 700}),
        ("cut_reply", {"on": "find", "bytes": 6}),
        ("duplicate", {}),
        ("duplicate", {"on": "any", "times": -1}),
        ("silence", {}),
        ("delay", {"seconds": 0.1, "on": "find"}),
    ],
)
def test_noise_that_passes_is_got_over_unseen(
    reader_sim: SimControl, reader_port: str, fault: str, params: dict[str, Any]
) -> None:
    reader_sim.lay_card(RESIDENT)
    reader_sim.fault(fault, **params)
    reader = sam_reader(reader_port)
    assert reader.read().name == "张三"
    reader.close()


@pytest.mark.parametrize(
    ("fault", "params", "code"),
    [
        ("silence", {}, "device.silent"),
        ("bad_checksum", {}, "card.bad_data"),
        ("cut_reply", {"bytes": 3}, "card.bad_data"),
        ("cut_reply", {"bytes": 1294}, "card.bad_data"),
        ("delay", {"seconds": 1.5}, "device.silent"),
    ],
)
def test_noise_that_stays_is_said_and_the_next_reading_is_whole(
    reader_sim: SimControl, reader_port: str, fault: str, params: dict[str, Any], code: str
) -> None:
    reader_sim.lay_card(RESIDENT)
    reader_sim.fault(fault, times=2, **params)
    reader = sam_reader(reader_port)
    assert code_of(reader) == code
    assert reader.read().number == RESIDENT["number"]
    reader.close()


def test_a_card_moved_between_select_and_read(reader_sim: SimControl, reader_port: str) -> None:
    reader_sim.lay_card(RESIDENT)
    reader_sim.fault("card_moved")
    reader = sam_reader(reader_port)
    assert code_of(reader) == "card.moved"
    assert code_of(reader) == "card.none"
    reader_sim.lay_card(RESIDENT)
    assert reader.read().name == "张三"
    reader.close()


@pytest.mark.parametrize(
    ("status", "on", "code"),
    [
        (0x31, "read", "card.rejected"),
        (0x40, "select", "card.rejected"),
        (0x66, "find", "device.fault"),
        (0x91, "read", "card.bad_data"),
    ],
)
def test_a_bad_status_is_said_in_words(
    reader_sim: SimControl, reader_port: str, status: int, on: str, code: str
) -> None:
    reader_sim.lay_card(RESIDENT)
    reader_sim.fault("status", sw=status, on=on, times=-1)
    reader = sam_reader(reader_port)
    assert code_of(reader) == code
    reader_sim.clear_faults()
    assert reader.read().name == "张三"
    reader.close()


@pytest.mark.logs("id_reader.read_again")
@pytest.mark.parametrize("status", [0x10, 0x11, 0x21])
def test_a_complaint_about_our_bytes_is_logged_and_sent_again(
    reader_sim: SimControl, reader_port: str, status: int
) -> None:
    reader_sim.lay_card(RESIDENT)
    reader_sim.fault("status", sw=status, on="find")
    reader = sam_reader(reader_port)
    assert reader.read().name == "张三"
    reader_sim.fault("status", sw=status, times=2)
    assert code_of(reader) == "device.fault"
    reader.close()


def test_unplug_and_replug(reader_sim: SimControl, reader_port: str) -> None:
    reader_sim.lay_card(RESIDENT)
    reader = sam_reader(reader_port)
    assert reader.read().name == "张三"
    reader_sim.fault("unplug")
    assert not reader.poll()
    assert reader.health().light == "bad"
    assert code_of(reader) == "device.not_found"
    reader_sim.fault("replug")
    assert reader.read().name == "张三"
    assert reader.health().light == "ok"
    reader.close()


def test_a_cable_pulled_and_put_back_unseen_costs_nothing(
    reader_sim: SimControl, reader_port: str
) -> None:
    reader_sim.lay_card(RESIDENT)
    reader = sam_reader(reader_port)
    assert reader.poll()
    reader_sim.fault("unplug")
    reader_sim.fault("replug")
    assert reader.read().name == "张三"
    reader.close()


def test_our_simulator_is_known_for_one_even_where_it_is_called_real(
    reader_sim: SimControl,
) -> None:
    reader = sam_reader(reader_sim.tcp)
    reader.simulated = False
    assert reader.health().simulated
    assert reader.simulated
    reader.close()
