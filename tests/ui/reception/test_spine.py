"""The clerk's way through a case: call, card, letters, Space, F5, the next one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

from tests.ui.reception.kit import FOOD, ZHOU, Kit

from counter.desk.changes import Changes
from counter.domain.case import case_stream
from counter.domain.errors import KnownError


def test_the_presenter_knows_no_qt() -> None:
    code = (
        "import sys, counter.ui.pages.reception.binding, counter.ui.pages.reception.presenter;"
        "sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_window_waits_for_the_next_visitor(kit: Kit) -> None:
    assert kit.step().startswith("[F3] 等下一位，叫号")
    assert kit.press("F3")
    assert "A012" in kit.step()
    assert kit.presenter.queue().ticket == "A012"
    assert kit.presenter.queue().waiting == 1


def test_nobody_waits_is_said_in_the_next_step(kit: Kit) -> None:
    kit.queue.tickets.clear()
    kit.press("F3")
    assert "没有人在等" in kit.step()
    assert kit.presenter.queue().ticket == ""


def test_from_card_to_number_without_a_mouse(kit: Kit) -> None:
    kit.press("F3")
    kit.press("F2")
    kit.presenter.card(ZHOU)
    assert kit.presenter.queue().ticket == "A012"
    kit.choose("spl")
    assert kit.presenter.state.matter is not None
    assert kit.presenter.state.matter.title == "食品流通许可（新办）"
    kit.press("Space")
    kit.press("Space")
    assert "收到第 3 项 经营场所使用证明" in kit.step()
    kit.press("Space")
    assert [row.ticked for row in kit.presenter.view().materials.rows] == [True] * 4
    kit.fill(**FOOD)
    kit.presenter.write("contact.phone", "13900000826")
    assert kit.step().startswith("[F5]")
    assert kit.press("F5")
    accepted = kit.presenter.state.accepted
    assert accepted is not None
    assert kit.store.case(accepted.case_no) is not None
    assert kit.presenter.header().number == "430423 260922 03 0001 0"
    assert "430423 260922 03 0001 0 已受理" in kit.step()


def test_f5_says_what_is_lacking_and_does_nothing(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.choose("spl")
    assert not kit.press("F5")
    assert kit.why("F5") == "还没留手机号。"
    kit.presenter.write("contact.phone", "13900000826")
    assert kit.why("F5") == "还差第 1 项 食品流通许可申请书。"
    assert kit.store.open_count() == 0


def test_after_f5_nothing_can_be_changed_here(kit: Kit) -> None:
    kit.complete()
    kit.press("F5")
    kit.presenter.write("form.area", "99")
    kit.presenter.come_as("organisation")
    kit.presenter.materials.toggle()
    assert kit.presenter.state.form.fields["area"] == "46.50"
    assert kit.presenter.state.form.kind == "person"
    assert not kit.press("F5")
    assert "已经受理" in kit.why("F5")


def test_enter_after_f5_makes_room_for_the_next_visitor(kit: Kit) -> None:
    kit.press("F3")
    kit.complete()
    kit.press("F5")
    kit.press("Enter")
    assert kit.presenter.state.form.empty
    assert kit.presenter.state.accepted is None
    assert kit.step().startswith("[F3]")


def test_the_papers_fate_follows_the_queue(kit: Kit) -> None:
    kit.complete()
    kit.press("F5")
    case_no = kit.presenter.state.accepted.case_no  # type: ignore[union-attr]
    assert [str(r.fact) for r in kit.presenter.view().side.after[1:3]] == ["在排队", "在排队"]
    job = kit.store.jobs(stream=case_stream(case_no))[0]
    kit.printing.mark_sent(job)
    kit.presenter.on_changes(Changes(topics=frozenset({"queue"})))
    facts = {str(r.words): str(r.fact) for r in kit.presenter.view().side.after}
    assert facts[job.title] == "在打"
    kit.printing.recover()
    kit.presenter.on_changes(Changes(topics=frozenset({"queue"})))
    rows = {str(r.words): r for r in kit.presenter.view().side.after}
    assert str(rows[job.title].fact) == "不知道：打的时候程序停了"
    assert rows[job.title].state == "unknown"


def test_reprint_waits_until_the_paper_has_left_the_queue(kit: Kit) -> None:
    kit.complete()
    kit.press("F5")
    case_no = kit.presenter.state.accepted.case_no  # type: ignore[union-attr]
    assert not kit.press("Ctrl+P")
    for job in kit.store.jobs(stream=case_stream(case_no)):
        kit.printing.mark_sent(job)
    kit.printing.recover()
    kit.presenter.on_changes(Changes(topics=frozenset({"queue"})))
    assert kit.press("Ctrl+P")
    again = [j for j in kit.store.jobs(stream=case_stream(case_no)) if j.state == "queued"]
    assert sorted(j.nth for j in again) == [2, 2]


def test_a_refused_f5_is_said_and_the_form_stays(kit: Kit) -> None:
    kit.complete()
    error = KnownError("store.disk_full", "磁盘满了，没有存成。", "请腾出空间再按 F5。")

    def refuse(*_args: object, **_how: object) -> None:
        raise error

    real, kit.desk.accept = kit.desk.accept, refuse  # type: ignore[method-assign,assignment]
    kit.press("F5")
    trouble = kit.presenter.view().trouble
    assert trouble is not None
    assert (str(trouble.what), trouble.code) == ("磁盘满了，没有存成。", "store.disk_full")
    assert kit.presenter.state.form.fields["trade_name"] == "开云镇明远粮油店"
    kit.desk.accept = real  # type: ignore[method-assign]
    assert kit.press("F5")
    assert kit.presenter.state.accepted is not None


def test_a_supervisor_cannot_accept(kit: Kit) -> None:
    kit.complete()
    kit.actor = kit.session.sign_in("0003", "246802").actor
    assert not kit.press("F5")
    assert kit.why("F5") == "这个岗位不能受理"


def test_a_supervisor_is_not_shown_the_key_for_typing_a_card(kit: Kit) -> None:
    assert "reception.manual" in str(kit.presenter.view().applicant.empty)
    kit.actor = kit.session.sign_in("0003", "246802").actor
    assert "reception.manual" not in str(kit.presenter.view().applicant.empty)


def test_the_case_page_is_one_key_away_after_f5(kit: Kit) -> None:
    assert not kit.press("Ctrl+O")
    kit.complete()
    kit.press("F5")
    kit.press("Ctrl+O")
    kit.press("F6")
    number = kit.presenter.state.accepted.case_no  # type: ignore[union-attr]
    assert kit.opened == [number, number]


def test_a_second_case_of_the_same_visitor_keeps_ticket_and_time(kit: Kit) -> None:
    kit.press("F3")
    started = kit.presenter.state.form.started_at
    kit.complete()
    kit.press("F5")
    kit.clock.advance(dt.timedelta(minutes=4))
    kit.press("F2")
    assert kit.presenter.queue().ticket == "A012"
    assert kit.presenter.state.form.started_at == started
    assert kit.presenter.queue().serving == "04:00"


def test_a_called_visitor_comes_before_an_old_draft(kit: Kit) -> None:
    kit.presenter.card(ZHOU)
    kit.press("F3")
    assert kit.presenter.state.drafts
    assert "请 A012 把身份证放到读卡器上" in kit.step()


def test_a_queue_machine_that_is_silent_is_said(kit: Kit) -> None:
    kit.queue.error = KnownError("queue.silent", "叫号机没有回音。", "请直接请下一位。")
    kit.press("F3")
    trouble = kit.presenter.view().trouble
    assert trouble is not None and trouble.code == "queue.silent"
    assert kit.presenter.queue().ticket == ""


def test_who_does_not_receive_finds_no_key_here_and_a_card_is_not_taken(kit: Kit) -> None:
    kit.actor = kit.session.sign_in("0003", "246802").actor
    for key in ("F2", "F3", "Ctrl+M", "Ctrl+D"):
        assert not kit.press(key), key
        assert kit.why(key) == "这个岗位不能受理"
    assert kit.presenter.next_step().command == ""
    kit.presenter.reader.laid(ZHOU)
    assert kit.presenter.state.form.document is None
