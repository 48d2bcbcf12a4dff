"""The stage of a script: simulators, a training store in the out folder, the desk as a process.

The simulators outlive the desk, so that killing it leaves paper in the printer and the card on the
reader, as at a real window. Every process started here is ended here, whatever happens.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from counter.config import DeviceConfig, TerminalConfig, save_config
from counter.devices.page.file_sink import Mood, set_mood
from counter.devices.page.tractor import Fault, Tractor, load_paper, look, set_fault
from counter.devices.sim.control import SimControl
from counter.player.wire import TOKEN_VARIABLE, AgentClient, AgentGone, socket_name
from counter.ports.clock import CHINA

START_SECONDS = 45.0
"""How long a desk may take until its agent listens: a new store hashes a hall's PINs."""
QUIT_SECONDS = 15.0
LIFT_SECONDS = 0.8
"""A lifted card is noticed by the desk within two of its looks at the reader."""

MARK = "desk.log"
"""A file that every play leaves: a folder that has it may be cleared for the next one."""

DEFAULT_CLOCK = "2026-09-22T08:21:00+08:00"

_READER = {"silent": "silence", "normal": ""}
_PRINTER = {"silent": "silence", "silent mid-job": "silent_mid_job", "normal": ""}
_POS = {
    "silent": "no_ack",
    "silent before charge": "silence_before",
    "silent after charge": "silence_after",
    "bad checksum": "bad_lrc",
    "former reply": "former",
    "normal": "",
}
_PAGES: dict[str, Mood] = {"fail": "fail", "not ready": "hold", "silent": "silent", "normal": "ok"}
_ONCE = {"card moved"}

Command = Callable[[Path, str, tuple[int, int]], list[str]]
"""(configuration file, agent's socket, window size) to the desk's command line."""


class StageError(Exception):
    """The stage could not be set: the words say what did not start."""


def real_desk(config: Path, socket: str, size: tuple[int, int]) -> list[str]:
    """The command line of the product's own desk."""
    width, height = size
    return [
        *(sys.executable, "-m", "counter.cli", "desk"),
        *("--config", str(config), "--agent", socket, "--size", f"{width}x{height}"),
    ]


def clear_out(out: Path) -> None:
    """Make the out folder, or take away what an earlier play left in it.

    Raises StageError for a folder that holds anything else: nothing of a person's is deleted.
    """
    if out.exists() and not out.is_dir():
        raise StageError(f"{out} is a file; a folder is wanted for the results")
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise StageError(f"{out} holds other things; name an empty or a new folder")
    out.mkdir(parents=True, exist_ok=True)
    for old in [*out.glob("*.png"), out / "index.md", out / "result.json"]:
        old.unlink(missing_ok=True)
    for folder in ("desk", "papers", "slips", "tickets"):
        shutil.rmtree(out / folder, ignore_errors=True)


def terminal_of(window: str) -> str:
    """The terminal code of a window: 3 → 03, 分1 → 51, 代11 → 71."""
    if window[:1] in ("分", "代"):
        return str({"分": 50, "代": 60}[window[0]] + int(window[1:]))
    return f"{int(window):02d}"


@dataclass
class Setting:
    """How the desk stands at the start; from the script's `stage`."""

    window: str = "3"
    clock: str = DEFAULT_CLOCK
    theme: str = "light"
    big_font: bool = False
    size: tuple[int, int] = (1280, 720)
    idle_minutes: int = 5
    network: bool = False
    pos: str = "none"
    second_screen: bool = False

    @classmethod
    def of(cls, stage: dict[str, Any]) -> Setting:
        """From the checked `stage` of a script."""
        return cls(
            window=stage.get("window", "3"),
            clock=stage.get("clock", DEFAULT_CLOCK),
            theme=stage.get("theme", "light"),
            big_font=stage.get("font", "normal") == "big",
            size=stage.get("size", (1280, 720)),
            idle_minutes=round(stage.get("idle lock", 300.0) / 60),
            network=stage.get("network", "off") == "on",
            pos=stage.get("pos", "none"),
            second_screen=stage.get("second screen", "off") == "on",
        )


