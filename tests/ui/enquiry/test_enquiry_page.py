"""The enquiry page by its keys, over a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.desk import PIN, Desk
from tests.helpers.small_hall import SPOT

from counter.domain.people import Actor
from counter.ui.pages.enquiry.page import EnquiryPage
from counter.ui.pages.enquiry.presenter import EnquiryPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.qt import QCoreApplication, QInputMethodEvent, Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell


class Bench:
    """The page of one person over a real store."""

    def __init__(self, shell: Shell, qtbot: Any, folder: Path, number: str = "0317") -> None:
        self.desk, self.shell, self.qtbot = Desk(folder), shell, qtbot
        self.received: list[str] = []
        self.me = self.desk.session.sign_in(number, PIN).actor
        self.presenter = EnquiryPresenter(
            self.desk.enquiries,
            InlineRunner(),
            lambda: self.me,
            self.desk.hall.today,
            self.received.append,
        )
        self.page = EnquiryPage(self.presenter)
        shell.add_page(self.page)

    def front(self) -> None:
        self.shell.show()
        self.shell.enter("enquiry")
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow)

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.shell.focusWidget(), key)

    def say(self, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QCoreApplication.sendEvent(self.shell.focusWidget(), event)

    def screen(self) -> str:
        return screen_text(self.shell)

    def sees(self, words: str) -> None:
        """Wait until the words stand on the screen: laid-out rows show with the next event."""
        self.qtbot.waitUntil(lambda: words in self.screen())

    def actor(self, number: str) -> Actor:
        return self.desk.session.sign_in(number, PIN).actor


@pytest.fixture
def bench(shell: Shell, qtbot: Any, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(shell, qtbot, tmp_path)
    made.front()
    yield made
    made.desk.close()


def test_a_question_is_taken_with_one_line_and_enter_then_answered(bench: Bench) -> None:
    bench.say("开店要带什么")
    bench.page.matter.setFocus()
    bench.say("spl")
    bench.sees("1. 食品流通许可申请书（原件）")
    bench.key(Qt.Key.Key_Return)
    (line,) = bench.presenter.lines
    assert line.state.opened is not None and line.state.opened.matter == SPOT.code
    badge = bench.page.badge()
    assert badge is not None and (badge.count, badge.passed) == (1, False)
    bench.key(Qt.Key.Key_A)
    bench.key(Qt.Key.Key_Return)
    bench.sees("没有写怎么答的")
    bench.say("带身份证")
    bench.key(Qt.Key.Key_Return)
    assert bench.shell.overlay is None and "已答" in bench.screen()
    assert bench.page.badge() is None


def test_a_matter_nobody_knows_is_refused_and_the_question_kept(bench: Bench) -> None:
    bench.say("开店要带什么")
    bench.page.matter.setFocus()
    bench.say("qqqq")
    bench.key(Qt.Key.Key_Return)
    bench.sees("没有这个事项。")
    assert bench.presenter.lines == () and bench.page.question.text() == "开店要带什么"


def test_handing_over_names_the_taker_and_takes_the_key_for_answering_away(bench: Bench) -> None:
    bench.say("网吧怎么办证")
    bench.key(Qt.Key.Key_Return, Qt.Key.Key_H)
    bench.say("0901")
    bench.key(Qt.Key.Key_Return)
    bench.say("归文化局")
    bench.key(Qt.Key.Key_Return)
    bench.sees("李晓梅 转给 曾伟：归文化局")
    answer = bench.presenter.may_answer()
    assert not answer.ok and str(answer.why) == "由 曾伟 负责到底"


def test_the_asker_of_anothers_question_is_shown_only_after_a_recorded_look(bench: Bench) -> None:
    zeng = bench.actor("0901")
    bench.desk.enquiries.ask(zeng, "网吧怎么办证", asker="周明远", phone="13900000826")
    bench.presenter.load()
    assert "13900000826" not in bench.screen()
    bench.key(Qt.Key.Key_Down, Qt.Key.Key_V)
    bench.sees("周明远 13900000826")
    assert [row.staff for row in bench.desk.store.access_log()] == ["0317"]


def test_f2_takes_the_matter_to_reception(bench: Bench) -> None:
    bench.desk.enquiries.ask(bench.me, "开店要带什么", matter=SPOT.code)
    bench.presenter.load()
    bench.key(Qt.Key.Key_F2)
    assert bench.received == [SPOT.code]


def test_who_only_looks_takes_no_question(shell: Shell, qtbot: Any, tmp_path: Path) -> None:
    bench = Bench(shell, qtbot, tmp_path, "0001")
    bench.front()
    bench.say("开店要带什么")
    bench.key(Qt.Key.Key_Return)
    assert bench.presenter.lines == () and "这个岗位只看，不接咨询" in bench.screen()
    bench.desk.close()


def test_the_slip_is_given_by_key_and_the_answer_says_so(
    shell: Shell, qtbot: Any, tmp_path: Path
) -> None:
    bench = Bench(shell, qtbot, tmp_path)
    bench.desk.enquiries.ask(bench.me, "开店要带什么", matter=SPOT.code)
    bench.front()
    bench.sees("开店要带什么")
    bench.presenter.seek("spl")
    assert str(bench.presenter.may_slip().why) == "先登记，再打"
    bench.presenter.seek("")
    bench.key(Qt.Key.Key_Down, Qt.Key.Key_P)
    bench.sees("要带什么 在排队")
    assert [j.title for j in bench.desk.store.jobs()] == ["要带什么"]
    number = bench.presenter.current
    bench.presenter.answer(number, "看单子", lambda: None, lambda error: None)
    state = bench.desk.store.enquiry(number)
    assert state is not None and state.closed is not None and state.closed.told == "slip"
    bench.desk.close()
