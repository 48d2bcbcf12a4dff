"""The page of projects by its keys, over a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.helpers.desk import PIN, Desk

from counter.domain.project import Investor
from counter.ui.pages.project.page import ProjectPage
from counter.ui.pages.project.presenter import ProjectPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.qt import QCoreApplication, QInputMethodEvent, Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

INVESTOR = Investor(
    name="衡山县恒顺商贸有限公司",
    credit_code="91430423MA4L00003J",
    power_number="恒顺委〔2026〕1 号",
    power_on="2026-09-01",
)


class Bench:
    """The page of one person over a real store."""

    def __init__(self, shell: Shell, qtbot: Any, folder: Path) -> None:
        self.desk, self.shell, self.qtbot = Desk(folder), shell, qtbot
        self.me = self.desk.session.sign_in("0317", PIN).actor
        self.presenter = ProjectPresenter(self.desk.projects, InlineRunner(), lambda: self.me)
        self.page = ProjectPage(self.presenter)
        shell.add_page(self.page)
        shell.show()
        shell.enter("project")
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)

    def opened(self) -> None:
        self.desk.projects.open(self.me, "粮油批发市场", INVESTOR, "立项")
        self.presenter.load()

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.shell.focusWidget(), key)

    def say(self, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QCoreApplication.sendEvent(self.shell.focusWidget(), event)

    def sees(self, words: str) -> None:
        """Wait until the words stand on the screen: laid-out rows show with the next event."""
        self.qtbot.waitUntil(lambda: words in screen_text(self.shell))


@pytest.fixture
def bench(shell: Shell, qtbot: Any, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(shell, qtbot, tmp_path)
    yield made
    made.desk.close()


def test_a_project_is_taken_on_by_key_and_says_that_it_costs_nothing(bench: Bench) -> None:
    bench.key(Qt.Key.Key_N, Qt.Key.Key_Return)
    for words in ("粮油批发市场", INVESTOR.name, INVESTOR.credit_code, INVESTOR.power_number):
        bench.say(words)
        bench.key(Qt.Key.Key_Return)
    bench.key(Qt.Key.Key_Return)
    bench.sees("授权委托书的日期不对。")
    bench.say("2026-09-01")
    bench.key(Qt.Key.Key_Return)
    bench.sees("0 元，全程代理不收费")
    assert [p.number for p in bench.presenter.projects] == ["代2026-03-0001"]


def test_a_step_is_planned_and_closing_over_it_is_refused_by_name(bench: Bench) -> None:
    bench.opened()
    bench.key(Qt.Key.Key_S)
    bench.say("spl")
    bench.key(Qt.Key.Key_Return)
    bench.sees("食品流通许可（新办） 工商局")
    bench.key(Qt.Key.Key_E)
    bench.say("都交了")
    bench.key(Qt.Key.Key_Return)
    bench.sees("还没有办成：食品流通许可（新办）。")


def test_more_trips_than_allowed_turn_the_badge_red(bench: Bench) -> None:
    bench.opened()
    for expected in (False, True):
        bench.key(Qt.Key.Key_T)
        bench.say("刘德全")
        bench.key(Qt.Key.Key_Return)
        bench.say("签字")
        bench.key(Qt.Key.Key_Return)
        badge = bench.page.badge()
        assert badge is not None and (badge.count, badge.passed) == (1, expected)


def test_another_unit_sees_the_investor_only_after_a_recorded_look(bench: Bench) -> None:
    bench.opened()
    bench.me = bench.desk.session.sign_in("0901", PIN).actor
    bench.presenter.forget()
    bench.presenter.load()
    bench.sees("别的单位代理的，看了留痕")
    assert INVESTOR.credit_code not in screen_text(bench.shell)
    bench.key(Qt.Key.Key_V)
    bench.sees(INVESTOR.credit_code)
    assert [row.staff for row in bench.desk.store.access_log()] == ["0901"]
    assert str(bench.presenter.may_work().why) == "由 李晓梅 代理"


def test_the_sheet_is_printed_by_key_and_the_same_one_not_twice(bench: Bench) -> None:
    bench.opened()
    bench.key(Qt.Key.Key_P)
    bench.sees("项目代理单 在排队")
    assert [j.stream for j in bench.desk.store.jobs()] == ["project:代2026-03-0001"]
    bench.key(Qt.Key.Key_P)
    bench.sees("今天打过代理单，以后没有新的动作。")
    bench.me = bench.desk.session.sign_in("0901", PIN).actor
    assert str(bench.presenter.may_print().why) == "别的单位代理的"