@dataclass
class Stage:
    """Simulators and desk of one script; use as a context manager.

    out: folder of the results; command: makes the desk's command line; show: on the display of
    this machine instead of Qt's offscreen platform.
    """

    out: Path
    setting: Setting
    command: Command = real_desk
    show: bool = False
    simulated: bool = True
    agent: AgentClient | None = None
    reader: SimControl | None = None
    slips: SimControl | None = None
    queue: SimControl | None = None
    pos: SimControl | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _desk: subprocess.Popen[bytes] | None = None
    _clock: tuple[dt.datetime, float] | None = None
    _card_lies: bool = False
    _faults_seen: set[str] = field(default_factory=set)

    @property
    def data(self) -> Path:
        """The desk's data folder."""
        return self.out / "desk"

    @property
    def papers(self) -> Path:
        """Where the page printer lays its PDFs."""
        return self.out / "papers"

    @property
    def tractor(self) -> Path:
        """Where the ticket printer lays its PDFs, and its paper lies."""
        return self.out / "tickets"

    # --- up and down ---------------------------------------------------------------------------

    def __enter__(self) -> Stage:
        try:
            self._set_up()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _set_up(self) -> None:
        clear_out(self.out)
        folder = tempfile.TemporaryDirectory(prefix="counter-play-")
        self._folder = Path(self._stack.enter_context(folder))
        self._log = self._stack.enter_context((self.out / MARK).open("wb"))
        self._stack.callback(self._end_desk)
        if self.simulated:
            self.reader = self._stack.enter_context(SimControl.spawn("id_reader"))
            self.slips = self._stack.enter_context(SimControl.spawn("receipt_printer"))
            self.queue = self._stack.enter_context(SimControl.spawn("queue"))
            if self.setting.pos != "none":
                self.pos = self._stack.enter_context(
                    SimControl.spawn("fee_terminal", options=("--protocol", self.setting.pos))
                )
        self._start_desk(self.setting.clock)

    def close(self) -> None:
        """End the desk and the simulators."""
        self._stack.close()

    def _config(self, clock: str) -> Path:
        setting = self.setting
        config = TerminalConfig(
            data_dir=str(self.data),
            window=setting.window,
            terminal=terminal_of(setting.window),
            centre="430423",
            training=True,
            key="training",
            theme="dark" if setting.theme == "dark" else "light",
            big_font=setting.big_font,
            idle_minutes=setting.idle_minutes,
            start_clock=clock,
            citizen="window" if setting.second_screen else "off",
            reader=self._device("sam-sim", self.reader),
            slip=self._device("escpos-sim", self.slips),
            page=DeviceConfig("file-sink", {"folder": str(self.papers)}),
            queue=self._device("queue-sim", self.queue),
            pos=self._device(f"{setting.pos}-sim", self.pos),
            tickets=self._tickets(),
        )
        path = self._folder / "terminal.toml"
        save_config(config, path)
        return path

    def _tickets(self) -> DeviceConfig | None:
        if self.setting.pos == "none":
            return None
        self.tractor.mkdir(exist_ok=True)
        return DeviceConfig("tractor-sim", {"folder": str(self.tractor)})

    @staticmethod
    def _device(driver: str, simulator: SimControl | None) -> DeviceConfig | None:
        return DeviceConfig(driver, {"port": simulator.tcp}) if simulator else None

    def _start_desk(self, clock: str) -> None:
        socket = socket_name(self._folder, "agent")
        token = secrets.token_hex(16)
        environment = {**os.environ, TOKEN_VARIABLE: token}
        if not self.show:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        command = self.command(self._config(clock), socket, self.setting.size)
        self._desk = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log
        )
        self.agent = self._connect(socket, token)
        self._keep_clock(self.agent.hello["clock"])
        self.set_network(self.setting.network)

    def _connect(self, socket: str, token: str) -> AgentClient:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return AgentClient(socket, token, patience=1.0)
            except AgentGone as error:
                if self.desk_ended:
                    raise StageError(f"the desk did not start:\n{self.desk_says()}") from None
                if crashes := self.new_crashes():
                    raise StageError("the desk crashed:\n" + "\n".join(crashes)) from None
                if time.monotonic() > deadline:
                    raise StageError(f"the desk's agent is silent: {error}") from None

    def _end_desk(self) -> None:
        if self.agent is not None:
            self.agent.close()
            self.agent = None
        if self._desk is not None and self._desk.poll() is None:
            self._desk.kill()
        if self._desk is not None:
            self._desk.wait()

    # --- the desk as a process -------------------------------------------------------------------

    @property
    def desk_ended(self) -> bool:
        """Whether the desk's process is over."""
        return self._desk is None or self._desk.poll() is not None

    def kill(self) -> None:
        """SIGKILL, as a power cut does it."""
        self._end_desk()

    def restart(self) -> None:
        """Start the desk again; one that still runs is closed first, as a person closes it."""
        if not self.desk_ended and self.agent is not None:
            self.agent.call("quit")
            try:
                assert self._desk is not None
                self._desk.wait(QUIT_SECONDS)
            except subprocess.TimeoutExpired:
                raise StageError(f"the desk did not end within {QUIT_SECONDS:.0f} s") from None
        self._end_desk()
        self._start_desk(self.clock().isoformat())

    def desk_says(self, limit: int = 3000) -> str:
        """The end of what the desk wrote to its standard error."""
        self._log.flush()
        return (self.out / MARK).read_text("utf-8", "replace")[-limit:].strip()

    def new_crashes(self) -> list[str]:
        """Crash reports that were not there when this was asked last."""
        found = []
        for path in sorted(self.data.glob("**/crash-*.txt")):
            if path.name not in self._faults_seen:
                self._faults_seen.add(path.name)
                found.append(f"{path.name}:\n{path.read_text('utf-8', 'replace')}")
        return found

    # --- clock -----------------------------------------------------------------------------------

    def _keep_clock(self, said: str) -> None:
        self._clock = (dt.datetime.fromisoformat(said), time.monotonic())
        if self.pos is not None:
            self.pos.call("clock", now=said)

    def clock(self) -> dt.datetime:
        """The desk's time as far as is known here; it also goes on while the desk is dead."""
        if self._clock is None:
            return dt.datetime.now(CHINA)
        moment, since = self._clock
        return moment + dt.timedelta(seconds=time.monotonic() - since)

    def set_clock(self, order: str, **fields: Any) -> None:
        """`set_clock` or `advance_clock` at the desk."""
        self._keep_clock(self.ask_desk(order, **fields)["clock"])

    # --- orders ----------------------------------------------------------------------------------

    def ask_desk(self, do: str, *, takes: float = 0.0, **fields: Any) -> dict[str, Any]:
        """An order to the agent. Raises AgentGone when no desk runs."""
        if self.agent is None:
            raise AgentGone("no desk runs; the script killed it and must say 'restart' first")
        return self.agent.call(do, takes=takes, **fields)

    def idle(self, limit: float = 5.0, printing: bool = False) -> str:
        """Wait until the desk has nothing to do; why it still has, or ''."""
        answer = self.ask_desk("idle", takes=limit, limit=int(limit * 1000), printing=printing)
        return "" if answer["idle"] else str(answer["why"])

    def lay_card(self, card: dict[str, str]) -> None:
        """Lay a card on the reader; one that lies there is taken away first."""
        if self.reader is None:
            raise StageError("this stage has no simulators")
        if self._card_lies:
            self.lift_card()
        self.reader.lay_card(card)
        self._card_lies = True

    def lift_card(self) -> None:
        """Take the card away, and wait as long as the desk needs to notice."""
        if self.reader is None:
            raise StageError("this stage has no simulators")
        self.reader.lift_card()
        if self._card_lies:
            time.sleep(LIFT_SECONDS)
        self._card_lies = False

    def reader_fault(self, fault: str, times: int | None, seconds: float | None) -> None:
        """A fault of the reader; without `times` until `normal` (a moved card once)."""
        self._fault(self.reader, _READER.get(fault, fault.replace(" ", "_")), fault, times, seconds)

    def printer_fault(
        self, fault: str, times: int | None, lines: int | None, sent: int | None
    ) -> None:
        """A fault of the receipt printer; lines, sent: after so many lines or bytes of a job."""
        params = {"lines": lines, "bytes": sent}
        given = {name: value for name, value in params.items() if value is not None}
        name = _PRINTER.get(fault, fault.replace(" ", "_"))
        self._fault(self.slips, name, fault, times, None, **given)

    def _fault(
        self,
        simulator: SimControl | None,
        name: str,
        said: str,
        times: int | None,
        seconds: float | None,
        **params: Any,
    ) -> None:
        if simulator is None:
            raise StageError("this stage has no simulators")
        if not name:
            simulator.clear_faults()
            return
        if name not in ("unplug", "replug"):
            params["times"] = times or (1 if said in _ONCE else -1)
        if seconds is not None:
            params["seconds"] = seconds
        simulator.fault(name, **params)

    def page_fault(self, fault: str, times: int | None) -> None:
        """What the page printer does from now on, or for so many jobs."""
        set_mood(self.papers, _PAGES[fault], times or -1)

    def load_tickets(self, number: str, sheets: int) -> None:
        """Put ticket paper into the tractor; `number` is printed on its first sheet."""
        try:
            load_paper(self._paper(), number, sheets)
        except ValueError as error:
            raise StageError(str(error)) from None

    def ticket_fault(self, fault: str, times: int | None) -> None:
        """A misfortune of the ticket printer; without `times` once."""
        name = cast("Fault", "" if fault == "normal" else fault.replace(" ", "_"))
        set_fault(self._paper(), name, times or 1)

    def ticket_paper(self) -> Tractor:
        """The paper in the tractor, and what has become of each sheet before."""
        return look(self._paper())

    def _paper(self) -> Path:
        """The tractor's folder; a stage with a POS is one of the finance window."""
        if self.setting.pos == "none":
            raise StageError(
                "this stage has no ticket printer; say 'pos: ums-string' under 'stage'"
            )
        return self.tractor

    def pos_fault(
        self, fault: str, times: int | None, seconds: float | None = None, **params: Any
    ) -> None:
        """A fault of the fee terminal; without `times` once."""
        if self.pos is None:
            raise StageError("this stage has no POS; say 'pos: ums-string' under 'stage'")
        name = _POS.get(fault, fault.replace(" ", "_"))
        given = {key: value for key, value in params.items() if value is not None}
        self._fault(self.pos, name, fault, times or 1, seconds, **given)

    def pos_ledger(self) -> dict[str, Any]:
        """What the fee terminal has really done."""
        if self.pos is None:
            raise StageError("this stage has no POS; say 'pos: ums-string' under 'stage'")
        return self.pos.ledger()

    def set_network(self, on: bool) -> None:
        """The line to the centre is there or not; it stays so when the desk is started again."""
        self.setting.network = on
        self.ask_desk("network", on=on)

    def take_tickets(self, tickets: list[str]) -> None:
        """Visitors take these tickets from the queue machine."""
        if self.queue is None:
            raise StageError("this stage has no simulators")
        for ticket in tickets:
            self.queue.call("take", ticket=ticket)
