"""The papers of a close: issued with the lock in one transaction, or nothing is locked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk.test_till import approved, printed
from tests.helpers.till import CODE, Till, line

from counter.documents.papers import FormPapers
from counter.domain.errors import KnownError
from counter.domain.finance.shift import Difference, Shift, shift_stream
from counter.domain.finance.stock import stock_stream
from counter.domain.paperacts import PaperState, papers_of
from counter.ports.devices import BatchTotals, FeeReply, RefundOrder


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    made.paper()
    made.shifts.open(made.person(), 50000)
    yield made
    made.close()


def day(till: Till) -> None:
    """A sheet of 300.00 in cash, one of 850.50 by POS, both ticketed; the terminal settled."""
    cash = till.sheet(line("GS", "A", 30000))
    card = till.sheet(line("JS", "B", 30000), line("XF", "C", 45050), line("QX", "D", 10000))
    till.cashier.cash(till.person(), cash, 30000, 50000)
    order = till.cashier.begin_sale(till.person(), card, 85050, "POS-20", simulated=True)
    reply = approved(order, 85050)
    till.cashier.answered(order.trace, reply)
    for sheet, seen in ((cash, "00001"), (card, "00002")):
        printed(till, till.tickets.issue(till.person(), sheet, seen, simulated=True).number)
    till.shifts.settled(till.person(), "POS-20", reply, BatchTotals(sale_count=1, sale_fen=85050))


def papers(till: Till, shift: Shift) -> dict[str, PaperState]:
    found = papers_of(till.store.acts_of(shift_stream(shift.name)))
    return {p.issued.code: p for p in found.values()}


def test_the_lock_issues_its_papers_and_queues_them(till: Till) -> None:
    day(till)
    closed = till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    made = papers(till, closed)
    assert list(made) == [
        "day_close",
        "ticket_usage",
        "fee_summary",
        "pos_reconcile",
        "bank_deposit",
    ]
    assert [j.title for j in sorted(till.store.jobs(("queued",), 50), key=lambda j: j.id)] == [
        "日结单",
        "票据使用情况表",
        "收费汇总表",
        "POS 对账表",
        "缴款单",
    ]
    content = made["day_close"].issued.content
    assert (content["maker"], content["checker"]) == ("刘慧", "何建平")
    assert content["number_range"] == "0000600001 至 0000600002"
    assert content["short_words"] == "" and content["counted_words"] == "捌佰元整"
    fees = made["fee_summary"].issued.content["fees"]
    assert isinstance(fees, list)
    assert [(f["unit_short"], f["paid"]) for f in fees] == [
        ("GS", "300.00"),
        ("JS", "300.00"),
        ("QX", "100.00"),
        ("XF", "450.50"),
    ]
    stocks = made["ticket_usage"].issued.content["stocks"]
    assert stocks == [
        {
            "name": "非税收入通用票据",
            "code": CODE,
            "opening": 100,
            "received": 0,
            "issued": 2,
            "void": 0,
            "lost": 0,
            "left": 98,
        }
    ]
    assert made["pos_reconcile"].issued.content["verdict_words"] == "一致，没有结果未知的"
    assert made["bank_deposit"].issued.content["amount"] == "300.00"
    assert all(p.issued.about == closed.name for p in made.values())


def test_the_real_forms_take_what_the_lock_issues(till: Till) -> None:
    day(till)
    closed = till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    forms = FormPapers()
    said = {c: forms.render(p.issued, 1).text for c, p in papers(till, closed).items()}
    assert "原有 100 + 领 0 − 开 2 − 废 0 − 失 0" in squeezed(said["day_close"])
    assert "领 100 = 用 2 + 废 0 + 余 98" in squeezed(said["ticket_usage"])
    assert "壹仟壹佰伍拾元零伍角整" in squeezed(said["fee_summary"])
    assert "一致，没有结果未知的" in squeezed(said["pos_reconcile"])
    assert "抽屉里留底金 500.00" in squeezed(said["bank_deposit"])


def squeezed(words: str) -> str:
    return " ".join(words.split())


def test_a_difference_that_was_signed_stands_on_the_paper(till: Till) -> None:
    day(till)
    why = (Difference(equation=3, by=-1000, reason="change", words="11:20 前后"),)
    counted = ((10000, 7), (5000, 1), (1000, 4))
    closed = till.shifts.close(till.person(), counted, "day", why, till.person("2002"))
    content = papers(till, closed)["day_close"].issued.content
    assert content["differences"] == [
        {
            "no": 3,
            "by": "短 10.00",
            "reason": "找零多付，交款人已走",
            "words": "11:20 前后",
            "name": "现金",
        }
    ]
    rows = content["equations"]
    assert isinstance(rows, list)
    assert [r["verdict"] for r in rows] == ["相等", "相等", "短 10.00", "相等", "相等"]


def test_a_paper_that_cannot_be_made_locks_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(till)
    before = till.store.info().acts

    def refuse(form: str, content: dict[str, object]) -> None:
        if form == "fee_summary":
            raise KnownError("paper.glyph_missing", "字印不出。", "请换一个字。")

    monkeypatch.setattr(till.hall.papers, "check", refuse)
    with pytest.raises(KnownError, match="印不出"):
        till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    assert till.store.info().acts == before and till.store.jobs(("queued",), 50) == ()
    assert till.shifts.current("20") is not None


def test_a_hand_over_says_what_the_next_one_takes_over(till: Till) -> None:
    day(till)
    closed = till.shifts.close(till.person(), ((10000, 8),), "handover", (), till.person("2002"))
    made = papers(till, closed)
    assert list(made) == ["shift_handover", "ticket_usage", "fee_summary"]
    content = made["shift_handover"].issued.content
    assert (content["giver"], content["taker"]) == ("刘慧", "何建平")
    assert content["next_shift"] == "20/2026-09-22/2"
    handed = content["handed"]
    assert isinstance(handed, list)
    assert [(h["what"], h["value"]) for h in handed] == [
        ("现金", "800.00"),
        ("下一张票号", "0000600003"),
        ("POS", "已结算"),
    ]
    with pytest.raises(KnownError, match=r"上一班交下来 800\.00"):
        till.shifts.open(till.person("2002"), 50000)
    assert till.shifts.open(till.person("2002"), 80000).name == content["next_shift"]


def test_a_day_without_money_makes_no_empty_tables(till: Till) -> None:
    closed = till.shifts.close(till.person(), ((10000, 5),), "day", (), till.person("2002"))
    assert list(papers(till, closed)) == ["day_close", "ticket_usage"]


def test_a_closed_shift_is_read_again_with_its_papers(till: Till) -> None:
    day(till)
    closed = till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    seen = till.shifts.closed(closed.name)
    assert [eq.difference for eq in seen.equations] == [0, 0, 0, 0, 0]
    assert len(seen.papers) == 5


def test_totals_that_cannot_be_are_refused(till: Till) -> None:
    reply = approved(None, 0)
    for totals in (BatchTotals(sale_count=1), BatchTotals(sale_count=-1, sale_fen=5)):
        with pytest.raises(KnownError, match="配不上"):
            till.shifts.settled(till.person(), "POS-20", reply, totals, typed=True)


@pytest.mark.parametrize("said", ["000126", "000127", ""])
def test_the_batch_that_is_settled_is_the_one_our_trades_bear(till: Till, said: str) -> None:
    sheet = till.sheet(line("JS", "B", 85050))
    order = till.cashier.begin_sale(till.person(), sheet, 85050, "POS-20", simulated=True)
    till.cashier.answered(order.trace, approved(order, 85050))
    reply = FeeReply(kind="settle", result="approved", batch=said)
    totals = BatchTotals(sale_count=1, sale_fen=85050)
    shift = till.shifts.settled(till.person(), "POS-20", reply, totals)
    assert [s.batch for s in shift.settled] == ["000126"]
    back = till.cashier.begin_return(till.person(), order.trace, "POS-20", simulated=True)
    assert isinstance(back, RefundOrder)


def test_the_write_off_of_stubs_prints_its_table(till: Till) -> None:
    day(till)
    till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    batch = till.stock.batches()[0].stock.batch
    till.stock.write_off(till.person(), batch, 600002, "核销〔2026〕9 号")
    (paper,) = papers_of(till.store.acts_of(stock_stream(batch))).values()
    content = paper.issued.content
    assert content["stub_words"] == "领 2 = 用 2 + 废 0 + 余 0"
    assert (content["amount_sum"], content["maker"]) == ("1,150.50", "刘慧")
    assert "票据核销表" in [j.title for j in till.store.jobs(("queued",), 50)]
    assert "0000600001" in FormPapers().render(paper.issued, 1).text


def test_stubs_stay_when_their_table_cannot_be_made(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(till)
    till.shifts.close(till.person(), ((10000, 8),), "day", (), till.person("2002"))
    batch = till.stock.batches()[0].stock.batch

    def refuse(form: str, content: dict[str, object]) -> None:
        raise KnownError("paper.glyph_missing", "字印不出。", "请换一个字。")

    monkeypatch.setattr(till.hall.papers, "check", refuse)
    with pytest.raises(KnownError, match="印不出"):
        till.stock.write_off(till.person(), batch, 600002, "核销〔2026〕9 号")
    assert till.stock.batches()[0].stock.written_off == ()


def test_after_a_hand_over_only_the_days_first_float_stays_in_the_drawer(till: Till) -> None:
    day(till)
    till.shifts.close(till.person(), ((10000, 8),), "handover", (), till.person("2002"))
    till.shifts.open(till.person("2002"), 80000)
    closed = till.shifts.close(till.person("2002"), ((10000, 8),), "day", (), till.person())
    deposit = papers(till, closed)["bank_deposit"].issued.content
    assert (deposit["amount"], deposit["note_words"]) == ("300.00", "抽屉里留底金 500.00")
