"""Charge sheets over a real store: what is recorded, printed, listed, and refused whole."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.helpers.desk import Desk
from tests.helpers.fee_desk import AREA, HALF, FeeDesk

from counter.desk.charges import FeeAsk
from counter.desk.chargeview import sheet_view
from counter.domain.case import PaperIssued
from counter.domain.errors import KnownError
from counter.domain.finance.charge import Charge, ChargeStatus
from counter.domain.finance.lines import Payer
from counter.store.sheetkeys import DerivedSheetKeys


@pytest.fixture
def fees(desk: Desk) -> FeeDesk:
    return FeeDesk(desk)


def code_on_paper(fees: FeeDesk, charge: Charge) -> str:
    """The code of the newest 缴费通知单 of a sheet."""
    acts = fees.desk.store.acts_of(f"charge:{charge.number}")
    issued = [a.payload for a in acts if isinstance(a.payload, PaperIssued)]
    notices = [p for p in issued if p.code == "charge_notice"]
    return str(notices[-1].content["sheet_code"])


def test_f7_raises_the_sheet_with_its_lines_and_prints_the_notice(fees: FeeDesk) -> None:
    case_no = fees.accepted()
    done = fees.charges.raise_sheet(fees.clerk, case_no, (AREA, FeeAsk(code="A3")))
    assert (done.charge.status, done.charge.payable) == (ChargeStatus.READY, 310_50)
    assert [task.title for task in done.papers] == ["缴费通知单"]
    (job,) = [j for j in fees.desk.store.jobs(stream=f"charge:{done.charge.number}")]
    assert (job.title, job.about) == ("缴费通知单", done.charge.number)
    state = fees.state(case_no)
    assert state.charge == done.charge
    assert "缴费通知单" in [p.issued.title for p in state.papers.values()]
    assert fees.charges.waiting() == (done.charge,) and fees.charges.waiting_count() == 1


def test_a_refused_line_leaves_no_sheet_and_takes_no_number(fees: FeeDesk) -> None:
    case_no = fees.accepted()
    with pytest.raises(KnownError) as caught:
        fees.charges.raise_sheet(fees.clerk, case_no, (AREA, FeeAsk(code="A4")))
    assert caught.value.code == "fee.not_valid"
    assert fees.charges.of_case(case_no) == () and fees.state(case_no).charge is None
    done = fees.charges.raise_sheet(fees.clerk, case_no)
    assert done.charge.number == "缴〔2026〕03-0001"


def test_a_reduction_keeps_its_scan_and_without_one_nothing_is_kept(
    fees: FeeDesk, tmp_path: Path
) -> None:
    case_no = fees.accepted()
    less = FeeAsk(code="A1", quantity=12_000, less=HALF)
    with pytest.raises(KnownError) as caught:
        fees.charges.raise_sheet(fees.clerk, case_no, (less,))
    assert caught.value.code == "reduction.scan"
    scan = tmp_path / "纪要.pdf"
    scan.write_bytes(b"%PDF-1.4 minutes")
    with_scan = msgspec.structs.replace(HALF, file=str(scan))
    done = fees.charges.raise_sheet(
        fees.clerk, case_no, (msgspec.structs.replace(less, less=with_scan),)
    )
    assert done.charge.payable == 150_00
    with fees.desk.store.write() as tx:
        assert tx.put_blob(b"%PDF-1.4 minutes") == done.charge.reductions[0].scan


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.exe", b"x", "scan.kind"),
        ("none.pdf", None, "scan.file"),
        ("empty.pdf", b"", "scan.file"),
        ("big.pdf", b"0" * 20_000_001, "scan.size"),
    ],
)
def test_what_is_no_scan_is_refused(
    fees: FeeDesk, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    less = msgspec.structs.replace(HALF, file=str(tmp_path / name))
    with pytest.raises(KnownError) as caught:
        fees.charges.raise_sheet(
            fees.clerk, fees.accepted(), (FeeAsk(code="A1", quantity=1_000, less=less),)
        )
    assert caught.value.code == code


def test_a_joint_case_waits_for_every_unit_and_each_has_it_on_its_list(fees: FeeDesk) -> None:
    case_no = fees.accepted(joint=True)
    done = fees.charges.raise_sheet(fees.clerk, case_no, (AREA,))
    number = done.charge.number
    assert done.charge.status is ChargeStatus.OPEN and not done.papers
    culture = fees.who("0901")
    mine = [t for t in fees.desk.cases.work(culture).tasks if t.what == "charge"]
    assert [(t.row.case_no, t.group != "others") for t in mine] == [(case_no, True)]
    fees.charges.confirm(culture, number, "WH", (FeeAsk(code="B1"),))
    assert not [
        t for t in fees.desk.cases.work(culture).tasks if t.what == "charge" and t.group != "others"
    ]
    with pytest.raises(KnownError) as caught:
        fees.charges.send_back(fees.finance, number, "missed", "消防没核定")
    assert "消防 未核定" in str(caught.value.what)
    last = fees.charges.confirm(fees.who("0501"), number, "XF", ())
    assert last.charge.status is ChargeStatus.READY and last.charge.payable == 500_00
    assert [task.title for task in last.papers] == ["缴费通知单"]


def test_sent_back_it_is_a_red_card_today_and_the_citizen_has_a_slip(fees: FeeDesk) -> None:
    charge = fees.ready()
    back = fees.charges.send_back(fees.finance, charge.number, "standard", "面积按图纸 10 ㎡ 算")
    assert [(t.title, t.channel) for t in back.papers] == [
        ("打回单", "page"),
        ("请回窗口", "slip"),
    ]
    assert fees.charges.waiting() == ()
    (card,) = [t for t in fees.desk.cases.work(fees.clerk).tasks if t.what == "charge_back"]
    assert card.group == "today" and "不按标准开票" in str(card.why)
    clerk, number = fees.clerk, charge.number
    fees.charges.confirm(clerk, number, "GS", (FeeAsk(code="A1", quantity=10_000),))
    done = fees.charges.answer(clerk, number, "面积改成 10 ㎡")
    assert done.charge.payable == 250_00 and fees.charges.waiting() == (done.charge,)
    assert not [t for t in fees.desk.cases.work(clerk).tasks if t.what == "charge_back"]


def test_payer_and_withdrawal(fees: FeeDesk) -> None:
    charge = fees.ready()
    payer = Payer(name="衡山县开云建材有限公司", number="91430423MA4L00011D")
    done = fees.charges.change_payer(fees.finance, charge.number, payer, "公司代缴")
    assert done.charge.payer is not None and not done.charge.payer.applicant
    fees.charges.cancel(fees.clerk, charge.number, "不办了")
    assert fees.charges.waiting() == ()
    assert charge.raised is not None
    held = fees.charges.of_case(charge.raised.case_no)
    assert [c.status for c in held] == [ChargeStatus.CANCELLED]


def test_a_scanned_sheet_of_another_store_is_taken_in_there(fees: FeeDesk, tmp_path: Path) -> None:
    charge = fees.ready()
    code = code_on_paper(fees, charge)
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    finance = FeeDesk(other)
    here = finance.charges.take_in(finance.finance, code)
    assert (here.status, here.payable, here.origin) == (ChargeStatus.READY, 300_00, "03")
    assert finance.charges.waiting() == (here,)
    assert finance.charges.take_in(finance.finance, code) == here  # a second scan records nothing
    assert len(other.store.acts_of(f"charge:{charge.number}")) == 1
    with pytest.raises(KnownError) as caught:
        finance.charges.send_back(finance.finance, charge.number, "other", "x")
    assert caught.value.code == "charge.elsewhere"
    other.close()


def test_a_scan_of_a_sheet_that_is_held_here_opens_it_and_an_old_paper_does_not(
    fees: FeeDesk,
) -> None:
    charge = fees.ready()
    code = code_on_paper(fees, charge)
    assert fees.charges.take_in(fees.finance, code) == charge
    fees.charges.send_back(fees.finance, charge.number, "standard", "面积不对")
    fees.charges.confirm(fees.clerk, charge.number, "GS", (FeeAsk(code="A3"),))
    fees.charges.answer(fees.clerk, charge.number, "改了")
    with pytest.raises(KnownError) as caught:
        fees.charges.take_in(fees.finance, code)
    assert caught.value.code == "sheet.changed"
    fresh = fees.charges.take_in(fees.finance, code_on_paper(fees, charge))
    assert fresh.payable == 10_50


def test_a_code_that_a_stranger_signed_is_refused(fees: FeeDesk) -> None:
    real = DerivedSheetKeys("03", b"k" * 32, False, str)
    fees.charges._keys = real
    with pytest.raises(KnownError) as caught:
        fees.charges.take_in(fees.finance, code_on_paper_signed_in_training(fees))
    assert caught.value.code == "sheet.signature"


def code_on_paper_signed_in_training(fees: FeeDesk) -> str:
    keys, fees.charges._keys = fees.charges._keys, fees.keys
    code = code_on_paper(fees, fees.ready())
    fees.charges._keys = keys
    return code


def test_a_sheet_that_nobody_has_is_said_to_be_none(fees: FeeDesk) -> None:
    with pytest.raises(KnownError) as caught:
        fees.charges.sheet("缴〔2026〕03-9999")
    assert caught.value.code == "charge.none"


def test_the_case_page_is_told_the_units_and_what_each_may_charge(fees: FeeDesk) -> None:
    case_no = fees.accepted(joint=True)
    view = sheet_view(fees.desk.hall, fees.state(case_no))
    assert view is not None and view.charge is None
    assert [(u.unit, [i.code for i in u.items]) for u in view.units] == [
        ("GS", ["A1", "A2", "A3"]),
        ("WH", ["B1", "B2"]),
        ("XF", ["C1"]),
    ]
    assert [i.asks for i in view.units[0].items] == ["quantity", "base", "copies"]
    barred = view.units[2].items[0].barred
    assert barred is not None and "草案" in str(barred)


def test_the_case_tells_what_happened_to_its_sheet_and_says_the_same_of_it(fees: FeeDesk) -> None:
    charge = fees.ready()
    fees.charges.send_back(fees.finance, charge.number, "other", "x")
    assert charge.raised is not None
    before = (fees.charges.sheet(charge.number), fees.state(charge.raised.case_no))
    acts = fees.desk.store.timeline(charge.raised.case_no)
    assert [a.header.kind for a in acts if a.header.kind.startswith("charge.")] == [
        "charge.raised",
        "charge.confirmed",
        "charge.sent_back",
    ]
    assert before[0] == before[1].charge
