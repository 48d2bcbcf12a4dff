"""The staff page: PIN reset by whom it may, absence of the A representative with a reason."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from counter.desk.session import HeldLetter, Person
from counter.domain.catalogue import AuthorityLetter
from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.ports.clock import FrozenClock
from counter.resources import resource_root
from counter.ui.pages.staff.page import StaffPage
from counter.ui.pages.staff.presenter import StaffPresenter
from counter.ui.pages.staff.scan import Picture
from counter.ui.presenting import InlineRunner
from counter.ui.qt import QCoreApplication, QInputMethodEvent, Qt
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell

LETTER = AuthorityLetter(
    number="衡工商授〔2026〕1 号",
    unit="gs",
    staff="0309",
    role="A",
    scope=("accept", "decide"),
    valid_from="2026-01-01",
    valid_to="2026-12-31",
)
A = Person(
    number="0309",
    name="王志刚",
    post="股长",
    unit="gs",
    has_pin=True,
    roles=("chief_a",),
    letters=(HeldLetter(LETTER, ("食品流通许可",)),),
)
B = Person(number="0322", name="陈蓉", post="副股长", unit="gs", roles=("chief_b",))
OTHER = Person(
    number="0511",
    name="唐国华",
    post="股长",
    unit="js",
    has_pin=True,
    locked_until="2026-09-22T08:30:00.000+08:00",
    roles=("chief_a",),
)


class Staff:
    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.people = (A, B, OTHER)
        self.picture = (resource_root() / "hall" / "letter-GS-001.png").read_bytes()

    def everybody(self) -> tuple[Person, ...]:
        return self.people

    def reset_pin(self, actor: Actor, number: str, new: str) -> None:
        if new == "123456":
            raise KnownError("pin.weak", "这个 PIN 太好猜。", "不要用连号。")
        self.asked.append(("reset", actor.number, number))

    def mark_absent(self, actor: Actor, number: str, reason: str) -> None:
        if not reason:
            raise KnownError("absence.reason", "离岗没有写原因。", "请写一句。")
        self.asked.append(("absent", number, reason))

    def end_absence(self, actor: Actor, number: str) -> None:
        self.asked.append(("back", number))

    def letter_scan(self, actor: Actor, staff: str, number: str) -> bytes:
        self.asked.append(("scan", actor.number, staff, number))
        return self.picture


class Bench:
    def __init__(self, shell: Shell, clock: FrozenClock, role: Role) -> None:
        self.staff = Staff()
        actor = Actor(number="0901", name="赵强", unit="gs", window="3", roles=frozenset({role}))
        self.presenter = StaffPresenter(
            self.staff,
            InlineRunner(),
            lambda: actor,
            clock.now,
            lambda code: {"gs": "工商局", "js": "建设局"}[code],
        )
        shell.add_page(StaffPage(self.presenter))


def opened(shell: Shell, qtbot: Any) -> None:
    shell.show()
    shell.enter("staff")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)


@pytest.fixture
def manager(shell: Shell, clock: FrozenClock, qtbot: Any) -> Bench:
    made = Bench(shell, clock, Role.MANAGER)
    opened(shell, qtbot)
    return made


def test_everybody_by_unit_with_what_is_up_with_them(manager: Bench, shell: Shell) -> None:
    said = screen_text(shell)
    assert said.index("工商局 2") < said.index("建设局 1")
    assert "没有 PIN 0322 陈蓉 首席代表 B 角 副股长 没上过岗 [R]" in said
    assert "锁到 08:30 0511 唐国华" in said


def test_the_letters_of_the_person_under_the_hand_are_shown_with_scope_and_dates(
    manager: Bench, shell: Shell, qtbot: Any
) -> None:
    letter = "衡工商授〔2026〕1 号　A 角　受理、审批　工商局食品流通许可　2026-01-01 至 2026-12-31"
    assert f"{letter}　没有扫描件" in screen_text(shell)
    assert letter in screen_text(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    assert "没有授权委托书，不能作决定。" in screen_text(shell)
    assert letter not in screen_text(shell)


def test_a_manager_resets_a_pin_in_a_sheet(manager: Bench, shell: Shell, qtbot: Any) -> None:
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_R)
    assert "给 王志刚（0309）重设 PIN" in screen_text(shell)
    qtbot.keyClicks(shell.focusWidget(), "123456")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert "这个 PIN 太好猜。不要用连号。" in screen_text(shell)
    shell.focusWidget().clear()  # type: ignore[union-attr]
    qtbot.keyClicks(shell.focusWidget(), "271828")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert manager.staff.asked == [("reset", "0901", "0309")]
    assert shell.overlay is None
    qtbot.waitUntil(lambda: "王志刚 的 PIN 重设好了" in screen_text(shell))


def test_an_absence_needs_a_reason(manager: Bench, shell: Shell, qtbot: Any) -> None:
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_A)
    field = shell.focusWidget()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "离岗没有写原因。请写一句。" in screen_text(shell)
    event = QInputMethodEvent()
    event.setCommitString("县里开会")
    QCoreApplication.sendEvent(field, event)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert manager.staff.asked == [("absent", "0309", "县里开会")]
    assert shell.overlay is None


def test_a_clerk_may_not_reset_pins_and_hears_why(
    shell: Shell, clock: FrozenClock, qtbot: Any
) -> None:
    bench = Bench(shell, clock, Role.CLERK)
    opened(shell, qtbot)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_R)
    assert shell.overlay is None
    assert "重设 PIN 要中心管理或安装维护人员" in shell.desk.next.words()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_End)
    assert bench.presenter.current == "0511"
    assert not bench.presenter.may_mark_away().ok


def test_who_is_away_comes_back(manager: Bench, shell: Shell, qtbot: Any) -> None:
    import msgspec

    manager.staff.people = (msgspec.structs.replace(A, absent=True), B)
    manager.presenter.load()
    assert "离岗 0309 王志刚" in screen_text(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_B)
    assert manager.staff.asked == [("back", "0309")]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2026-09-23", "股长，委托书 2026-09-23 到期，请续"),
        ("2026-09-21", "股长，委托书 2026-09-21 已过期"),
    ],
)
def test_a_letter_that_ends_stands_beside_the_person(
    shell: Shell, clock: FrozenClock, qtbot: Any, last: str, words: str
) -> None:
    bench = Bench(shell, clock, Role.MANAGER)
    bench.staff.people = (msgspec.structs.replace(A, letter_ends=last), B)
    opened(shell, qtbot)
    bench.presenter.load()
    assert words in screen_text(shell)


# --- the scan of a letter ---

SCANNED = msgspec.structs.replace(LETTER, scan="5c" * 32)


def with_scans(bench: Bench, *letters: AuthorityLetter) -> None:
    held = tuple(HeldLetter(x) for x in letters)
    bench.staff.people = (msgspec.structs.replace(A, letters=held), B)
    bench.presenter.load()


def test_the_scan_of_a_letter_is_shown_in_a_sheet_that_fits_the_window(
    manager: Bench, shell: Shell, qtbot: Any
) -> None:
    with_scans(manager, SCANNED)
    assert "2026-12-31　有扫描件" in screen_text(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    assert manager.staff.asked == [("scan", "0901", "0309", LETTER.number)]
    assert shell.overlay is not None
    picture = shell.overlay.findChild(Picture)
    assert isinstance(picture, Picture)
    shown = picture.grab().toImage()
    assert len({shown.pixel(x, shown.height() // 2) for x in range(shown.width())}) > 2
    assert shell.overlay.panel.geometry().bottom() < shell.overlay.height()
    assert picture.height() >= picture.minimumHeight()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert shell.overlay is None


def test_a_broad_picture_fits_the_sheet_too(manager: Bench, shell: Shell, qtbot: Any) -> None:
    manager.staff.picture = b"P5 3000 400 255\n" + bytes(3000 * 400)
    with_scans(manager, SCANNED)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    assert shell.overlay is not None
    picture = shell.overlay.findChild(Picture)
    assert isinstance(picture, Picture)
    assert picture.minimumWidth() <= picture.width()
    assert picture.geometry().right() < shell.overlay.panel.width()


def test_of_several_scans_the_sheet_leads_to_the_next_one(
    manager: Bench, shell: Shell, qtbot: Any
) -> None:
    second = msgspec.structs.replace(SCANNED, number="衡工商授〔2026〕9 号")
    with_scans(manager, SCANNED, LETTER, second)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    looked = [asked[-1] for asked in manager.staff.asked]
    assert looked == [LETTER.number, second.number, LETTER.number]


def test_a_picture_that_does_not_open_is_said(manager: Bench, shell: Shell, qtbot: Any) -> None:
    manager.staff.picture = b"no picture"
    with_scans(manager, SCANNED)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    assert "这张图片打不开" in screen_text(shell)


def test_without_a_scan_the_key_says_why_not(manager: Bench, shell: Shell, qtbot: Any) -> None:
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    assert shell.overlay is None and manager.staff.asked == []
    assert "授权委托书没有扫描件，请看窗口上存的原件" in shell.desk.next.words()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S)
    assert "这个人没有授权委托书" in shell.desk.next.words()
