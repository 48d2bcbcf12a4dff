"""The case page without a window: what it shows, what each key does, what it refuses."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.helpers.small_hall import (
    CHIEF,
    CLERK,
    DOCUMENT,
    OTHER_DOCUMENT,
    PROMISE,
    SUPERVISOR,
)
from tests.ui.case.kit import Kit

from counter.domain.case import Status
from counter.domain.people import Actor
from counter.ui.pages.case.presenter import CasePresenter
from counter.ui.presenting import InlineRunner


def page_of(kit: Kit, case_no: str, actor: Actor = CLERK) -> CasePresenter:
    """The page of a case, opened by `actor`."""
    page = CasePresenter(
        kit.cases,
        kit.decision,
        kit.reception,
        kit.printing,
        kit.law,
        kit.charges,
        InlineRunner(),
        lambda: actor,
        kit.today,
    )
    page.open(case_no)
    return page


def status(page: CasePresenter) -> Status:
    assert page.view is not None
    return page.view.state.status


def enabled(page: CasePresenter, key: str) -> bool:
    return any(c.enabled().ok for c in page.commands() if c.key == key)


def test_opening_a_case_leaves_a_trace_and_a_refresh_does_not(kit: Kit) -> None:
    page = page_of(kit, kit.accept())
    page.refresh()
    assert [row.what for row in kit.store.access_log()] == ["opened"]


def test_header_names_applicant_matter_number_and_state(kit: Kit) -> None:
    case_no = kit.accept()
    header = page_of(kit, case_no).header()
    assert str(header.title) == "周明远 食品流通许可（新办）"
    assert header.number == f"{case_no[:6]} {case_no[6:12]} 03 0001 {case_no[-1]}"
    assert [str(c.word) for c in header.chips] == ["即办件", "已审，等核·今天到期"]


def test_a_case_that_is_not_there_says_so(kit: Kit) -> None:
    page = page_of(kit, "4304232609220399998")
    assert page.trouble is not None and page.trouble.code == "case.none"
    assert page.view is None


class TestDecision:
    def test_clerk_reviews_then_chief_grants(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        page = page_of(kit, case_no)
        page.decide()
        page.decide()
        assert status(page) is Status.REVIEWED and page.panel is None
        page = page_of(kit, case_no, CHIEF)
        page.decide()
        assert page.panel is not None
        facts = [str(f.words) for f in page.panel.view().facts]
        assert any("李晓梅" in f for f in facts) and any("衡工商授〔2026〕1 号" in f for f in facts)
        page.confirm()
        assert status(page) is Status.DECIDED

    def test_review_and_decision_by_one_person_is_refused_with_its_rule(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        kit.decision.review(CHIEF, case_no, "grant")
        page = page_of(kit, case_no, CHIEF)
        page.decide()
        page.confirm()
        assert page.panel is not None and page.panel.trouble is not None
        assert page.panel.trouble.code == "decide.same_person"
        assert page.panel.rule == "一审一核制"
        assert status(page) is Status.REVIEWED

    def test_a_refusal_without_reason_stays_in_the_panel(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), CHIEF)
        page.decide()
        page.choose("refused")
        page.confirm()
        assert "还没写理由" in str(page.words_of("reason"))
        page.put("reason", "场所在学校 50 米内")
        page.confirm()
        assert status(page) is Status.DECIDED
        assert page.view is not None and page.view.state.decided is not None
        assert page.view.state.decided.outcome == "refused"

    def test_a_date_that_is_none_is_said_at_its_field(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), CHIEF)
        page.decide()
        page.put("valid_to", "2029-13-01")
        page.confirm()
        assert "不是日期" in str(page.words_of("valid_to"))
        page.put("valid_to", "2029-09-21")
        page.confirm()
        assert page.view is not None and page.view.state.decided is not None
        assert page.view.state.decided.valid_to == "2029-09-21"

    def test_what_was_typed_survives_a_change_of_choice(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), CHIEF)
        page.decide()
        page.put("reason", "材料齐")
        page.choose("refused")
        page.choose("granted")
        assert page.panel is not None and page.panel.get("reason") == "材料齐"


class TestSealsAndDelivery:
    def test_seals_are_logged_one_after_the_other_then_delivery_opens(self, kit: Kit) -> None:
        page = page_of(kit, kit.decided(), CHIEF)
        assert [line.name for line in page.missing() if line.decision] == [
            "工商局行政审批专用章",
            "县政务中心审批服务章",
        ]
        assert not enabled(page, "D")
        page.go_on()
        page.go_on()
        assert page.view is not None and not page.view.state.missing_seals
        assert enabled(page, "D")
        register = [row.name for row in kit.store.seal_register()]
        assert sorted(register) == sorted(["工商局行政审批专用章", "县政务中心审批服务章"])

    def test_the_keeper_rule_is_shown_when_a_clerk_takes_the_approval_seal(self, kit: Kit) -> None:
        page = page_of(kit, kit.decided(), CLERK)
        page.use_seal()
        assert page.trouble is not None and page.trouble.code == "seal.keeper"

    def test_an_unprinted_paper_takes_no_seal(self, kit: Kit) -> None:
        case_no = kit.accept()
        kit.decision.decide(CHIEF, case_no, "granted")
        page = page_of(kit, case_no, CHIEF)
        assert "打出来" in str(page.next_step().now)
        page.use_seal()
        assert page.trouble is not None and page.trouble.code == "seal.unprinted"

    def test_the_applicants_card_matches_and_closes_the_case(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed())
        assert page.on_card(DOCUMENT)
        assert page.panel is not None
        facts = page.panel.view().facts
        assert any(f.state == "done" and "申请人本人" in str(f.words) for f in facts)
        page.confirm()
        assert status(page) is Status.CLOSED and page.panel is None
        assert str(page.header().chips[1].word) == "办结"

    def test_a_strangers_card_asks_for_a_reason(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed())
        page.on_card(OTHER_DOCUMENT)
        assert page.panel is not None
        assert any(f.state == "due" for f in page.panel.view().facts)
        page.confirm()
        assert "为什么由他领" in str(page.words_of("note"))
        page.put("note", "儿媳，带委托书")
        page.confirm()
        assert status(page) is Status.CLOSED
        assert page.view is not None and page.view.state.delivered is not None
        assert not page.view.state.delivered.matched

    def test_an_expired_card_is_noted_and_does_not_stop(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed())
        page.on_card(msgspec.structs.replace(DOCUMENT, valid_to="2020-01-01"))
        assert page.panel is not None
        assert any("过期" in str(f.words) for f in page.panel.view().facts)
        page.confirm()
        assert status(page) is Status.CLOSED

    def test_without_a_card_the_desk_asks_for_one(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed())
        page.deliver()
        page.confirm()
        assert page.panel is not None and page.panel.trouble is not None
        assert page.panel.trouble.code == "deliver.card"

    def test_a_typed_number_is_checked_and_compared(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed())
        page.deliver()
        page.choose("typed")
        page.put("name", "周明远")
        page.put("number", "430423199001010015")
        page.confirm()
        assert "为什么" in str(page.words_of("note"))
        page.put("note", "本人")
        page.confirm()
        assert "末位不对" in str(page.words_of("number"))
        page.put("number", "430423199001010014")
        page.confirm()
        assert status(page) is Status.CLOSED

    def test_by_mail_nobody_lays_a_card(self, kit: Kit) -> None:
        page = page_of(kit, kit.sealed(delivery="mail", mail_address="开云镇人民东路 128 号"))
        page.deliver()
        assert page.panel is not None and page.panel.chosen == "mail"
        page.confirm()
        assert "邮件号" in str(page.words_of("mail_number"))
        page.put("mail_number", "XA12345678943")
        page.confirm()
        assert status(page) is Status.CLOSED

    def test_a_card_means_nothing_before_the_case_can_be_handed_over(self, kit: Kit) -> None:
        page = page_of(kit, kit.decided())
        assert not page.on_card(DOCUMENT)
        assert page.panel is None


class TestCorrectingAndWithdrawing:
    def test_a_correction_shows_before_and_after(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept())
        page.correct()
        page.choose("contact.phone")
        page.put("after", "13800001127")
        page.confirm()
        assert "原因" in str(page.words_of("reason"))
        page.put("reason", "申请人说错了")
        page.confirm()
        entry = page.timeline()[-1]
        assert str(entry.title) == "更正"
        assert str(entry.detail) == "手机：13900000826 → 13800001127"
        assert str(entry.note) == "原因：申请人说错了" and entry.who == "李晓梅"

    def test_a_form_field_is_judged_by_its_own_rule(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept())
        page.correct()
        page.choose("form.area")
        page.put("after", "很大")
        page.put("reason", "抄错")
        page.confirm()
        assert "应是数字" in str(page.words_of("after"))

    def test_a_wrong_f5_is_withdrawn_with_its_reason(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept())
        page.withdraw()
        page.confirm()
        assert "原因" in str(page.words_of("reason"))
        page.put("reason", "选错了事项")
        page.confirm()
        assert status(page) is Status.WITHDRAWN
        assert not enabled(page, "F6") and not enabled(page, "G")

    def test_withdrawing_somebody_elses_case_is_refused(self, kit: Kit) -> None:
        other = msgspec.structs.replace(CLERK, number="0999")
        page = page_of(kit, kit.accept(), other)
        page.withdraw()
        page.put("reason", "选错了")
        page.confirm()
        assert page.panel is not None and page.panel.trouble is not None
        assert page.panel.trouble.code == "withdraw.other"


class TestPrinting:
    def test_fates_of_prints_in_words(self, kit: Kit) -> None:
        case_no = kit.accept()
        page = page_of(kit, case_no)
        assert [str(p.fate.word) for p in page.papers()] == ["打好 1 次", "打好 1 次"]
        page.pick_paper(0)
        page.reprint()
        assert str(page.papers()[0].fate.word) == "在排队"
        assert not enabled(page, "Ctrl+P")
        kit.print_all("failed", "printer.paper_out")
        page.refresh()
        assert str(page.papers()[0].fate.word) == "没打成" and page.papers()[0].why == "没有纸"

    @pytest.mark.parametrize(("seen", "word"), [(True, "打好 2 次"), (False, "没打成")])
    def test_an_unknown_print_is_settled_by_who_looked(
        self, kit: Kit, seen: bool, word: str
    ) -> None:
        page = page_of(kit, kit.accept())
        page.pick_paper(0)
        assert not enabled(page, "Y")
        page.reprint()
        kit.print_all("unknown", "printer.silent")
        page.refresh()
        assert str(page.papers()[0].fate.word) == "不知道"
        assert page.next_step().command == "case.seen" and enabled(page, "Y")
        page.settle(seen)
        assert str(page.papers()[0].fate.word) == word
        assert "李晓梅" in str(page.timeline()[-1].note)


class TestFollowing:
    def test_next_step_follows_the_case(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        page = page_of(kit, case_no)
        assert page.next_step().command == "case.decide"
        kit.decision.review(CLERK, case_no, "grant")
        page.refresh()
        assert page.next_step().command == "" and "首席代表" in str(page.next_step().now)
        assert page_of(kit, case_no, CHIEF).next_step().command == "case.decide"

    def test_an_open_panel_outlives_a_refresh(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), CHIEF)
        page.decide()
        page.put("reason", "再看看")
        page.refresh()
        assert page.panel is not None and page.panel.get("reason") == "再看看"
        assert page.cancel() and page.panel is None
        assert not page.cancel()

    def test_a_reader_without_the_post_is_refused_by_the_desk(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), SUPERVISOR)
        page.decide()
        page.confirm()
        assert page.panel is not None and page.panel.trouble is not None
        assert page.panel.trouble.code == "authority.role"

    def test_who_only_looks_on_finds_no_key_to_press(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), SUPERVISOR)
        ready = {command.spec.id for command in page.commands() if command.enabled().ok}
        assert ready == set()

    def test_who_only_looks_on_is_offered_no_step(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(), SUPERVISOR)
        step = page.next_step()
        assert step.command == "" and "只看" in str(step.now)
        assert "case.seal" not in str(step.other)

    def test_rule_tells_the_stretches(self, kit: Kit) -> None:
        page = page_of(kit, kit.accept(PROMISE.code))
        told = [str(line) for line in page.rule()]
        assert told[0].startswith("9-22 周二") and "第 0 天" in told[0]
        assert any("国庆节" in line and "不计" in line for line in told)
        assert any("补班" in line for line in told)
        assert any("第 15 个工作日 = " in line for line in told)
        assert any("第八十二条" in line for line in told)
        assert "告知补正（第三十二条第一款第四项）" in told[-2]
        assert told[-1].startswith("法定（第四十二条）：受理 9-22，当天不算；")


def test_a_made_up_date_keeps_its_word(kit: Kit) -> None:
    kit.clock.moment = dt.datetime(2026, 12, 28, 9, 0, tzinfo=kit.clock.moment.tzinfo)
    page = page_of(kit, kit.accept(PROMISE.code))
    assert "预计" in str(page.timeline()[1].note)
