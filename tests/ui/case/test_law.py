"""The law on the case page, without a window: telling, supplement, stops, extension, refusals."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.small_hall import CLERK, DOCUMENT, PROMISE, SPOT
from tests.ui.case.kit import Kit
from tests.ui.case.test_presenter import enabled, page_of, status

from counter.domain.case import Status
from counter.domain.delivery import Service
from counter.ui.pages.case.lawpanels import SupplementPanel, TellPanel
from counter.ui.pages.case.presenter import CasePresenter


def received(kit: Kit, *materials: str, matter: str = SPOT.code) -> str:
    """A case only received, with these materials."""
    form = kit.form(matter)
    form.materials = {c: t for c, t in form.materials.items() if c in materials}
    return kit.law.receive_only(CLERK, form).case_no


def told(kit: Kit) -> str:
    """A case received with m1, told to bring m2."""
    case_no = received(kit, "m1")
    page = page_of(kit, case_no)
    page.law_step("tell")
    page.confirm()
    return case_no


def reason(page: CasePresenter, key: str) -> str:
    command = next(c for c in page.commands() if c.key == key)
    return str(command.enabled().why)


class TestTelling:
    def test_the_last_day_stands_in_sentence_and_next_step(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1"))
        assert "9-30 周三" in str(page.next_step().now)
        assert [str(c.word) for c in page.header().chips][-1] == "还没告知·剩 5 天"
        assert any("第三十二条" in str(line) for line in page.rule())

    def test_what_did_not_come_is_ticked_and_says_why(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1"))
        page.law_step("tell")
        panel = page.panel
        assert isinstance(panel, TellPanel) and panel.ticked == {"m2"}
        page.confirm()
        assert status(page) is Status.SUPPLEMENT and page.panel is None

    def test_every_item_needs_its_why(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1"))
        page.law_step("tell")
        page.tick("m1", True)
        page.confirm()
        assert "为什么" in str(page.words_of("why.m1"))
        page.put("why.m1", "申请书没有签字")
        page.confirm()
        assert page.view is not None
        (notice,) = page.view.state.notices
        assert [(i.code, i.fault, i.why) for i in notice.items] == [
            ("m1", "wrong", "申请书没有签字"),
            ("m2", "missing", "没有带来"),
        ]

    def test_a_second_notice_is_stopped_and_stands_in_the_timeline(self, kit: Kit) -> None:
        page = page_of(kit, told(kit))
        page.law_step("tell")
        page.tick("m3", True)
        page.put("why.m3", "补一张平面图")
        page.confirm()
        trouble = page.page_trouble()
        assert trouble is not None and "第一次没有告知" in str(trouble.what)
        assert "按现有材料办" in str(trouble.means) and trouble.command == "case.supplement"
        assert page.panel is None and status(page) is Status.SUPPLEMENT
        titles = [str(entry.title) for entry in page.timeline()]
        assert titles[-2:] == ["再次告知，挡下", "监察"]


class TestAccepting:
    def test_f5_accepts_what_was_received_whole(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1", matter=PROMISE.code))
        step = page.next_step()
        assert step.command == "case.accept" and "9-30 周三" in str(step.then)
        next(c for c in page.commands() if c.key == "F5").handler()
        assert status(page) is Status.ACCEPTED
        assert str(page.next_step().now).startswith("**今天受理了**，2 份文书去打")

    def test_the_key_is_dim_and_says_what_is_lacking(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1"))
        assert page.next_step().command == "case.tell"
        assert "还差第 2 项 名称预先核准通知书" in reason(page, "F5")


class TestSupplement:
    def test_f5_takes_what_came_and_accepts_when_all_is_there(self, kit: Kit) -> None:
        page = page_of(kit, told(kit))
        page.law_step("supplement")
        panel = page.panel
        assert isinstance(panel, SupplementPanel) and not panel.ticked
        page.tick("m2", True)
        assert "今天受理" in str(panel.view().confirm)
        page.confirm()
        assert status(page) is Status.REVIEWED
        assert str(page.next_step().now).startswith("**今天受理了**，2 份文书去打")

    def test_nothing_ticked_is_refused_in_the_panel(self, kit: Kit) -> None:
        page = page_of(kit, told(kit))
        page.law_step("supplement")
        page.confirm()
        assert page.panel is not None and page.panel.trouble is not None
        assert page.panel.trouble.code == "supplement.none"

    def test_a_part_leaves_the_rest_open(self, kit: Kit) -> None:
        case_no = received(kit)
        page = page_of(kit, case_no)
        page.law_step("tell")
        page.confirm()
        page.law_step("supplement")
        page.tick("m1", True)
        page.confirm()
        assert status(page) is Status.SUPPLEMENT and "还差 1 样" in str(page.next_step().now)


class TestRefusing:
    def test_the_second_limb_names_the_right_body(self, kit: Kit) -> None:
        page = page_of(kit, received(kit, "m1"))
        page.law_step("refuse")
        page.choose("not_ours")
        page.put("reason", "归文化局管")
        page.confirm()
        assert "应找哪个机关" in str(page.words_of("body"))
        page.put("body", "县文化局")
        page.confirm()
        assert status(page) is Status.REFUSED
        assert [str(c.word) for c in page.header().chips][-1] == "不予受理"

    def test_after_acceptance_it_is_too_late(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(PROMISE.code))
        assert reason(page, "X") == "已经受理了"

    @pytest.mark.parametrize(
        ("choice", "end"), [("returned", Status.RETURNED), ("recalled", Status.RECALLED)]
    )
    def test_what_waits_for_a_supplement_can_go_back(
        self, kit: Kit, choice: str, end: Status
    ) -> None:
        page = page_of(kit, told(kit))
        kit.clock.advance(dt.timedelta(days=31))  # past the told day
        page.law_step("return")
        page.choose(choice)
        page.confirm()
        assert "还没写原因" in str(page.words_of("reason"))
        page.put("reason", "不开店了")
        page.confirm()
        assert status(page) is end and not enabled(page, "R")


class TestClock:
    def paused(self, kit: Kit) -> CasePresenter:
        page = page_of(kit, kit.accept(PROMISE.code))
        page.law_step("pause")
        page.choose("testing")
        page.put("days", "6")
        page.put("reason", "要送检")
        page.confirm()
        return page

    def test_stop_and_go_by_keys_of_the_page(self, kit: Kit) -> None:
        page = self.paused(kit)
        assert status(page) is Status.PAUSED
        assert [str(c.word) for c in page.header().chips][-1] == "停表·检测"
        assert reason(page, "F6") == "停着表，先走表"
        kit.clock.moment += dt.timedelta(days=7)
        page.refresh()
        page.law_step("resume")
        page.confirm()
        assert "还没写结果" in str(page.words_of("result"))
        page.put("result", "检测合格")
        page.confirm()
        assert status(page) is Status.ACCEPTED
        said = "\n".join(str(line) for line in page.rule())
        assert "停表，检测" in said and "第四十五条" in said

    def test_a_stop_needs_its_days_and_its_reason(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(PROMISE.code))
        page.law_step("pause")
        page.put("days", "很久")
        page.confirm()
        assert {"days", "reason"} <= set(page.panel.errors if page.panel else ())

    def test_extension_once_within_the_cap(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(PROMISE.code))
        page.law_step("extend")
        for key, value in (("days", "11"), ("reason", "案情复杂"), ("approver", "唐国华")):
            page.put(key, value)
        page.confirm()
        assert "1 到 10" in str(page.words_of("days"))
        page.put("days", "10")
        page.confirm()
        assert page.view is not None and page.view.clock is not None
        assert page.view.clock.limit == 25
        assert reason(page, "E") == "已经延过一次，不能再延"
        assert any("（承诺 15 天，延期 10 天）" in str(line) for line in page.rule())

    def test_a_spot_matter_is_not_extended(self, kit: Kit) -> None:
        assert reason(page_of(kit, kit.accept()), "E") == "即办件不能延期"


def test_who_was_not_told_in_time_is_accepted_and_the_page_says_so(kit: Kit) -> None:
    case_no = received(kit, matter=PROMISE.code)
    kit.clock.moment += dt.timedelta(days=21)
    assert kit.law.automatic() == 1
    page = page_of(kit, case_no)
    assert status(page) is Status.ACCEPTED
    entries = page.timeline()
    assert [str(e.title) for e in entries][-2:] == ["视为受理", "监察"]
    assert entries[-1].state == "late"


def test_supervision_is_answered_with_j_also_after_the_case_has_ended(kit: Kit) -> None:
    case_no = kit.sealed()
    page = page_of(kit, case_no)
    assert reason(page, "J") == "没有要答复的监察"
    kit.clock.moment += dt.timedelta(days=40)
    assert kit.law.automatic() == 1
    kit.decision.deliver(CLERK, case_no, Service(method="direct", document=DOCUMENT))
    page = page_of(kit, case_no)
    assert status(page) is Status.CLOSED
    assert page.next_step().command == "case.reply" and enabled(page, "J")
    page.law_step("reply")
    page.confirm()
    assert "还没写答复" in str(page.words_of("answer"))
    page.put("answer", "申请人出差，回来当天来领")
    page.confirm()
    assert page.panel is None and str(page.timeline()[-1].title) == "监察反馈"
    assert reason(page, "J") == "没有要答复的监察"
