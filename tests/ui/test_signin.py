"""Sign-in, lock, change of clerk and first PIN: the presenter bare, then the page under hands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from counter.desk.session import Person, SignedIn
from counter.devices.page.tractor import TractorFormPrinter
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, Role
from counter.ports.clock import FrozenClock
from counter.ui.pages.signin.page import SignInPage
from counter.ui.pages.signin.presenter import Hall, Mode, SelfTest, SignInPresenter, TestRow
from counter.ui.presenting import InlineRunner
from counter.ui.qt import Qt
from counter.ui.session import Session
from counter.ui.shell.reading import screen_text
from counter.ui.shell.window import Shell
from counter.ui.text import say

LI = Person(
    number="0317",
    name="李晓梅",
    post="经办",
    unit="gs",
    last_seen="2026-09-21T17:42:00+08:00",
    drafts=1,
    roles=("clerk",),
)
CHEN = Person(number="0322", name="陈蓉", post="副股长", unit="gs", roles=("chief_b",))
PINS = {"0317": "271828", "0322": "314159"}


class Desk:
    """Two people, their PINs, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.must_change = False
        self.pins = dict(PINS)

    def whois(self, number: str) -> Person | None:
        return next((p for p in (LI, CHEN) if p.number == number), None)

    def recent(self, limit: int = 3) -> tuple[Person, ...]:
        return (LI, CHEN)

    def on_duty(self, unit: str) -> tuple[tuple[str, str, bool], ...]:
        return (("A", "王志刚", True), ("B", "陈蓉", False))

    def sign_in(self, number: str, pin: str) -> SignedIn:
        self._check(number, pin)
        self.asked.append(f"sign_in {number}")
        return SignedIn(actor=actor_of(number), drafts=1, must_change_pin=self.must_change)

    def unlock(self, number: str, pin: str) -> None:
        self._check(number, pin)
        self.asked.append(f"unlock {number}")

    def sign_out(
        self, actor: Actor, why: Literal["sign_out", "change", "idle", "crash"] = "sign_out"
    ) -> None:
        self.asked.append(f"sign_out {actor.number} {why}")

    def change_pin(self, actor: Actor, old: str, new: str) -> None:
        if len(set(new)) == 1:
            raise KnownError("pin.weak", "这个 PIN 太好猜。", "不要用连号或同一个数字。")
        self.asked.append(f"change_pin {actor.number}")

    def _check(self, number: str, pin: str) -> None:
        if number not in self.pins:
            raise KnownError("session.unknown", "没有这个工号。", "请核对工号。")
        if self.pins[number] != pin:
            raise KnownError("session.pin", "PIN 不对。", text("再输一次；还能试 {n} 次。", n=4))


def actor_of(number: str) -> Actor:
    name = {"0317": "李晓梅", "0322": "陈蓉"}[number]
    return Actor(number=number, name=name, unit="gs", window="3", roles=frozenset({Role.CLERK}))


class Bench:
    """A presenter with everything round it."""

    def __init__(self, clock: FrozenClock) -> None:
        self.desk, self.session, self.came = Desk(), Session(), list[tuple[str, bool]]()
        self.presenter = SignInPresenter(
            self.desk,
            InlineRunner(),
            self.session,
            clock.now,
            hall=Hall("衡山县政务便民中心", "3", "工商局", "gs", "常驻窗口"),
            came=lambda signed, fresh: self.came.append((signed.actor.number, fresh)),
        )


@pytest.fixture
def bench(clock: FrozenClock) -> Bench:
    made = Bench(clock)
    made.presenter.ask_sign_in()
    return made


def test_number_then_pin_then_in(bench: Bench) -> None:
    p = bench.presenter
    p.number_given("0317")
    assert (p.step, p.whose) == ("pin", "李晓梅 经办")
    p.submit("0317", "271828")
    assert bench.came == [("0317", True)]
    assert bench.session.actor().name == "李晓梅"


def test_an_unknown_number_stays_at_the_number(bench: Bench) -> None:
    bench.presenter.number_given("9999")
    assert bench.presenter.step == "number"
    assert "没有这个工号" in say(bench.presenter.note)


def test_a_wrong_pin_says_how_many_tries_are_left(bench: Bench) -> None:
    bench.presenter.submit("0317", "000000")
    assert say(bench.presenter.note) == "PIN 不对。再输一次；还能试 4 次。"
    assert bench.came == []
    assert bench.session.person is None


def test_the_same_person_comes_back_to_a_locked_desk(bench: Bench) -> None:
    p = bench.presenter
    p.submit("0317", "271828")
    p.ask_unlock()
    assert (p.mode, p.step) == (Mode.LOCKED, "pin")
    assert say(p.title) == "锁着，李晓梅 在岗"
    assert say(p.enter_word) == "回来接着办"
    p.submit("0317", "271828")
    assert bench.came[-1] == ("0317", False)
    assert bench.desk.asked == ["sign_in 0317", "unlock 0317"]
    assert not bench.session.locked


def test_another_clerk_takes_over_a_locked_desk(bench: Bench) -> None:
    p = bench.presenter
    p.submit("0317", "271828")
    p.ask_unlock()
    p.number_changed("0322")
    p.number_given("0322")
    assert say(p.enter_word) == "上岗"
    p.submit("0322", "314159")
    assert bench.came[-1] == ("0322", True)
    assert bench.desk.asked[1:] == ["unlock 0322", "sign_out 0317 change", "sign_in 0322"]


def test_a_wrong_pin_of_another_signs_nobody_out(bench: Bench) -> None:
    p = bench.presenter
    p.submit("0317", "271828")
    p.ask_unlock()
    p.submit("0322", "000000")
    assert bench.desk.asked == ["sign_in 0317"]
    assert bench.session.person is not None
    assert bench.session.person.number == "0317"


