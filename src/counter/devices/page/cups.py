"""Printers of pages and of pre-printed forms under Linux: `lp` on standard input, then `lpstat`
until the job is over.

"Printed" means what CUPS knows: that it handed the whole job to the printer without an error. A
job that is still waiting when the patience ends is `unknown`, because it may come out later. The
programs are started without a shell and in the C locale, since their words are read.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Literal

import structlog

from counter.devices.page.outcome import (
    DEVICE,
    FORM_DEVICE,
    LOOK_AT_FORM,
    PRINTED,
    failed,
    held,
    unknown,
)
from counter.devices.transports import Deadline, Monotonic
from counter.ports.devices import DeviceHealth, Light, PrintOutcome

_REQUEST = re.compile(r"request id is (\S+-\d+)")
_COMMAND_SECONDS = 15.0
_MISSING = "这台电脑没有安装打印组件（CUPS），请联系技术员。"

log = structlog.get_logger(__name__)


class CupsQueue:
    """One queue: hands a job to it and follows the job to its end.

    paper: what is printed, in a clerk's words; look: what to do when nobody can tell whether it
    was, empty = the words for papers that may be printed again.
    """

    simulated = False
    kind: Literal["page_printer", "form_printer"] = "page_printer"
    device = DEVICE
    paper = "文书"
    advice = ""

    def __init__(
        self,
        printer: str = "",
        *,
        name: str = "",
        patience: float = 90.0,
        look: float = 1.0,
        monotonic: Monotonic = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """printer: CUPS queue, the system's default if empty; patience: seconds until a job that
        is still in the queue counts as unknown; look: seconds between two looks."""
        self.printer = printer
        self.name = name or self.device
        self._patience = patience
        self._look = look
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()

    def submit(self, pdf: bytes, copies: int, title: str, options: list[str]) -> PrintOutcome:
        """Hand the PDF to the queue and follow the job. A stopped queue gets nothing."""
        with self._lock:
            obstacle = self._obstacle()
            if obstacle is not None:
                return held(*obstacle)
            command = ["lp", *self._to("-d"), "-n", str(copies), "-t", title]
            for option in options:
                command += ["-o", option]
            try:
                answer = _run(command, pdf)
            except subprocess.TimeoutExpired:
                return unknown("printer.silent", self.advice)
            found = _REQUEST.search(answer.stdout.decode(errors="replace"))
            if answer.returncode != 0:
                log.info(f"{self.kind}.refused", code=answer.returncode)
                return failed(
                    "printer.refused", f"打印系统没有接受这份{self.paper}。请联系技术员。"
                )
            if found is None:
                return unknown("printer.silent", self.advice)
            outcome = self._follow(found.group(1))
            log.info(f"{self.kind}.job", outcome=outcome.outcome, why=outcome.why)
            return outcome

    def health(self) -> DeviceHealth:
        """Whether the queue exists and takes jobs."""
        obstacle = self._obstacle()
        light: Light = "ok" if obstacle is None else "bad"
        words = f"{self.device}正常" if obstacle is None else obstacle[1]
        return DeviceHealth(
            kind=self.kind,
            name=self.name,
            light=light,
            words=words,
            detail=f"CUPS {self.printer or 'default'}",
        )

    def close(self) -> None:
        """Nothing stays open between jobs."""

    # --- questions to CUPS -----------------------------------------------------------------------

    def _to(self, option: str) -> list[str]:
        return [option, self.printer] if self.printer else []

    def _obstacle(self) -> tuple[str, str] | None:
        """Code and words of what keeps the queue from printing, None when it is ready."""
        try:
            answer = _run(["lpstat", "-p", *([self.printer] if self.printer else [])])
        except FileNotFoundError:
            return "device.not_installed", _MISSING
        except subprocess.TimeoutExpired:
            return "printer.silent", "打印系统没有回应，还没有打印。请联系技术员。"
        words = answer.stdout.decode(errors="replace")
        if answer.returncode != 0 or "printer " not in words:
            return "device.not_found", f"没找到{self.device}，还没有打印。请检查电源和数据线。"
        if " disabled since" in words and " enabled since" not in words:
            words = f"{self.device}已停用，还没有打印。请检查打印机后恢复队列。"
            return "printer.stopped", words
        return None

    def _follow(self, job: str) -> PrintOutcome:
        deadline = Deadline(self._patience, self._monotonic)
        while True:
            try:
                outcome = self._fate(job)
            except subprocess.TimeoutExpired:
                outcome = None
            if outcome is not None:
                return outcome
            if deadline.passed:
                return unknown(
                    "printer.waiting",
                    f"{self.paper}还在打印队列里，不确定会不会打出来。"
                    + (self.advice or "请检查打印机，看过出纸口再决定补打。"),
                )
            self._sleep(min(self._look, deadline.left()))

    def _fate(self, job: str) -> PrintOutcome | None:
        """Outcome of a job by its entry in the queue's lists; None while it is under way."""
        if _entry(["lpstat", "-W", "not-completed", "-o"], job) is not None:
            return None
        entry = _entry(["lpstat", "-l", "-W", "completed", "-o"], job)
        if entry is None or ("job-" not in entry and "aborted" not in entry):
            # Gone from both lists, or kept without a reason: CUPS does not say.
            return unknown("printer.silent", self.advice)
        if "job-completed-successfully" in entry:
            return PRINTED
        if "cancel" in entry:
            cancelled = "打印任务被取消，可能已打出几页。请看出纸口。"
            return unknown("printer.cancelled", self.advice or cancelled)
        if "aborted" in entry:
            return self._aborted()
        return unknown("printer.silent", self.advice)

    def _aborted(self) -> PrintOutcome:
        """CUPS gave the job up."""
        return failed("printer.error", "打印系统放弃了这份文书，没有打完。请检查打印机后重打。")


class CupsPagePrinter(CupsQueue):
    """`PagePrinter`: A4."""

    def print(self, pdf: bytes, copies: int, title: str) -> PrintOutcome:
        """Print the PDF on A4."""
        return self.submit(pdf, copies, title, ["media=A4"])


class CupsFormPrinter(CupsQueue):
    """`FormPrinter`: one sheet of the form's own size, at 100 %."""

    kind = "form_printer"
    device = FORM_DEVICE
    paper = "票据"
    advice = LOOK_AT_FORM

    def print_overlay(
        self, pdf: bytes, width_mm: float, height_mm: float, title: str
    ) -> PrintOutcome:
        """Print one sheet; the queue must take custom sizes."""
        media = f"media=Custom.{width_mm:g}x{height_mm:g}mm"
        return self.submit(pdf, 1, title, ["print-scaling=none", media])

    def _aborted(self) -> PrintOutcome:
        """An aborted ticket may have spoiled its numbered sheet: somebody has to look."""
        return unknown("printer.error", LOOK_AT_FORM)


def _run(command: list[str], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(
        command, input=data, capture_output=True, timeout=_COMMAND_SECONDS, env=environment
    )


def _entry(command: list[str], job: str) -> str | None:
    """The lines about `job` in a list of jobs: its own and the indented ones below it."""
    lines: list[str] = []
    mine = False
    for line in _run(command).stdout.decode(errors="replace").splitlines():
        if not line[:1].isspace():
            mine = line.split(maxsplit=1)[:1] == [job]
        if mine:
            lines.append(line)
    return "\n".join(lines) if lines else None
