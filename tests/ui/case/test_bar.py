"""限制申请 on the case page: the unit's chief files a bar of arts 78 and 79, and lifts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tests.helpers.small_hall import CATALOGUE, CHIEF, CLERK, PROMISE, SPOT
from tests.ui.case.kit import Kit, roster
from tests.ui.case.test_presenter import enabled, page_of

from counter.domain.case import MaterialReceived, Status
from counter.domain.catalogue import MatterLaw
from counter.domain.errors import KnownError
from counter.ui.pages.case.barpanel import BarPanel
from counter.ui.pages.case.presenter import CasePresenter

PAPER = "衡工商罚〔2026〕7 号"


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[Kit]:
    """A hall whose spot matter is one of public safety and whose other one rests on it."""
    matters = (
        msgspec.structs.replace(SPOT, law=MatterLaw(safety=True)),
        msgspec.structs.replace(PROMISE, law=MatterLaw(needs=(SPOT.code,))),
    )
    kit = Kit(tmp_path, catalogue=roster(msgspec.structs.replace(CATALOGUE, matters=matters)))
    yield kit
    kit.close()


def why(page: CasePresenter) -> str:
    return str(next(c for c in page.commands() if c.id == "case.bar").enabled().why)


@pytest.mark.article("78")
def test_the_chief_files_a_bar_and_the_next_application_is_stopped(safe: Kit) -> None:
    page = page_of(safe, safe.accept(), CHIEF)
    page.law_step("bar")
    page.confirm()
    assert "文书编号" in str(page.words_of("document"))
    page.put("document", PAPER)
    page.put("start", "2026-09-22")
    assert isinstance(page.panel, BarPanel)
    assert "到 2027-09-22" in str(page.panel.view().confirm)
    page.confirm()
    assert page.panel is None
    assert str(page.timeline()[-1].title) == "限制再次申请"
    assert "2027-09-22" in str(page.timeline()[-1].detail)
    with pytest.raises(KnownError) as refusal:
        safe.accept()
    assert refusal.value.code == "bar.stands"


@pytest.mark.article("79")
def test_a_bar_is_lifted_with_its_reason_and_both_stand_in_the_timeline(safe: Kit) -> None:
    case_no = safe.accept()
    page = page_of(safe, case_no, CHIEF)
    page.law_step("bar")
    page.choose("79")
    page.put("document", PAPER)
    page.put("start", "2026-09-22")
    page.confirm()
    page.law_step("bar")
    page.choose("lift")
    page.confirm()
    assert "原因" in str(page.words_of("reason"))
    page.put("reason", "复议决定撤销")
    page.confirm()
    assert [str(e.title) for e in page.timeline()][-2:] == ["限制再次申请", "撤下限制申请"]
    safe.accept()


def test_a_clerk_cannot_file_one_and_is_told_who_can(safe: Kit) -> None:
    page = page_of(safe, safe.accept(), CLERK)
    assert not enabled(page, "Z") and "首席代表" in why(page)


def test_a_matter_without_danger_has_no_bar(kit: Kit) -> None:
    assert "不涉及公共安全" in why(page_of(kit, kit.accept(), CHIEF))


def test_a_case_that_has_ended_can_still_be_barred(safe: Kit) -> None:
    case_no = safe.accept()
    safe.law.give_back(CLERK, case_no, "不办了", True)
    page = page_of(safe, case_no, CHIEF)
    assert not page.open_case and enabled(page, "Z")


def test_the_number_of_a_prior_result_is_asked_for_when_it_is_supplied(safe: Kit) -> None:
    form = safe.form(PROMISE.code)
    items = safe.law.gaps(form, safe.hall.catalogue())
    case_no = safe.law.tell_new(CLERK, form, items).case_no
    page = page_of(safe, case_no)
    page.law_step("supplement")
    code = f"prior.{SPOT.code}"
    page.tick(code, True)
    page.confirm()
    assert "证号" in str(page.words_of(f"number.{code}"))
    page.put(f"number.{code}", "SP4304231150001")
    page.confirm()
    state = safe.store.case(case_no)
    assert state is not None and state.status is Status.ACCEPTED
    came = state.supplements[0].materials[0]
    assert isinstance(came, MaterialReceived) and came.number == "SP4304231150001"
