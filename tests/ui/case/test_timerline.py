"""Under the clock: what else runs on a case, and how late it is."""

from __future__ import annotations

import datetime as dt

from tests.helpers import small_hall
from tests.ui.case.kit import Kit
from tests.ui.case.test_presenter import page_of

from counter.ui.pages.case import timerline, wrapped
from counter.ui.pages.case.presenter import CasePresenter
from counter.ui.widgets.paint import words_of


def on(kit: Kit, page: CasePresenter, day: str) -> str:
    """The line under the clock on another day."""
    kit.clock.moment = dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")
    page.refresh()
    assert page.view is not None
    return words_of(timerline.line(page.view))


def test_a_case_in_hand_has_nothing_beside_its_clock(kit: Kit) -> None:
    page = page_of(kit, kit.accept(small_hall.PROMISE.code))
    assert on(kit, page, "2026-09-23") == ""


def test_a_decision_is_to_be_delivered_in_ten_working_days_and_is_red_after_them(
    kit: Kit,
) -> None:
    page = page_of(kit, kit.sealed())
    assert "送达到 10-13 周二，还有 8 个工作日" in on(kit, page, "2026-09-24")
    assert "送达，今天最后一天" in on(kit, page, "2026-10-13")
    assert page.header().chips[-1].state == "waiting"
    assert "送达到 10-13 周二，超期 2 个工作日" in on(kit, page, "2026-10-15")
    chip = page.header().chips[-1]
    assert (chip.state, str(chip.word)) == ("late", "已准予·送达超期 2 天")


def test_who_hands_over_too_late_is_told_before_and_it_stands_in_the_timeline(kit: Kit) -> None:
    page = page_of(kit, kit.sealed())
    on(kit, page, "2026-10-15")
    page.deliver()
    page.choose("entrusted")
    assert page.panel is not None
    assert any("超期 2 个工作日" in words_of(fact.words) for fact in page.panel.view().facts)
    page.confirm()
    assert "委托谁" in str(page.words_of("entrusted"))
    page.put("entrusted", "店门镇政府")
    page.confirm()
    served = next(e for e in page.timeline() if str(e.title) == "送达")
    assert (served.state, str(served.detail)) == ("late", "委托 店门镇政府 送达")
    assert "超过十个工作日" in str(served.note)


def test_natural_days_are_called_so(kit: Kit) -> None:
    page = page_of(kit, kit.accept(small_hall.PROMISE.code))
    page.law_step("inquire")
    page.choose("told")
    page.put("who", "周明远")
    page.confirm()
    assert "申请听证到 9-30 周三，还有 5 个工作日" in on(kit, page, "2026-09-22")
    page.law_step("inquire")
    page.put("who", "周明远")
    page.confirm()
    assert "个自然日" in on(kit, page, "2026-09-22")


def test_an_opening_mark_stands_with_what_it_opens() -> None:
    pieces = wrapped.atoms(wrapped.paint.pieces_of("委托书（2026-01-01 至今）"))
    found = [piece.words for piece, _ in pieces if isinstance(piece, wrapped.Run)]
    assert found == ["委", "托", "书", "（2026-01-01", " ", "至", "今", "）"]