def test_a_reset_pin_is_changed_before_anything_else(bench: Bench) -> None:
    p = bench.presenter
    bench.desk.must_change = True
    p.submit("0317", "271828")
    assert (p.mode, bench.came) == (Mode.NEW_PIN, [])
    p.new_pin("123", "")
    assert "6 位" in say(p.note)
    p.new_pin("271829", "")
    assert p.step == "repeat"
    p.new_pin("271829", "271820")
    assert "两次不一样" in say(p.note)
    p.new_pin("111111", "111111")
    assert "太好猜" in say(p.note)
    p.new_pin("271829", "271829")
    assert bench.came == [("0317", True)]


def test_who_is_in_today_and_when_people_were_here(bench: Bench) -> None:
    p = bench.presenter
    assert p.duty_lines() == (("首席代表", "王志刚 A 角，不在岗"), ("B 角", "陈蓉，代行"))
    assert p.age_of(LI) == "昨天 17:42"
    assert p.today_words() == "2026 年 9 月 22 日 周二 08:21"


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def desk(shell: Shell, bench: Bench, qtbot: Any) -> Shell:
    page = SignInPage(bench.presenter)
    shell.set_front(page)
    bench.presenter.ask_sign_in()
    shell.show()
    shell.leave()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    qtbot.waitUntil(lambda: shell.focusWidget() is page.number)
    return shell


def focused(shell: Shell) -> Any:
    return shell.focusWidget()


def test_hands_type_number_enter_pin_enter(desk: Shell, bench: Bench, qtbot: Any) -> None:
    qtbot.keyClicks(focused(desk), "0317")
    qtbot.keyClick(focused(desk), Qt.Key.Key_Return)
    assert "李晓梅 有 1 份草稿" in screen_text(desk)
    qtbot.keyClicks(focused(desk), "271828")
    qtbot.keyClick(focused(desk), Qt.Key.Key_Return)
    assert bench.came == [("0317", True)]


def test_a_refused_pin_is_cleared_and_the_focus_stays(
    desk: Shell, bench: Bench, qtbot: Any
) -> None:
    qtbot.keyClicks(focused(desk), "0317")
    qtbot.keyClick(focused(desk), Qt.Key.Key_Return)
    pin = focused(desk)
    qtbot.keyClicks(pin, "111111")
    qtbot.keyClick(pin, Qt.Key.Key_Return)
    assert focused(desk) is pin
    assert pin.text() == ""
    assert "PIN 不对。再输一次；还能试 4 次。" in screen_text(desk)


def test_alt_1_takes_who_was_here_last(desk: Shell, bench: Bench, qtbot: Any) -> None:
    qtbot.keyClick(focused(desk), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(focused(desk), "271828")
    qtbot.keyClick(focused(desk), Qt.Key.Key_Return)
    assert bench.came == [("0317", True)]


def test_a_pin_is_never_on_the_screen(desk: Shell, bench: Bench, qtbot: Any) -> None:
    qtbot.keyClick(focused(desk), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(focused(desk), "271828")
    assert "271828" not in screen_text(desk)


def test_the_self_test_stands_there_before_anybody_signs_in(desk: Shell, bench: Bench) -> None:
    bench.presenter.show_test(
        SelfTest(
            [TestRow("读卡器", "ok", "能读"), TestRow("网络", "offline", "没有，照常办")],
            "08:20:41",
            3,
            remark="2027 年放假表没到以前，跨年的日子会标“预计”。",
        )
    )
    said = screen_text(desk)
    assert "开机体检 08:20:41 可以开门" in said
    assert "网络 没有，照常办" in said
    assert "没有人上岗" in said
    desk.grab()


def test_the_self_test_finds_room_for_its_longest_line(desk: Shell, bench: Bench) -> None:
    rows = [TestRow("读卡器", "ok", "读卡器正常")] * 4
    rows += [TestRow("本机账", "ok", "打得开，198 笔，末笔 9-22 周二 08:21")] * 4
    bench.presenter.show_test(SelfTest(tuple(rows), at="08:15:02", seconds=1, good=True))
    page = desk.current
    assert isinstance(page, SignInPage)
    table = page.test
    table.resize(round(table.wanted(rows[:4]) + table.wanted(rows[4:])) + 4, table.height())
    assert table.wanted(rows[4:]) > table.width() / 2
    assert table.wanted(rows[:4]) <= table.split() <= table.width() - table.wanted(rows[4:])


def test_what_lies_in_the_tractor_has_room_beside_the_longest_line(
    desk: Shell, bench: Bench, tmp_path: Path
) -> None:
    paper = TestRow("票据打印机", "ok", TractorFormPrinter(tmp_path).health().words)
    store = TestRow("本机账", "ok", "打得开，198 笔，末笔 9-22 周二 08:21")
    bench.presenter.show_test(SelfTest((*[paper] * 5, *[store] * 5)))
    page = desk.current
    assert isinstance(page, SignInPage)
    table = page.test
    table.resize(736, table.height())  # a desk of 1280 pixels
    assert table.wanted([paper], "note") <= table.split()
    assert table.wanted([store], "note") <= table.width() - table.split()


def test_a_locked_desk_asks_for_the_pin_at_once(desk: Shell, bench: Bench, qtbot: Any) -> None:
    bench.presenter.submit("0317", "271828")
    bench.presenter.ask_unlock()
    desk.leave()
    assert focused(desk).accessibleName() == "PIN"
    assert "锁着，李晓梅 在岗" in screen_text(desk)
    assert "0317" in screen_text(desk)
