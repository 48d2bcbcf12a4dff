"""The device page without Qt: what each device says, its test, and the text for the technician."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from counter.domain.errors import KnownError, Text, text
from counter.ports.devices import DeviceHealth, PrintOutcome
from counter.ui.commands import YES, Availability, Command, CommandSpec, no
from counter.ui.pages.devices import commands as keys
from counter.ui.presenting import Presenter, Runner
from counter.ui.rows import AnyRow, Cell, Column, Row, cells
from counter.ui.state import LIGHTS, ChipState, Header, NextStep

COLUMNS = (
    Column("light", "灯", 108, narrow=88),
    Column("name", "设备", 150, narrow=122),
    Column("words", "怎么样", 0),
    Column("test", "上次试", 290, narrow=196),
    Column("key", "动手", 60, "right", narrow=44),
)

LIGHT_WORDS = {
    "ok": "正常",
    "warn": "要看一下",
    "bad": "用不了",
    "unknown": "不知道",
    "absent": "没接",
}

OUTCOMES = {
    "printed": ("done", "打好了，看一眼纸"),
    "failed": ("gone", "没打成"),
    "unknown": ("unknown", "不知道打没打出来"),
}

PRINTERS = ("receipt_printer", "page_printer")


class DeviceDesk(Protocol):
    """What the page asks of `desk.devices.Devices`."""

    def health(self) -> tuple[DeviceHealth, ...]: ...
    def refresh(self) -> None: ...


class DevicesPresenter(Presenter):
    """State of the page.

    tests: by device kind, something that starts a test and gives its result or a Future of it:
    a PrintOutcome for printers, a sentence (never personal data) for readers. facts: label and
    words about the terminal (版本, 本机库, 终端号), also copied for the technician.
    """

    def __init__(
        self,
        desk: DeviceDesk,
        runner: Runner,
        now: Callable[[], dt.datetime],
        *,
        tests: Mapping[str, Callable[[], Any]] | None = None,
        facts: Callable[[], Sequence[tuple[str, str]]] = tuple,
        copy: Callable[[str], object] = lambda _words: None,
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._now = desk, runner, now
        self._tests, self._facts, self._copy = dict(tests or {}), facts, copy
        self.current = ""
        self.testing = ""
        self.copied = False
        self._results: dict[str, tuple[str, Text]] = {}

    # --- what is shown ---

    @property
    def healths(self) -> tuple[DeviceHealth, ...]:
        """The devices as last seen."""
        return self._desk.health()

    @property
    def device(self) -> DeviceHealth | None:
        """The device under the hand."""
        return next((h for h in self.healths if h.kind == self.current), None)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """About the terminal."""
        return tuple(self._facts())

    def rows(self) -> list[AnyRow]:
        """A row a device."""
        return [self._row(h) for h in self.healths]

    def _row(self, health: DeviceHealth) -> Row:
        simulated = Text("模拟") if health.simulated else ""
        state, words = self._results.get(health.kind, ("", Text("")))
        key = _test_of(health.kind).key
        testable = health.kind in self._tests
        return Row(
            health.kind,
            cells(
                light=Cell(chip=ChipState(LIGHTS[health.light], LIGHT_WORDS[health.light])),
                name=Cell(text("**{name}**", name=health.name), under=simulated),
                words=Cell(Text("{w}", {"w": health.words}), wrap=True),
                test=Cell(
                    words if state else "", glyph=state, colour="ink2", role="note", wrap=True
                ),
                key=Cell(key=key) if testable else Cell(""),
            ),
            health,
        )

    def trouble(self) -> list[DeviceHealth]:
        """Devices that are not in order; those that were never connected do not count."""
        return [h for h in self.healths if h.light in ("warn", "bad", "unknown")]

    def header(self) -> Header:
        """设备·4 台，都正常."""
        count, bad = len(self.healths), len(self.trouble())
        words = (
            text("{n} 台，{b} 台要看一下", n=count, b=bad)
            if bad
            else text("{n} 台，都正常", n=count)
        )
        return Header("设备", words)

    def next_step(self) -> NextStep:
        """What to do now."""
        if self.testing:
            return NextStep("", "等设备回话")
        bad = self.trouble()
        if bad:
            said = text("看一下 **{name}**：{words}", name=bad[0].name, words=bad[0].words)
            return NextStep(keys.LOOK.id, said, "好了以后 [[devices.look]]", "[[devices.copy]]")
        device = self.device
        if device is not None and self.may_test(device.kind).ok:
            if device.kind in PRINTERS:
                said = text("给 **{name}** 打一张测试页", name=device.name)
                return NextStep(keys.TEST_PRINT.id, said, "看一眼纸", "[[devices.copy]]")
            if device.kind == "fee_terminal":
                said = text("让 **{name}** 签一次到", name=device.name)
                return NextStep(keys.TEST_POS.id, said, "看商户号和终端号", "[[devices.copy]]")
            said = text("在 **{name}** 上放一张测试卡", name=device.name)
            return NextStep(keys.TEST_CARD.id, said, "看读得出来没有", "[[devices.copy]]")
        return NextStep(keys.LOOK.id, "设备都正常，没有要做的")

    # --- what is done ---

    def select(self, kind: object) -> None:
        """Another device under the hand."""
        self.current = str(kind or "")
        self.changed()

    def look(self) -> None:
        """Ask every device again; the lights follow by themselves."""
        self._desk.refresh()

    def may_test(self, kind: str) -> Availability:
        """Whether this device has a test that can run now."""
        health = next((h for h in self.healths if h.kind == kind), None)
        if self.testing:
            return no("上一个测试还没完")
        if health is None or kind not in self._tests:
            return no("这台设备没有测试")
        if health.light == "absent":
            return no("没有接这台设备")
        return YES

    def may_print(self) -> Availability:
        """Test page: on the printer under the hand."""
        return self.may_test(self.current) if self.current in PRINTERS else no("先选一台打印机")

    def may_read(self) -> Availability:
        """Test card: the reader."""
        return self.may_test("id_reader")

    def may_sign_in(self) -> Availability:
        """Test sign-in: the fee terminal."""
        return self.may_test("fee_terminal")

    def test(self, kind: str, command: str) -> None:
        """Run a device's test; its end is said in the row."""
        self.testing = kind
        self.changed()
        start = self._tests[kind]
        self._runner.call(
            start,
            lambda result: self._tested(kind, result),
            lambda e: self._refused(kind, e),
            busy=command,
        )

    def _tested(self, kind: str, result: object) -> None:
        self.testing = ""
        at = f"{self._now():%H:%M:%S}"
        if isinstance(result, PrintOutcome):
            state, words = OUTCOMES[result.outcome]
            why = f"：{result.words}" if result.words else ""
            self._results[kind] = (state, Text("{at} {w}{why}", {"at": at, "w": words, "why": why}))
        else:
            self._results[kind] = ("done", Text("{at} {w}", {"at": at, "w": str(result)}))
        self.changed()

    def _refused(self, kind: str, error: KnownError) -> None:
        self.testing = ""
        at = f"{self._now():%H:%M:%S}"
        self._results[kind] = ("gone", Text("{at} {w}", {"at": at, "w": str(error.what)}))
        self.changed()

    def copy(self) -> None:
        """Put everything a technician asks for on the clipboard; no personal data is in it."""
        self._copy(self.report())
        self.copied = True
        self.changed()

    def report(self) -> str:
        """The text for the technician."""
        lines = [f"{self._now():%Y-%m-%d %H:%M:%S}"]
        lines += [f"{label}: {words}" for label, words in self.facts()]
        for h in self.healths:
            mark = " (simulated)" if h.simulated else ""
            lines.append(f"{h.kind} [{h.light}]{mark} {h.name}: {h.words}")
            if h.detail:
                lines.append(f"    {h.detail}")
        return "\n".join(lines)

    def commands(self) -> list[Command]:
        """The page's commands."""
        return [
            keys.TEST_PRINT.bind(
                lambda: self.test(self.current, keys.TEST_PRINT.id), self.may_print
            ),
            keys.TEST_CARD.bind(lambda: self.test("id_reader", keys.TEST_CARD.id), self.may_read),
            keys.TEST_POS.bind(
                lambda: self.test("fee_terminal", keys.TEST_POS.id), self.may_sign_in
            ),
            keys.LOOK.bind(self.look),
            keys.COPY.bind(self.copy),
        ]


def _test_of(kind: str) -> CommandSpec:
    """The command that tests a device of this kind."""
    if kind in PRINTERS:
        return keys.TEST_PRINT
    return keys.TEST_POS if kind == "fee_terminal" else keys.TEST_CARD
