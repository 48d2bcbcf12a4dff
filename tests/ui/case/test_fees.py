"""F7 on the case page: units with their fees, 核定 0, less on paper, the red card of finance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tests.helpers.fee_hall import CULTURE, FEES, FINANCE, FIRE, JOINT
from tests.helpers.small_hall import CLERK, PROMISE
from tests.ui.case.kit import Kit, roster
from tests.ui.case.test_presenter import page_of
from tests.ui.case.windows import Desk

from counter.domain.finance.charge import Charge, ChargeStatus
from counter.ui.pages.case.departpanels import HandOverPanel
from counter.ui.pages.case.feepanels import FeePanel, quantity_key
from counter.ui.pages.case.panelhost import PanelHost
from counter.ui.pages.case.presenter import CasePresenter


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Kit]:
    made = Kit(tmp_path, catalogue=roster(FEES.catalogue))
    yield made
    made.store.close()


def f7(page: CasePresenter) -> FeePanel:
    """The panel that F7 opens."""
    (command,) = [c for c in page.commands() if c.key == "F7"]
    assert command.enabled().ok, str(command.enabled())
    command.handler()
    assert isinstance(page.panel, FeePanel)
    return page.panel


def dim(page: CasePresenter) -> str:
    """Why F7 cannot be pressed."""
    (command,) = [c for c in page.commands() if c.key == "F7"]
    allowed = command.enabled()
    assert not allowed.ok
    return str(allowed.why)


def charge_of(page: CasePresenter) -> Charge:
    assert page.view is not None and page.view.state.charge is not None
    return page.view.state.charge


def write(page: CasePresenter, **said: str) -> None:
    """Tick fees (by code) and write into their fields."""
    for code, value in said.items():
        page.tick(code, True)
        page.put(quantity_key(code), value)


def test_f7_states_the_lines_and_hands_the_sheet_in(fees: Kit) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    panel = f7(page)
    assert [tick.key for tick in panel.view().ticks] == ["A1", "A2", "A3"]
    assert "每 ㎡ 25.00 元" in panel.view().ticks[0].words
    assert any("旧项目" in str(fact.words) for fact in panel.view().facts)
    write(page, A1="12", A3="2")
    page.confirm()
    charge = charge_of(page)
    assert [(x.code, x.due) for x in charge.lines] == [
        ("A1", 300_00),
        ("A3", 10_50),
        ("A3", 10_50),
    ]
    assert charge.status is ChargeStatus.READY and page.panel is None
    assert [str(c.word) for c in page.header().chips][-1] == "待缴 321.00 元"
    assert dim_only_after_money(page)


def dim_only_after_money(page: CasePresenter) -> bool:
    """Payer and withdrawal stay while no money was taken."""
    return [o.value for o in f7(page).view().options] == ["payer", "cancel"]


@pytest.mark.parametrize("said", ["", "0", "-3", "十二", "1.2345", "1,2"])
def test_a_quantity_that_is_none_stays_in_the_panel(fees: Kit, said: str) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A1=said)
    page.confirm()
    assert page.words_of(quantity_key("A1")) and charge_free(page)


@pytest.mark.parametrize("said", ["0", "1.5", "21"])
def test_copies_are_whole_and_few(fees: Kit, said: str) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A3=said)
    page.confirm()
    assert page.words_of(quantity_key("A3")) and charge_free(page)


def charge_free(page: CasePresenter) -> bool:
    return page.view is not None and page.view.state.charge is None


def test_what_the_desk_refuses_stands_in_the_panel_with_its_rule(fees: Kit) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A1="99999999999")
    page.confirm()
    assert page.panel is not None and page.panel.trouble is not None
    assert "金额太大" in str(page.panel.trouble.what) and charge_free(page)


def test_less_is_charged_only_with_every_part_of_its_paper(fees: Kit, tmp_path: Path) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A1="12", A3="1")
    page.tick("less", True)
    page.confirm()
    keys = ("kind", "number", "approver", "on", "by", "file")
    assert all(page.words_of(f"less.{key}") for key in keys) and charge_free(page)
    scan = tmp_path / "纪要.pdf"
    scan.write_bytes(b"%PDF-1.4")
    said = {
        "which": "1",
        "kind": "3",
        "number": "县政府专题纪要〔2026〕14 号",
        "approver": "唐国华",
        "on": "2026-09-18",
        "by": "50%",
        "file": str(scan),
    }
    for key, value in said.items():
        page.put(f"less.{key}", value)
    page.put("less.which", "3")
    page.confirm()
    assert page.words_of("less.which")
    page.put("less.which", "1")
    page.confirm()
    assert [(x.code, x.reduced) for x in charge_of(page).lines] == [("A1", 150_00), ("A3", 0)]


def test_nothing_ticked_is_zero_and_said_so_on_the_key(fees: Kit) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    assert str(f7(page).view().confirm) == "核定 工商局：0 元"
    page.confirm()
    assert charge_of(page).status is ChargeStatus.FREE


def test_a_joint_sheet_names_who_is_silent_and_each_unit_confirms_its_own(fees: Kit) -> None:
    case_no = fees.accept(JOINT.code)
    page = page_of(fees, case_no)
    f7(page)
    write(page, A1="12")
    page.confirm()
    assert str(page.header().chips[-1].word) == "收费还差 2 个单位核定"
    culture = page_of(fees, case_no, CULTURE)
    assert "文化局" in str(culture.next_step().now)
    assert [o.value for o in f7(culture).view().options] == ["unit.WH"]
    write(culture, B1="1")
    culture.confirm()
    fire = page_of(fees, case_no, FIRE)
    assert any("草案" in str(fact.words) for fact in f7(fire).view().facts)
    fire.confirm()
    assert charge_of(fire).status is ChargeStatus.READY
    assert dim(page_of(fees, case_no, CULTURE)) == "缴费单待缴"


def sent_back(kit: Kit) -> tuple[str, Charge]:
    """A case whose sheet finance has sent back."""
    case_no = kit.accept(PROMISE.code)
    page = page_of(kit, case_no)
    f7(page)
    write(page, A1="15", A3="1")
    page.confirm()
    number = charge_of(page).number
    done = kit.charges.send_back(FINANCE, number, "standard", "面积按图纸 12 ㎡ 算")
    kit.clock.moment += dt.timedelta(minutes=5)
    return case_no, done.charge


def test_what_finance_sent_back_is_put_right_and_handed_in_again(fees: Kit) -> None:
    case_no, _ = sent_back(fees)
    page = page_of(fees, case_no)
    assert str(page.next_step().command) == "case.fees" and "打回" in str(page.next_step().now)
    panel = f7(page)
    assert panel.get(quantity_key("A1")) == "15" and "A3" in panel.ticked
    assert "面积按图纸 12 ㎡ 算" in str(panel.view().facts[0].words)
    page.put(quantity_key("A1"), "12")
    page.confirm()
    assert charge_of(page).status is ChargeStatus.BACK
    assert "交回财务" in str(page.next_step().now)
    answer = f7(page)
    assert answer.chosen == "answer"
    page.confirm()
    assert page.words_of("words")
    page.put("words", "面积改成 12 ㎡")
    page.confirm()
    assert charge_of(page).status is ChargeStatus.READY and charge_of(page).payable == 310_50


def test_payer_and_withdrawal_need_their_reason(fees: Kit) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A1="12")
    page.confirm()
    f7(page)
    page.confirm()
    assert page.words_of("name") and page.words_of("why")
    page.put("name", "衡山县开云建材有限公司")
    page.put("number", "91430423MA4L00011D")
    page.put("why", "公司代缴")
    page.confirm()
    payer = charge_of(page).payer
    assert payer is not None and payer.name == "衡山县开云建材有限公司"
    f7(page)
    page.choose("cancel")
    page.confirm()
    assert page.words_of("why")
    page.put("why", "开错了")
    page.confirm()
    assert charge_of(page).status is ChargeStatus.CANCELLED
    assert str(f7(page).view().options[0].word) == "开单：工商局核定"


def test_where_no_fee_is_charged_the_key_says_why(fees: Kit) -> None:
    plain = page_of(fees, fees.accept())
    assert dim(plain) == "收费目录里这个事项不收费"
    assert dim(page_of(fees, fees.accept(PROMISE.code), CULTURE)) == "请受理单位的窗口开单"


def test_the_red_card_stands_on_case_page_and_work_list(fees: Kit) -> None:
    case_no, _ = sent_back(fees)
    desk = Desk(fees)
    assert "财务打回" in desk.said() and "改好缴费单" in desk.said()
    desk.open(case_no)
    said = desk.said()
    assert "财务打回：不按标准开票。面积按图纸 12 ㎡ 算" in said
    assert "385.50" in said
    assert not desk.faults
    desk.close()


def test_the_notice_of_the_sheet_is_reprinted_from_the_case_page(fees: Kit) -> None:
    page = page_of(fees, fees.accept(PROMISE.code))
    f7(page)
    write(page, A1="12")
    page.confirm()
    paper = page.current_paper()
    assert paper is not None and paper.title == "缴费通知单"
    (queued,) = fees.store.jobs(stream=paper.stream)
    fees.printing.cancel(CLERK, queued.id)
    page.refresh()
    page.reprint()
    assert page.trouble is None
    assert len(fees.store.jobs(stream=paper.stream)) == 2


def test_fields_of_one_panel_do_not_leak_into_the_next_choice(fees: Kit) -> None:
    case_no = fees.accept(JOINT.code)
    page = page_of(fees, case_no)
    f7(page)
    write(page, A1="12")
    page.confirm()
    panel = f7(page)
    assert panel.ticked == {"A1"} and panel.get(quantity_key("A1")) == "12"
    page.choose("cancel")
    assert panel.ticked == set() and panel.get(quantity_key("A1")) == ""
    assert msgspec.structs.asdict(charge_of(page))["cancelled"] == ""


def test_a_panel_that_opens_on_a_page_behind_leaves_the_hand_where_it_is(
    fees: Kit,
) -> None:
    desk = Desk(fees)
    host = PanelHost(lambda: None, lambda: None)
    desk.search.body.addWidget(host)
    desk.open(fees.accept(PROMISE.code))
    before = desk.focus
    host.show_panel(HandOverPanel())
    desk.settle()
    assert desk.focus is before and not host.focused
    desk.close()
