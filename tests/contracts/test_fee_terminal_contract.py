"""What every fee terminal owes the desk, over every line it can be reached by.

The one sentence behind all of it: what the driver says and what the terminal's ledger holds never
contradict each other, and where nobody knows, the driver says that nobody knows.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, MutableMapping
from typing import Any

import msgspec
import pytest
from tests.devices.staging import HAS_PTY, port_of

from counter.devices.registry import Registry
from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError
from counter.domain.posrules import MAX_FEN, Asked, Recorded, Seen, resolve_last
from counter.ports.devices import (
    WHY_WORDS,
    BatchTotals,
    FeeReply,
    FeeTerminal,
    LastTrade,
    RefundOrder,
    SaleOrder,
    VoidOrder,
)

CHINA = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 9, 22, 12, 0, 0, tzinfo=CHINA)
NO_PTY = pytest.mark.skipif(not HAS_PTY, reason="no ptys on this system")
DRIVERS = [
    pytest.param(("ums-string", "tcp"), id="ums-tcp"),
    pytest.param(("ums-string", "pty"), id="ums-pty", marks=NO_PTY),
    pytest.param(("nexo-json", "tcp"), id="nexo-tcp"),
]
SALE = SaleOrder(trace="S000000001", fen=3500, operator="0411", window="9")


@pytest.fixture(params=DRIVERS)
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """(driver, kind of line)"""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def sim(way: tuple[str, str], request: pytest.FixtureRequest) -> SimControl:
    """The simulated terminal behind the driver; nobody has been charged, it is noon."""
    found: SimControl = request.getfixturevalue(f"{way[0].partition('-')[0]}_sim")
    found.call("clock", now=NOON.isoformat())
    return found


def make(way: tuple[str, str], sim: SimControl, **options: Any) -> FeeTerminal:
    made: FeeTerminal = Registry().make(
        f"{way[0]}-sim",
        {"port": port_of(sim, way[1]), "answer_seconds": 2, **options},
        allow_simulated=True,
    )
    return made


@pytest.fixture
def pos(way: tuple[str, str], sim: SimControl) -> Iterator[FeeTerminal]:
    """The driver, signed in."""
    made = make(way, sim)
    assert made.sign_in("0411", "9").result == "approved"
    yield made
    made.close()


def charged(sim: SimControl) -> int:
    """Fen that the terminal has really taken."""
    found: int = sim.ledger()["charged_fen"]
    return found


def count(sim: SimControl, kind: str) -> int:
    return sum(trade["kind"] == kind for trade in sim.ledger()["trades"])


def next_sale(number: int, fen: int = 3500) -> SaleOrder:
    return msgspec.structs.replace(SALE, trace=f"S{number:09d}", fen=fen)


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


# --- after the first byte ------------------------------------------------------------------------

UNKNOWN = [
    # fault, parameters, really charged, why
    ("no_ack", {}, False, {"pos.no_ack", "pos.silent"}),
    ("silence_before", {}, False, {"pos.silent"}),
    ("silence_after", {}, True, {"pos.silent"}),
    ("delay", {"seconds": 3.0}, None, {"pos.silent"}),
    ("cut_reply", {"bytes": 60, "times": -1}, True, {"pos.bad_data", "pos.silent"}),
    ("cut_reply", {"bytes": 2, "times": -1}, True, {"pos.bad_data", "pos.silent"}),
    ("bad_lrc", {"times": -1}, True, {"pos.bad_data"}),
    ("wrong_amount", {}, True, {"pos.wrong_amount"}),
    ("wrong_echo", {}, True, {"pos.wrong_echo"}),
    ("wrong_type", {}, True, {"pos.wrong_type"}),
    ("declined", {"code": "68"}, False, {"pos.bank_silent"}),
]
UNABLE = {"ums-string": {"wrong_type"}, "nexo-json": {"bad_lrc"}}


@pytest.mark.parametrize(("fault", "params", "took", "why"), UNKNOWN)
def test_what_nobody_can_know_is_called_unknown_and_never_sent_twice(
    pos: FeeTerminal,
    sim: SimControl,
    way: tuple[str, str],
    fault: str,
    params: dict[str, Any],
    took: bool | None,
    why: set[str],
) -> None:
    if fault in UNABLE[way[0]]:
        pytest.skip("this protocol cannot have that fault")
    sim.fault(fault, **params)
    reply = pos.sale(SALE)
    assert reply.result == "unknown"
    assert reply.why in why
    assert reply.words == WHY_WORDS[reply.why]
    if took is not None:
        assert charged(sim) == (3500 if took else 0)
    assert count(sim, "sale") <= 1


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("bad_lrc", {}),
        ("bad_lrc", {"times": 3}),
        ("junk", {}),
        ("duplicate", {}),
        ("former", {}),
        ("delay", {"seconds": 0.4}),
    ],
)
def test_noise_that_passes_charges_once_and_is_got_over(
    pos: FeeTerminal, sim: SimControl, way: tuple[str, str], fault: str, params: dict[str, Any]
) -> None:
    if fault in UNABLE[way[0]]:
        pytest.skip("this protocol cannot have that fault")
    first = pos.sale(next_sale(1, 1234))
    sim.fault(fault, **params)
    reply = pos.sale(next_sale(2, 3500))
    assert (reply.result, reply.fen) == ("approved", 3500)
    assert reply.voucher > first.voucher
    third = pos.sale(next_sale(3, 3500))
    assert (third.result, third.voucher > reply.voucher) == ("approved", True)
    assert charged(sim) == 1234 + 3500 + 3500


def test_an_answer_that_comes_too_late_is_not_the_next_ones(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("delay", seconds=2.5)
    assert pos.sale(next_sale(1, 3500)).result == "unknown"
    sim.fault("delay", seconds=1.5)
    second = pos.sale(next_sale(2, 3500))
    assert (second.result, second.voucher) == ("approved", "000002")
    assert charged(sim) == 7000


@pytest.mark.parametrize("code", ["51", "55"])
def test_what_the_bank_refuses_is_refused_in_words(
    pos: FeeTerminal, sim: SimControl, code: str
) -> None:
    sim.fault("declined", code=code)
    reply = pos.sale(SALE)
    assert (reply.result, reply.code) == ("declined", code)
    assert code in reply.words and {"51": "余额不足", "55": "密码错"}[code] in reply.words
    assert charged(sim) == 0
    assert pos.sale(next_sale(2)).result == "approved"


def test_a_terminal_that_forgot_its_sign_in_says_so_and_wants_one(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("not_signed_in")
    reply = pos.sale(SALE)
    assert reply.result == "declined"
    assert "签到" in reply.words
    assert not pos.signed_in
    with pytest.raises(KnownError):
        pos.sale(next_sale(2))
    pos.sign_in("0411", "9")
    assert pos.sale(next_sale(3)).result == "approved"
    assert charged(sim) == 3500


def test_a_cable_pulled_in_the_middle_of_a_sale(pos: FeeTerminal, sim: SimControl) -> None:
    sim.fault("delay", seconds=1.0)
    pull = threading.Timer(0.3, lambda: sim.fault("unplug"))
    pull.start()
    reply = pos.sale(SALE)
    pull.join()
    sim.fault("replug")
    assert (reply.result, reply.why) == ("unknown", "pos.lost")
    assert count(sim, "sale") <= 1


# --- countdown and abort -------------------------------------------------------------------------


def test_the_seconds_left_are_told_while_the_citizen_pays(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("delay", seconds=1.3)
    told: list[int] = []
    assert pos.sale(SALE, told.append).result == "approved"
    assert told == sorted(set(told), reverse=True)
    assert told[0] == 2 and len(told) >= 2


def test_an_abort_that_the_terminal_grants_charges_nobody(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("delay", seconds=0.8)
    sim.fault("abort_accepted")
    reply = pos.sale(SALE, cancel=lambda: True)
    assert reply.result == "declined"
    assert "取消" in reply.words
    assert charged(sim) == 0


def test_an_abort_that_comes_too_late_does_not_hide_the_sale(
    pos: FeeTerminal, sim: SimControl
) -> None:
    sim.fault("delay", seconds=0.8)
    reply = pos.sale(SALE, cancel=lambda: True)
    assert (reply.result, charged(sim)) == ("approved", 3500)


@pytest.mark.logs("pos.progress_failed")
def test_a_countdown_that_breaks_does_not_take_the_answer_with_it(
    pos: FeeTerminal, sim: SimControl
) -> None:
    def broken(left: int) -> None:
        raise RuntimeError("a fault of the screen")

    assert pos.sale(SALE, broken).result == "approved"
    assert charged(sim) == 3500


# --- the way out of the unknown ------------------------------------------------------------------


def seen_in(last: LastTrade) -> Seen | None:
    reply = last.reply
    if reply is None:
        return None
    return Seen(
        fen=reply.fen,
        mmdd=reply.date,
        hhmmss=reply.time,
        batch=reply.batch,
        voucher=reply.voucher,
        operator=last.operator,
        ours=last.ours,
        approved=reply.result == "approved",
    )


def asked(fen: int = 3500) -> Asked:
    return Asked(fen=fen, operator="0411", sent_at=NOON, asked_at=NOON + dt.timedelta(minutes=2))


def recorded(reply: FeeReply) -> Recorded:
    return Recorded(reply.batch, reply.voucher)


def test_a_sale_that_was_charged_in_silence_is_found_after_a_restart(
    way: tuple[str, str], sim: SimControl
) -> None:
    before = make(way, sim)
    before.sign_in("0411", "9")
    first = before.sale(next_sale(1))
    sim.fault("silence_after")
    assert before.sale(next_sale(2)).result == "unknown"
    before.close()
    after = make(way, sim)
    last = after.query_last(next_sale(2))
    assert last.state == "found"
    assert resolve_last(asked(), seen_in(last), recorded(first)).verdict == "done"
    assert count(sim, "sale") == 2
    after.close()


def test_a_sale_that_was_never_charged_is_not_mistaken_for_the_one_before(
    pos: FeeTerminal, sim: SimControl
) -> None:
    first = pos.sale(next_sale(1))
    sim.fault("silence_before")
    assert pos.sale(next_sale(2)).result == "unknown"
    last = pos.query_last(next_sale(2))
    assert resolve_last(asked(), seen_in(last), recorded(first)).verdict == "people"
    assert charged(sim) == 3500


@pytest.mark.parametrize("fault", ["silence_after", "wrong_echo"])
def test_a_question_without_a_believable_answer_proves_nothing(
    pos: FeeTerminal, sim: SimControl, fault: str
) -> None:
    pos.sale(SALE)
    sim.fault(fault, on="query")
    last = pos.query_last(SALE)
    assert (last.state, last.reply) == ("unknown", None)


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
