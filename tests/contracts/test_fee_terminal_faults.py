"""Every misfortune of a fee terminal, and the way out of the unknown, for every driver.

Nobody is charged twice, nothing unknown is called a success or a failure.
"""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from tests.contracts.feestage import NOON, SALE, charged, count, make, next_sale

from counter.devices.sim.control import SimControl
from counter.domain.errors import KnownError
from counter.domain.posrules import Asked, Recorded, Seen, resolve_last
from counter.ports.devices import WHY_WORDS, FeeReply, FeeTerminal, LastTrade

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
