"""The register of seals in a window: newest first, of one seal, by keys alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from counter.desk.hall import PaperTask
from counter.desk.seals import SealLine, SealPage
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.ui.pages.seals.page import SealsPage
from counter.ui.pages.seals.presenter import SealsPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.qt import Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

ACTOR = Actor(number="0317", name="李晓梅", unit="gs", window="3", roles=frozenset({Role.CLERK}))
SEALS = (("GS-01", "工商局受理专用章"), ("ZX-01", "审批服务章"))


def line(pos: int, seal: str, number: str = "衡工商受〔2026〕0001 号") -> SealLine:
    return SealLine(
        pos=pos,
        at=f"2026-09-22T08:{pos:02}:00.000+08:00",
        seal=seal,
        name=dict(SEALS)[seal],
        paper="受理通知书",
        number=number,
        case_no="4304232609220300127",
        who="李晓梅",
    )


class Register:
    """A register in memory; `size`: lines a page."""

    def __init__(self, *lines: SealLine, size: int = 60) -> None:
        self.all, self.size = lines, size
        self.fails: KnownError | None = None
        self.printed: list[tuple[str, str, str]] = []

    def register(
        self, actor: Actor, seal: str = "", before: int | None = None, limit: int = 60
    ) -> SealPage:
        if self.fails is not None:
            raise self.fails
        found = [x for x in self.all if seal in ("", x.seal) and (not before or x.pos < before)]
        page = tuple(found[: self.size])
        more = page[-1].pos if len(found) > self.size else None
        return SealPage(lines=page, seals=SEALS, next_key=more)

    def print_register(self, actor: Actor, code: str, since: str, until: str) -> PaperTask:
        if since > until:
            raise KnownError("seals.period", "这段日子不对。", "先写早的一天。")
        self.printed.append((code, since, until))
        return PaperTask(1, "p", "用印登记表", "page", 1)


@pytest.fixture
def register() -> Register:
    return Register(line(9, "ZX-01"), line(7, "GS-01", ""), line(4, "GS-01"))


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def presenter(register: Register, opened: list[str]) -> SealsPresenter:
    return SealsPresenter(register, InlineRunner(), lambda: ACTOR, opened.append)


@pytest.fixture
def desk(shell: Shell, presenter: SealsPresenter, qtbot: Any) -> Shell:
    shell.add_page(SealsPage(presenter, lambda: dt.date(2026, 9, 22)))
    shell.show()
    shell.enter("seals")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def press(desk: Shell, qtbot: Any, key: Qt.Key) -> None:
    qtbot.keyClick(desk.focusWidget(), key)


def test_the_newest_stands_first_with_paper_case_who_and_when(desk: Shell) -> None:
    said = " ".join(screen_text(desk).split())
    first = (
        "▸2026-09-22 08:09 审批服务章 受理通知书 衡工商受〔2026〕0001 号 430423 260922 03 0012 7"
    )
    assert first in said
    assert said.index("08:09") < said.index("08:07") < said.index("08:04")
    assert "受理通知书 不编号" in said and "3 次" in said


def test_enter_opens_the_case_of_the_line_under_the_hand(
    desk: Shell, opened: list[str], qtbot: Any
) -> None:
    press(desk, qtbot, Qt.Key.Key_Down)
    press(desk, qtbot, Qt.Key.Key_Return)
    assert opened == ["4304232609220300127"]


def test_s_then_the_arrow_shows_one_seal_and_a_all_again(
    desk: Shell, presenter: SealsPresenter, qtbot: Any
) -> None:
    press(desk, qtbot, Qt.Key.Key_S)
    press(desk, qtbot, Qt.Key.Key_Down)
    assert presenter.seal == "GS-01" and [x.pos for x in presenter.lines] == [7, 4]
    qtbot.waitUntil(lambda: "只看 工商局受理专用章" in screen_text(desk))
    press(desk, qtbot, Qt.Key.Key_Return)
    press(desk, qtbot, Qt.Key.Key_A)
    assert presenter.seal == "" and len(presenter.lines) == 3


def test_esc_goes_from_one_seal_back_to_all(
    desk: Shell, presenter: SealsPresenter, qtbot: Any
) -> None:
    presenter.choose("ZX-01")
    press(desk, qtbot, Qt.Key.Key_Escape)
    assert presenter.seal == ""


def test_older_lines_come_below_and_the_end_is_said(opened: list[str]) -> None:
    lines = (line(9, "ZX-01"), line(7, "GS-01"), line(4, "GS-01"))
    page = SealsPresenter(Register(*lines, size=2), InlineRunner(), lambda: ACTOR, opened.append)
    page.load()
    assert len(page.rows()) == 3 and str(page.count()) == "最近 2 次"
    page.more()
    assert [x.pos for x in page.lines] == [9, 7, 4] and str(page.count()) == "3 次"
    page.more()
    assert len(page.rows()) == 3


def test_a_refresh_keeps_the_line_under_the_hand(
    presenter: SealsPresenter, register: Register
) -> None:
    presenter.load()
    presenter.select(4)
    register.all = (line(12, "ZX-01"), *register.all)
    presenter.load()
    assert presenter.current == 4 and presenter.lines[0].pos == 12


def test_an_empty_register_says_so_and_another_person_sees_nothing_of_the_one_before(
    presenter: SealsPresenter, register: Register
) -> None:
    presenter.load()
    presenter.choose("GS-01")
    presenter.forget()
    assert (presenter.lines, presenter.seal, presenter.empty()) == ((), "", "")
    register.all = ()
    presenter.load()
    assert "还没有盖过章" in str(presenter.empty())
    assert not presenter.may_open().ok


def test_what_the_desk_refuses_stands_over_the_page(
    presenter: SealsPresenter, register: Register
) -> None:
    register.fails = KnownError("store.busy", "本机账正忙。", "再按一次。")
    presenter.load()
    assert presenter.trouble is not None and presenter.trouble.code == "store.busy"


def test_one_seals_register_is_printed_for_two_days_written_in(
    desk: Shell, presenter: SealsPresenter, register: Register, qtbot: Any
) -> None:
    press(desk, qtbot, Qt.Key.Key_P)
    assert register.printed == [] and str(presenter.may_print().why) == "先选一枚章"
    presenter.choose("GS-01")
    press(desk, qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: "工商局受理专用章 的登记表" in screen_text(desk))
    field = desk.focusWidget()
    assert field.text() == "2026-09-01"
    field.setText("2026-09-30")
    for _ in range(2):
        press(desk, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "这段日子不对。" in screen_text(desk))
    field.setText("2026-09-21")
    press(desk, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "用印登记表 在排队" in screen_text(desk))
    assert register.printed == [("GS-01", "2026-09-21", "2026-09-22")]
