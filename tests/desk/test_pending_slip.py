"""待查凭证: the payer gets it by itself, once, when nobody knows whether the card was charged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.helpers.till import Till

from counter.domain.errors import KnownError
from counter.domain.finance.payment import PayState, payment_stream
from counter.domain.paperacts import PaperState, papers_of
from counter.ports.devices import FeeReply, LastTrade

SILENT = FeeReply(kind="sale", result="unknown", why="pos.silent", words="没有回话")


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    made.paper()
    made.shifts.open(made.person(), 50000)
    yield made
    made.close()


def begun(till: Till, sheet: str) -> str:
    return till.cashier.begin_sale(till.person(), sheet, 30000, "POS-20", simulated=True).trace


def slips(till: Till, trace: str) -> list[PaperState]:
    return list(papers_of(till.store.acts_of(payment_stream(trace))).values())


def test_the_slip_is_queued_with_the_act_that_says_unknown(till: Till) -> None:
    sheet = till.sheet()
    trace = begun(till, sheet)
    assert slips(till, trace) == []
    till.cashier.answered(trace, SILENT)
    (slip,) = slips(till, trace)
    content = slip.issued.content
    assert (content["trace"], content["amount"]) == (trace, "300.00")
    assert (content["amount_words"], content["sheet_number"]) == ("叁佰元整", sheet)
    assert (content["payer_name"], content["clerk"]) == ("衡山县开云镇明远粮油店", "刘慧")
    (job,) = till.store.jobs(("queued",), 50)
    assert (job.title, job.channel, job.copies, job.about) == ("待查凭证", "slip", 1, sheet)


def test_asking_again_in_vain_makes_no_second_slip(till: Till) -> None:
    trace = begun(till, till.sheet())
    till.cashier.answered(trace, SILENT)
    till.cashier.asked(trace, LastTrade(state="unknown", words="没有回话"))
    till.cashier.judge(till.person(), trace, "unclear", till.person("2002"), words="签购单上看不清")
    assert len(slips(till, trace)) == 1


def test_a_power_cut_gives_the_slip_at_the_next_start(till: Till) -> None:
    trace = begun(till, till.sheet())
    till.cashier.recover()
    assert [s.issued.title for s in slips(till, trace)] == ["待查凭证"]
    assert till.cashier.recover() == 0 and len(slips(till, trace)) == 1


def test_a_sale_that_was_declined_gives_none(till: Till) -> None:
    trace = begun(till, till.sheet())
    till.cashier.answered(trace, FeeReply(kind="sale", result="declined", code="51", words="不足"))
    assert slips(till, trace) == []


@pytest.mark.logs("pay.pending")
def test_a_slip_that_cannot_be_drawn_does_not_keep_the_unknown_from_being_recorded(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(form: str, content: dict[str, object]) -> None:
        raise KnownError("paper.glyph", "名字里有印不出的字。", "请换一个字。")

    monkeypatch.setattr(till.hall.papers, "check", refuse)
    trace = begun(till, till.sheet())
    assert till.cashier.answered(trace, SILENT).state is PayState.UNKNOWN
    assert slips(till, trace) == [] and till.store.jobs(("queued",), 50) == ()
