"""The charge sheet: one for a case, by the catalogue, every unit's word, less only on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.helpers.fee_hall import (
    AREA,
    CULTURE,
    FEES,
    FINANCE,
    FIRE,
    FIRM,
    Sheet,
    less,
)
from tests.helpers.small_hall import CHIEF, CLERK, SUPERVISOR

from counter.domain import endings, reception, waiting
from counter.domain.case import PaperIssued, case_stream
from counter.domain.errors import KnownError
from counter.domain.finance import chargeback
from counter.domain.finance.charge import ChargeStatus
from counter.domain.finance.charging import LineAsk, older_words, require_confirmed
from counter.domain.finance.lines import Payer
from counter.domain.finance.payment import PaymentTaken, payment_stream
from counter.domain.finance.rules import money_act


def refused(step: Any, *args: Any, **named: Any) -> KnownError:
    with pytest.raises(KnownError) as caught:
        step(*args, **named)
    assert str(caught.value.what) and str(caught.value.next_step)
    return caught.value


def opened(joint: bool = False, firm: bool = False) -> Sheet:
    sheet = Sheet(joint, firm)
    sheet.open()
    return sheet


def pay(sheet: Sheet, fen: int) -> None:
    taken = PaymentTaken(
        trace="t1",
        sheet=sheet.charge.number,
        purpose="sale",
        way="cash",
        fen=fen,
        window="20",
        shift="s",
    )
    act = money_act(payment_stream("t1"), taken, "2026-09-22", sheet.charge)
    sheet.place.record(FINANCE, [act])


def papers(acts: list[Any]) -> list[str]:
    return [a.payload.code for a in acts if isinstance(a.payload, PaperIssued)]


# ---------------------------------------------------------------- raising


def test_a_sheet_is_numbered_at_its_terminal_and_touches_its_case() -> None:
    sheet = Sheet()
    (act,) = sheet.open()
    assert sheet.charge.number == "缴〔2026〕03-0001"
    assert case_stream(sheet.number) in act.touches
    assert sheet.charge.payer is not None and sheet.charge.payer.name == "周明远"
    assert [s.unit for s in sheet.charge.shares] == ["GS"]
    assert sheet.state.charge is not None and sheet.state.charge.status is ChargeStatus.OPEN


def test_one_case_has_one_live_sheet() -> None:
    sheet = opened()
    error = refused(sheet.open)
    assert error.code == "charge.twice" and "0001" in str(error.what) and error.rule
    sheet.cancel()
    sheet.open()
    assert sheet.charge.number == "缴〔2026〕03-0002"


def test_only_the_cases_unit_raises_its_sheet() -> None:
    for actor in (CULTURE, FINANCE, SUPERVISOR):
        assert refused(Sheet().open, actor).code in ("role.unit", "role.clerk")
    Sheet().open(CHIEF)


def test_a_joint_case_asks_the_units_that_have_a_fee_of_the_matter() -> None:
    """气象局 takes part and has no fee of this matter; 消防 has only a draft and says 0."""
    assert [s.unit for s in opened(joint=True).charge.shares] == ["GS", "WH", "XF"]


def test_another_payer_is_checked_and_told_from_the_applicant() -> None:
    other = Payer(name="衡山县开云建材有限公司", number=FIRM)
    sheet = Sheet()
    sheet.open(payer=other)
    assert sheet.charge.payer is not None and not sheet.charge.payer.applicant
    bad = Payer(name="某某公司", number=FIRM[:-1] + "X")
    assert refused(Sheet().open, payer=bad).code == "credit.check"
    assert refused(Sheet().open, payer=Payer(name=" ")).code == "charge.payer"


# ---------------------------------------------------------------- amounts


def test_amounts_are_the_catalogues_and_the_notice_prints_with_the_last_word() -> None:
    sheet = opened()
    acts = sheet.confirm("GS", AREA, LineAsk(code="A2", base=1_234_567_89), LineAsk(code="A3"))
    charge = sheet.charge
    assert [line.due for line in charge.lines] == [300_00, 1_234_57, 10_50]
    assert charge.status is ChargeStatus.READY and charge.payable == 1_545_07
    assert papers(acts) == ["charge_notice"] and sheet.codes == [charge.number]
    issued = acts[-1].payload
    assert isinstance(issued, PaperIssued)
    assert issued.number == charge.number and issued.content["payable"] == "1,545.07"
    assert issued.content["payable_words"] == "壹仟伍佰肆拾伍元零柒分"


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (LineAsk(code="A1", quantity=0), "fee.quantity"),
        (LineAsk(code="A1", quantity=-5), "fee.quantity"),
        (LineAsk(code="A1"), "fee.quantity"),
        (LineAsk(code="A1", quantity=10**15), "money.too_large"),
        (LineAsk(code="A2", base=0), "fee.base"),
        (LineAsk(code="A4"), "fee.not_valid"),
        (LineAsk(code="B1"), "charge.not_own"),
        (LineAsk(code="XX"), "fee.unknown"),
    ],
)
def test_what_the_catalogue_does_not_give_is_refused(ask: LineAsk, code: str) -> None:
    sheet = opened()
    assert refused(sheet.confirm, "GS", ask).code == code
    assert sheet.charge.unconfirmed


def test_a_draft_and_a_line_of_nothing_are_not_charged() -> None:
    sheet = opened(joint=True)
    draft = LineAsk(code="C1", quantity=1_000)
    assert refused(sheet.confirm, "XF", draft, actor=FIRE).code == "fee.draft"
    nothing = LineAsk(code="B2", quantity=200_000)
    assert refused(sheet.confirm, "WH", nothing, actor=CULTURE).code == "charge.zero"


def test_a_fee_of_another_matter_is_refused() -> None:
    sheet = opened()
    assert refused(sheet.confirm, "GS", LineAsk(code="B1")).code == "charge.not_own"
    joint = opened(joint=True)
    assert refused(joint.confirm, "GS", LineAsk(code="A4")).code == "fee.not_valid"


def test_agency_service_is_free_and_stands_on_the_sheet() -> None:
    sheet = opened()
    sheet.confirm("GS", LineAsk(code="Z1"))
    assert [(x.name, x.due, x.standard) for x in sheet.charge.lines] == [("全程代理", 0, "免费")]
    assert sheet.charge.status is ChargeStatus.FREE


def test_what_a_firms_plan_covers_is_not_charged_again() -> None:
    sheet = opened(firm=True)
    error = refused(sheet.confirm, "GS", AREA)
    assert error.code == "fee.covered" and "一费制" in str(error.rule)
    sheet.confirm("GS")
    assert sheet.charge.status is ChargeStatus.FREE
    confirmed = [a.payload for a in sheet.place.acts if a.header.kind == "charge.confirmed"][-1]
    assert getattr(confirmed, "plan", "") == "县政府专题纪要〔2026〕3 号"


def test_a_sheet_keeps_the_prices_of_the_day_on_which_it_was_raised() -> None:
    sheet = opened()
    sheet.place.now += dt.timedelta(days=9)  # 30.00 a square metre from 10-01
    sheet.confirm("GS", AREA)
    assert (sheet.charge.priced_on, sheet.charge.payable) == ("2026-09-22", 300_00)
    later = Sheet()
    later.place.now += dt.timedelta(days=9)
    later.open()
    later.confirm("GS", AREA)
    assert later.charge.payable == 360_00


# ---------------------------------------------------------------- the gate


def test_until_every_unit_has_said_its_amount_the_sheet_is_not_ready_and_they_are_named() -> None:
    sheet = opened(joint=True)
    assert papers(sheet.confirm("GS", AREA)) == []
    sheet.confirm("WH", LineAsk(code="B1"), actor=CULTURE)
    error = refused(require_confirmed, sheet.charge)
    assert error.code == "charge.unconfirmed" and str(error.what).startswith("消防 未核定")
    assert sheet.charge.status is ChargeStatus.OPEN
    assert papers(sheet.confirm("XF", actor=FIRE)) == ["charge_notice"]
    require_confirmed(sheet.charge)
    assert sheet.charge.status is ChargeStatus.READY and sheet.charge.payable == 500_00


def test_a_unit_speaks_for_itself_or_by_the_window_that_acts_for_it() -> None:
    sheet = opened(joint=True)
    assert refused(sheet.confirm, "WH", actor=FIRE).code == "charge.other_unit"
    assert refused(sheet.confirm, "WH", actor=CLERK).code == "charge.other_unit"
    assert refused(sheet.confirm, "QX").code == "charge.not_asked"
    assert refused(sheet.confirm, "WH", actor=FINANCE).code == "role.clerk"
    assert FEES.units["QX"].agent == "GS"


def test_the_silent_units_have_it_on_their_work_lists() -> None:
    sheet = opened(joint=True)
    asked = [(t.unit, t.whose) for t in waiting.todos(sheet.state) if t.what == "charge"]
    assert asked == [("GS", "window"), ("WH", "co_unit"), ("XF", "co_unit")]
    sheet.confirm("WH", actor=CULTURE)
    assert [t.unit for t in waiting.todos(sheet.state) if t.what == "charge"] == ["GS", "XF"]


def test_what_was_handed_in_is_not_changed_behind_the_papers_back() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    assert refused(sheet.confirm, "GS", LineAsk(code="A3")).code == "charge.handed_in"
    assert refused(sheet.reduce, "GS", "A1", less()).code == "charge.handed_in"


# ---------------------------------------------------------------- reductions


def test_half_on_paper_is_half() -> None:
    sheet = opened(joint=True)
    sheet.confirm("GS", AREA)
    ask = LineAsk(code="B1", reduction=less())
    sheet.confirm("WH", ask, actor=CULTURE)
    charge = sheet.charge
    assert (charge.due, charge.reduced, charge.payable) == (500_00, 100_00, 400_00)
    assert charge.reductions[0].document == "县政府专题纪要〔2026〕14 号"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": ""}, "reduction.kind"),
        ({"number": " "}, "reduction.number"),
        ({"approver": ""}, "reduction.approver"),
        ({"approved_on": "2026-09-23"}, "reduction.approved_on"),
        ({"scan": ""}, "reduction.scan"),
        ({"ppm": 0, "fen": 300_01}, "reduction.amount"),
        ({"ppm": 1_000_001}, "reduction.amount"),
        ({"ppm": 0}, "reduction.amount"),
    ],
)
def test_less_without_paper_or_more_than_is_due_is_refused(
    changes: dict[str, object], code: str
) -> None:
    sheet = opened(joint=True)
    sheet.confirm("GS", AREA)
    error = refused(sheet.reduce, "GS", "A1", less(**changes))
    assert error.code == code and error.rule
    assert sheet.charge.reduced == 0


def test_a_line_is_reduced_once_and_a_new_word_of_the_unit_takes_it_away() -> None:
    sheet = opened(joint=True)
    sheet.confirm("GS", AREA, LineAsk(code="A3"), LineAsk(code="A3"))
    sheet.reduce("GS", "A1", less())
    assert refused(sheet.reduce, "GS", "A1", less()).code == "reduction.twice"
    assert refused(sheet.reduce, "GS", "A2", less()).code == "reduction.line"
    assert [x.reduced for x in sheet.charge.lines] == [150_00, 0, 0]
    sheet.confirm("GS", AREA)
    assert sheet.charge.reduced == 0 and sheet.charge.reductions == ()


# ---------------------------------------------------------------- sent back


def test_finance_sends_back_with_a_reason_and_the_window_gets_a_red_card() -> None:
    sheet = opened()
    sheet.confirm("GS", LineAsk(code="A1", quantity=15_000))
    acts = sheet.back()
    assert papers(acts) == ["send_back", "back_slip"]
    assert sheet.charge.status is ChargeStatus.BACK
    (card,) = (t for t in waiting.todos(sheet.state) if t.what == "charge_back")
    assert (card.unit, card.whose, card.by) == ("GS", "window", "2026-09-22")
    assert str(card.why) == "财务打回：不按标准开票。面积按图纸 12 ㎡ 算。"
    assert sheet.state.status == "accepted"  # the clock of the case runs on
    sheet.confirm("GS", AREA)
    assert sheet.charge.status is ChargeStatus.BACK
    assert papers(sheet.answer()) == ["charge_notice"]
    assert sheet.charge.status is ChargeStatus.READY and sheet.charge.payable == 300_00
    assert not [t for t in waiting.todos(sheet.state) if t.what.startswith("charge")]


def test_a_sheet_is_sent_back_again_only_after_the_answer() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    sheet.back()
    assert refused(sheet.back).code == "charge.back_twice"
    sheet.answer()
    sheet.back("missed", "漏了工本费。")
    assert [b.reason for b in sheet.charge.backs] == ["standard", "missed"]
    assert refused(sheet.answer, " ").code == "charge.answer_words"


def test_only_finance_sends_back_what_was_handed_in_with_reason_and_words() -> None:
    sheet = opened(joint=True)
    sheet.confirm("GS", AREA)
    assert refused(sheet.back, actor=CLERK).code == "role.finance"
    assert refused(sheet.back).code == "charge.unconfirmed"
    sheet.confirm("WH", actor=CULTURE)
    sheet.confirm("XF", actor=FIRE)
    assert refused(sheet.back, "随便").code == "charge.back_reason"
    assert refused(sheet.back, "other", " ").code == "charge.back_words"
    assert refused(sheet.answer).code == "charge.not_back"


def test_a_sheet_with_money_on_it_is_neither_sent_back_nor_withdrawn() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    pay(sheet, 100_00)
    assert sheet.charge.status is ChargeStatus.PARTLY
    assert sheet.state.charge == sheet.charge  # the case page says the same
    assert refused(sheet.back).code == "charge.money"
    assert refused(sheet.cancel).code == "charge.money"
    assert refused(sheet.confirm, "GS", AREA).code == "charge.money"


def test_payer_is_changed_with_a_reason_before_money() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    firm = Payer(name="衡山县开云建材有限公司", number=FIRM)

    def change(payer: Payer, why: str, actor: Any = FINANCE) -> None:
        sheet.record(
            actor,
            lambda p: chargeback.change_payer(sheet.charge, sheet.state, payer, why, actor, p),
        )

    assert refused(change, firm, "").code == "charge.payer_why"
    assert refused(change, firm, "代缴", CULTURE).code == "role.unit"
    change(firm, "公司代缴")
    assert sheet.charge.payer is not None and sheet.charge.payer.name == firm.name
    assert refused(change, firm, "公司代缴").code == "charge.payer_same"
    pay(sheet, 300_00)
    assert refused(change, Payer(name="周明远"), "自己缴").code == "charge.money"


def test_what_the_applicant_takes_back_is_not_paid_for() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    sheet.record(CLERK, lambda p: endings.give_back(sheet.state, "不办了", True, CLERK, p))
    assert sheet.state.status == "recalled"
    assert sheet.charge.status is ChargeStatus.CANCELLED and "撤回" in sheet.charge.cancelled
    paid = opened()
    paid.confirm("GS", AREA)
    pay(paid, 300_00)
    paid.record(CLERK, lambda p: endings.give_back(paid.state, "不办了", True, CLERK, p))
    assert paid.charge.status is ChargeStatus.PAID  # the money goes back by its own way


def test_an_acceptance_with_a_sheet_is_not_withdrawn_under_it() -> None:
    sheet = opened()
    today = sheet.place.now.date()
    error = refused(reception.withdraw, sheet.state, "误按", CLERK, today)
    assert error.code == "withdraw.charge" and "F7" in str(error.next_step)
    sheet.cancel()
    assert reception.withdraw(sheet.state, "误按", CLERK, today)


def test_an_older_sheet_is_said_to_keep_its_prices() -> None:
    sheet = opened()
    sheet.confirm("GS", AREA)
    assert older_words(sheet.charge, dt.date(2026, 9, 22)) is None
    said = older_words(sheet.charge, dt.date(2026, 10, 9))
    assert said is not None and "2026-09-22" in str(said)


def test_withdrawing_a_sheet_needs_a_reason_and_its_unit() -> None:
    sheet = opened()
    assert refused(sheet.cancel, "").code == "charge.cancel_why"
    assert refused(sheet.cancel, "x", CULTURE).code == "role.unit"
    sheet.cancel()
    assert refused(sheet.cancel).code == "charge.over"
    assert refused(sheet.confirm, "GS", AREA).code == "charge.over"
