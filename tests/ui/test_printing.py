"""The outbox page: what a person has to do with a paper, and that nothing is guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from counter.domain.people import Actor, Role
from counter.ports.clock import FrozenClock
from counter.ports.store import JobState, PrintJob
from counter.ui.pages.printing.page import PrintingPage
from counter.ui.pages.printing.presenter import Outbox, PrintingPresenter, age_words
from counter.ui.presenting import InlineRunner
from counter.ui.qt import Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

ACTOR = Actor(number="0317", name="李晓梅", unit="gs", window="3", roles=frozenset({Role.CLERK}))


def job(id: int, state: JobState, *, why: str = "", nth: int = 1, paper: str = "") -> PrintJob:
    ended = "" if state in ("queued", "sent") else "2026-09-22T08:15:00.000+08:00"
    return PrintJob(
        id=id,
        stream="case:4304232609220300127",
        paper_id=paper or f"p{id}",
        title="受理通知书",
        channel="page",
        copies=2,
        nth=nth,
        state=state,
        why=why,
        created_at="2026-09-22T08:11:00.000+08:00",
        sent_at="",
        ended_at=ended,
        about="430423 260922 03 0012 7",
    )


class Queue:
    def __init__(self, *jobs: PrintJob) -> None:
        self.all = jobs
        self.asked: list[tuple[Any, ...]] = []

    def jobs(self, limit: int = 50) -> tuple[PrintJob, ...]:
        return self.all

    def reprint(self, actor: Actor, stream: str, paper_id: str) -> int:
        self.asked.append(("reprint", actor.number, stream, paper_id))
        return 99

    def settle(self, actor: Actor, job_id: int, seen: bool) -> None:
        self.asked.append(("settle", actor.number, job_id, seen))

    def cancel(self, actor: Actor, job_id: int) -> None:
        self.asked.append(("cancel", actor.number, job_id))


def presenter(queue: Queue, clock: FrozenClock, **more: Any) -> PrintingPresenter:
    made = PrintingPresenter(queue, InlineRunner(), lambda: ACTOR, clock.now, **more)
    made.load()
    return made


@pytest.fixture
def queue() -> Queue:
    return Queue(
        job(9, "queued", why="printer.paper_out"),
        job(7, "unknown", why="printer.silent"),
        job(6, "failed", why="printer.cover_open"),
        job(5, "done"),
    )


@pytest.fixture
def desk(shell: Shell, queue: Queue, clock: FrozenClock, qtbot: Any) -> Shell:
    shell.add_page(PrintingPage(presenter(queue, clock)))
    shell.show()
    shell.enter("printing")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def test_what_needs_eyes_stands_first_and_says_why(desk: Shell) -> None:
    said = screen_text(desk)
    assert said.index("不知道打没打出来 1") < said.index("没打成 1") < said.index("在排队 1 打印机")
    assert (
        "▸不知道 受理通知书 430423 260922 03 0012 7 A4 打印·2 份 打印机不答话 10 分钟 [Y]" in said
    )
    assert "没有纸 10 分钟 [X]" in said
    assert "盖子开着" in said


def test_only_a_person_settles_an_unknown_paper(desk: Shell, queue: Queue, qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_N)
    assert queue.asked == [("settle", "0317", 7, False)]
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_Y)
    assert queue.asked[-1] == ("settle", "0317", 7, True)


def test_an_unknown_paper_is_not_printed_again_before_somebody_looked(
    desk: Shell, queue: Queue, qtbot: Any
) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert queue.asked == []
    assert "先去看一眼有纸没有" in desk.desk.next.words()


def test_a_failed_paper_is_printed_again_on_demand(desk: Shell, queue: Queue, qtbot: Any) -> None:
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "[Ctrl+P]" in desk.desk.next.words())
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert queue.asked == [("reprint", "0317", "case:4304232609220300127", "p6")]


def test_a_waiting_paper_can_be_taken_out(desk: Shell, queue: Queue, qtbot: Any) -> None:
    for _ in range(2):
        qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(desk.focusWidget(), Qt.Key.Key_X)
    assert queue.asked == [("cancel", "0317", 9)]


def test_a_failure_that_was_printed_again_is_no_longer_asked_about(clock: FrozenClock) -> None:
    made = presenter(
        Queue(job(8, "done", paper="p", nth=2), job(6, "failed", paper="p", why="printer.offline")),
        clock,
    )
    assert made.badge() is None
    assert "没打成" not in str(made.rows())


def test_the_badge_is_red_for_what_waits_for_eyes(queue: Queue, clock: FrozenClock) -> None:
    badge = presenter(queue, clock).badge()
    assert badge is not None
    assert (badge.count, badge.passed) == (2, True)


def test_offline_is_a_condition_and_says_that_nothing_is_lost(clock: FrozenClock) -> None:
    made = presenter(Queue(), clock, outbox=lambda: Outbox(24, "6 小时 2 分", False, "6 小时 4 分"))
    title, means, good = made.sending()
    assert str(title) == "断网 6 小时 4 分"
    assert "待传 24 笔，最早 6 小时 2 分前，一笔都不会丢" in str(means)
    assert not good


def test_an_empty_queue_has_one_sentence(shell: Shell, clock: FrozenClock) -> None:
    shell.add_page(PrintingPage(presenter(Queue(), clock)))
    shell.show()
    shell.enter("printing")
    assert "今天还没有打过文书。" in screen_text(shell)
    assert "没有要打的，也没有要看的" in screen_text(shell)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "刚才"),
        (240, "4 分钟"),
        (21_720, "6 小时 2 分"),
        (7_200, "2 小时"),
        (183_600, "2 天 3 小时"),
    ],
)
def test_ages_are_said_as_the_look_says(seconds: int, words: str) -> None:
    assert age_words(dt.timedelta(seconds=seconds)) == words


def test_who_only_looks_on_finds_the_keys_dim_and_the_reason(
    shell: Shell, queue: Queue, clock: FrozenClock, qtbot: Any
) -> None:
    onlooker = Actor(
        number="0003", name="彭春兰", unit="zx", window="3", roles=frozenset({Role.SUPERVISOR})
    )
    made = PrintingPresenter(queue, InlineRunner(), lambda: onlooker, clock.now)
    made.load()
    shell.add_page(PrintingPage(made))
    shell.show()
    shell.enter("printing")
    made.select(7)
    states = {c.key: c.enabled() for c in made.commands() if c.id != "printing.open"}
    assert set(states) == {"Y", "N", "X", "Ctrl+P"}
    assert {(can.ok, can.why) for can in states.values()} == {(False, "这个岗位只看，不办件")}
    said = screen_text(shell)
    assert "[Y]" not in said and "[X]" not in said and "[Ctrl+P]" not in said
    assert "这个岗位只看，不办件" in shell.desk.next.words()
