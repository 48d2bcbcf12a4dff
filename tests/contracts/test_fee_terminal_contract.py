"""What every fee terminal owes the desk, over every line it can be reached by.

The one sentence behind all of it: what the driver says and what the terminal's ledger holds never
contradict each other, and where nobody knows, the driver says that nobody knows.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import MutableMapping
from typing import Any

import msgspec
import pytest
from tests.contracts.feestage import NOON, SALE, charged, count, make, next_sale
from tests.devices.staging import port_of

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError
from counter.domain.posrules import MAX_FEN
from counter.ports.devices import (
    BatchTotals,
    FeeReply,
    FeeTerminal,
    RefundOrder,
    SaleOrder,
    VoidOrder,
)

# --- all well ------------------------------------------------------------------------------------


def test_a_sale_says_who_took_what_from_which_card(pos: FeeTerminal, sim: SimControl) -> None:
    reply = pos.sale(SALE)
    assert (reply.kind, reply.result, reply.fen) == ("sale", "approved", 3500)
    assert (len(reply.merchant), len(reply.terminal)) == (15, 8)
    assert (reply.batch, reply.voucher) == ("000001", "000001")
    assert (len(reply.reference), len(reply.auth)) == (12, 6)
    assert (reply.date, reply.time[:2]) == ("0922", "12")
    assert reply.card == "622202*********0123"
    assert reply.simulated and pos.simulated
    (trade,) = sim.ledger()["trades"]
    assert (trade["fen"], trade["operator"], trade["window"]) == (3500, "0411", "9")


@pytest.mark.parametrize("fen", [1, 100, 99_999_999, MAX_FEN])
def test_every_amount_that_a_terminal_holds_is_taken_to_the_fen(
    pos: FeeTerminal, sim: SimControl, fen: int
) -> None:
    assert pos.sale(next_sale(2, fen)).fen == fen
    assert charged(sim) == fen


@pytest.mark.parametrize("fen", [0, -1, MAX_FEN + 1])
def test_no_other_amount_leaves_the_program(pos: FeeTerminal, sim: SimControl, fen: int) -> None:
    with pytest.raises(KnownError) as caught:
        pos.sale(next_sale(2, fen))
    assert caught.value.code == "pos.bad_amount"
    assert sim.ledger()["trades"] == []


def test_a_void_takes_a_sale_back_once(pos: FeeTerminal, sim: SimControl) -> None:
    sold = pos.sale(SALE)
    order = VoidOrder(
        trace="V000000001", fen=3500, operator="0411", window="9", voucher=sold.voucher
    )
    voided = pos.void(order)
    assert (voided.kind, voided.result, voided.fen) == ("void", "approved", 3500)
    assert voided.voucher > sold.voucher
    assert charged(sim) == 0
    again = pos.void(msgspec.structs.replace(order, trace="V000000002"))
    assert again.result == "declined"
    assert charged(sim) == 0


def test_a_refund_gives_back_a_part_on_another_day(pos: FeeTerminal, sim: SimControl) -> None:
    sold = pos.sale(SALE)
    pos.settle("0411", "9")
    sim.call("clock", now=(NOON + dt.timedelta(days=1)).isoformat())
    order = RefundOrder(
        trace="R000000001",
        fen=1000,
        operator="0411",
        window="9",
        reference=sold.reference,
        date="2026-09-22",
    )
    assert pos.refund(order).result == "approved"
    assert charged(sim) == 2500
    too_much = msgspec.structs.replace(order, trace="R000000002", fen=2501)
    assert pos.refund(too_much).result == "declined"
    wrong_day = msgspec.structs.replace(order, trace="R000000003", date="2025-09-22")
    assert pos.refund(wrong_day).result == "declined"
    assert charged(sim) == 2500


def test_a_settlement_tells_the_totals_and_opens_a_batch(pos: FeeTerminal, sim: SimControl) -> None:
    first = pos.sale(SALE)
    pos.sale(next_sale(2, 1050))
    pos.void(VoidOrder(trace="V1", fen=3500, operator="0411", window="9", voucher=first.voucher))
    settlement = pos.settle("0411", "9")
    assert settlement.reply.result == "approved"
    assert settlement.totals == BatchTotals(
        sale_count=2, sale_fen=4550, void_count=1, void_fen=3500
    )
    assert settlement.totals.net_fen == charged(sim) == 1050
    assert pos.sale(next_sale(3)).batch == "000002"


def test_a_terminal_that_tells_no_totals_is_not_made_up_for(
    pos: FeeTerminal, sim: SimControl
) -> None:
    pos.sale(SALE)
    sim.fault("no_totals", on="settle")
    settlement = pos.settle("0411", "9")
    assert (settlement.reply.result, settlement.totals) == ("approved", None)


def test_asking_for_the_last_trade_moves_no_money(pos: FeeTerminal, sim: SimControl) -> None:
    assert pos.query_last(SALE).state == "none"
    sold = pos.sale(SALE)
    for _ in range(3):
        last = pos.query_last(SALE)
        assert last.state == "found" and last.reply is not None
        assert last.reply.result == "approved"
        assert (last.reply.voucher, last.reply.fen) == (sold.voucher, 3500)
        assert (last.reply.date, last.reply.time) == (sold.date, sold.time)
    assert count(sim, "sale") == 1


# --- before the first byte -----------------------------------------------------------------------


def test_without_a_sign_in_nothing_is_sent(way: tuple[str, str], sim: SimControl) -> None:
    pos = make(way, sim)
    with pytest.raises(KnownError) as caught:
        pos.sale(SALE)
    assert caught.value.code == "pos.not_signed_in"
    assert "没有发出" in str(caught.value.what)
    assert "签到" in str(caught.value.next_step)
    assert sim.ledger()["trades"] == []
    pos.close()


def test_a_terminal_that_is_not_there_was_sent_nothing(pos: FeeTerminal, sim: SimControl) -> None:
    sim.fault("unplug")
    for _ in range(2):
        with pytest.raises(KnownError) as caught:
            pos.sale(SALE)
        assert caught.value.code.startswith("device.")
        assert "没有发出，没有扣款" in str(caught.value.what)
        assert str(caught.value.next_step)
    sim.fault("replug")
    assert sim.ledger()["trades"] == []
    assert pos.sale(SALE).result == "approved"
    assert count(sim, "sale") == 1


def test_a_line_that_died_between_two_sales_is_opened_again(
    pos: FeeTerminal, sim: SimControl
) -> None:
    pos.sale(SALE)
    sim.fault("unplug")
    sim.fault("replug")
    assert pos.sale(next_sale(2)).result == "approved"
    assert count(sim, "sale") == 2


@pytest.mark.parametrize(
    "order",
    [
        msgspec.structs.replace(SALE, trace=""),
        msgspec.structs.replace(SALE, trace="S0000000011"),
        msgspec.structs.replace(SALE, trace="单1"),
        msgspec.structs.replace(SALE, operator=""),
        msgspec.structs.replace(SALE, operator="123456789"),
        msgspec.structs.replace(SALE, window="一二三四五"),
    ],
)
def test_an_order_that_does_not_fit_is_not_cut_but_refused(
    pos: FeeTerminal, sim: SimControl, order: SaleOrder
) -> None:
    with pytest.raises(KnownError) as caught:
        pos.sale(order)
    assert caught.value.code == "pos.bad_order"
    assert sim.ledger()["trades"] == []


# --- the rest ------------------------------------------------------------------------------------


def test_one_trade_at_a_time_and_its_light_stays_green(pos: FeeTerminal, sim: SimControl) -> None:
    sim.fault("delay", seconds=0.8)
    replies: list[FeeReply] = []
    thread = threading.Thread(target=lambda: replies.append(pos.sale(next_sale(1))))
    thread.start()
    while not sim.ledger()["trades"] and thread.is_alive():
        assert pos.health().light == "ok"
    second = pos.sale(next_sale(2))
    thread.join()
    assert [replies[0].result, second.result] == ["approved", "approved"]
    assert count(sim, "sale") == 2


def test_health_is_a_line_a_clerk_can_read_and_moves_nothing(
    pos: FeeTerminal, sim: SimControl
) -> None:
    health = pos.health()
    assert (health.kind, health.light, health.simulated) == ("fee_terminal", "ok", True)
    sim.fault("unplug")
    pos.health()
    gone = pos.health()
    assert gone.light == "bad"
    assert "POS 机" in gone.words
    sim.fault("replug")
    assert sim.ledger()["trades"] == []


def test_a_program_that_ends_in_the_middle_of_a_sale_does_not_wait_for_it(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("delay", seconds=1.8)
    replies: list[FeeReply] = []
    told = threading.Event()
    thread = threading.Thread(
        target=lambda: replies.append(pos.sale(SALE, lambda left: told.set()))
    )
    thread.start()
    told.wait(5.0)
    pos.close()
    thread.join(1.0)
    assert [(reply.result, reply.why) for reply in replies] == [("unknown", "pos.left")]


def test_it_can_be_closed_twice_and_used_again(pos: FeeTerminal, sim: SimControl) -> None:
    pos.close()
    pos.close()
    assert pos.sale(SALE).result == "approved"


def test_a_simulated_terminal_gives_itself_away(way: tuple[str, str], sim: SimControl) -> None:
    made: FeeTerminal = Registry().make(
        way[0], {"port": port_of(sim, way[1])}, allow_simulated=False
    )
    assert made.sign_in("0411", "9").simulated
    assert made.simulated
    made.close()


def test_the_log_has_nothing_of_a_card(
    pos: FeeTerminal, sim: SimControl, log_entries: list[MutableMapping[str, Any]]
) -> None:
    pos.sale(SALE)
    sim.fault("wrong_amount")
    pos.sale(next_sale(2))
    said = str(log_entries)
    assert "pos.reply" in said
    assert "622202" not in said and "0123" not in said
