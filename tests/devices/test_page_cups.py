"""The CUPS printer against stand-ins for `lp` and `lpstat` on PATH: outcomes as CUPS tells them."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.devices.staging import FakeClock

from counter.devices.page.cups import CupsFormPrinter, CupsPagePrinter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")

FAKE = """#!{python} -S
import json, pathlib, sys
stage = json.loads(pathlib.Path({stage!r}).read_text())
name, arguments = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
with open({calls!r}, "a") as calls:
    data = sys.stdin.buffer.read().decode("latin-1") if name == "lp" else ""
    calls.write(json.dumps([name, arguments, data]) + "\\n")
answer = stage[name if name == "lp" else "lpstat " + " ".join(a for a in arguments if a != "HALL")]
# Jobs move on: of a list of answers each look takes the next, the last one stays.
if isinstance(answer[0], list):
    answers, answer = answer, answer[0]
    if len(answers) > 1:
        key = "lpstat " + " ".join(a for a in arguments if a != "HALL")
        stage[key] = answers[1:]
        pathlib.Path({stage!r}).write_text(json.dumps(stage))
print(answer[1])
sys.exit(answer[0])
"""
STATUS = "lpstat -p"
WAITING = "lpstat -W not-completed -o"
DONE = "lpstat -l -W completed -o"
IDLE = [0, "printer HALL is idle.  enabled since Mon 23 Nov 2026 09:00:00"]
QUEUED = "HALL-12  clerk  1024  Mon 23 Nov 2026 09:00:01"
TAKEN = [0, "request id is HALL-12 (0 file(s))"]


def over(alert: str) -> list[Any]:
    """The list of finished jobs: ours with its reason, below an older one that was printed."""
    old = "HALL-11  clerk  9\n\tAlerts: job-completed-successfully\n\tqueued for HALL"
    return [0, f"{old}\n{QUEUED}\n\tStatus: \n\tAlerts: {alert}\n\tqueued for HALL"]


class Cups:
    """The stand-in: what it answers, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.stage = folder / "stage.json"
        self.log = folder / "calls"
        self.clock = FakeClock()
        for name in ("lp", "lpstat"):
            program = folder / "bin" / name
            program.parent.mkdir(exist_ok=True)
            text = FAKE.format(python=sys.executable, stage=str(self.stage), calls=str(self.log))
            program.write_text(text)
            program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def answers(self, **changes: Any) -> None:
        """Set the scene: all well, but for `changes` (status, lp, waiting, done)."""
        scene = {
            STATUS: changes.get("status", IDLE),
            "lp": changes.get("lp", TAKEN),
            WAITING: changes.get("waiting", [[0, QUEUED], [0, ""]]),
            DONE: changes.get("done", over("job-completed-successfully")),
        }
        self.stage.write_text(json.dumps(scene))

    def calls(self) -> list[list[Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def printer(self) -> CupsPagePrinter:
        return CupsPagePrinter("HALL", patience=5.0, monotonic=self.clock, sleep=self.sleep)

    def forms(self) -> CupsFormPrinter:
        return CupsFormPrinter("HALL", patience=5.0, monotonic=self.clock, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.clock.seconds += seconds


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    made = Cups(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return made


def test_a_job_is_followed_to_its_good_end(cups: Cups) -> None:
    cups.answers()
    outcome = cups.printer().print(b"%PDF-1.7 x", 2, "受理通知书 001")
    assert (outcome.outcome, outcome.why) == ("printed", "")
    (sent,) = [call for call in cups.calls() if call[0] == "lp"]
    assert sent[1] == ["-d", "HALL", "-n", "2", "-t", "受理通知书 001", "-o", "media=A4"]
    assert sent[2] == "%PDF-1.7 x"


@pytest.mark.parametrize(
    ("scene", "outcome", "why"),
    [
        ({"done": over("job-canceled-by-user")}, "unknown", "printer.cancelled"),
        ({"done": over("aborted-by-system")}, "failed", "printer.error"),
        ({"done": over("none")}, "unknown", "printer.silent"),
        ({"done": [0, ""]}, "unknown", "printer.silent"),
        ({"waiting": [[0, QUEUED]]}, "unknown", "printer.waiting"),
        ({"lp": [1, ""]}, "failed", "printer.refused"),
        ({"lp": [0, "as you like"]}, "unknown", "printer.silent"),
    ],
)
def test_every_end_of_a_job(cups: Cups, scene: dict[str, Any], outcome: str, why: str) -> None:
    cups.answers(**scene)
    got = cups.printer().print(b"%PDF", 1, "x")
    assert (got.outcome, got.why, got.held) == (outcome, why, False)
    assert got.words.endswith("。")
    assert cups.clock.seconds <= 5.0


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ([1, ""], "device.not_found"),
        ([0, "printer HALL disabled since Mon 23 Nov -\n\tPaused"], "printer.stopped"),
    ],
)
def test_a_queue_that_is_not_ready_gets_nothing(cups: Cups, status: list[Any], why: str) -> None:
    cups.answers(status=status)
    got = cups.printer().print(b"%PDF", 1, "x")
    assert (got.outcome, got.why, got.held) == ("failed", why, True)
    assert all(call[0] != "lp" for call in cups.calls())
    assert cups.printer().health().light == "bad"


def test_without_cups_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    got = CupsPagePrinter().print(b"%PDF", 1, "x")
    assert (got.outcome, got.why, got.held) == ("failed", "device.not_installed", True)


def test_a_ready_queue_is_healthy(cups: Cups) -> None:
    cups.answers()
    assert cups.printer().health().light == "ok"


def test_a_ticket_is_sent_once_at_its_own_size_and_never_scaled(cups: Cups) -> None:
    cups.answers()
    outcome = cups.forms().print_overlay(b"%PDF", 241, 93.1, "通用票据 0000000064")
    assert outcome.outcome == "printed"
    (sent,) = [call for call in cups.calls() if call[0] == "lp"]
    size = ["-o", "print-scaling=none", "-o", "media=Custom.241x93.1mm"]
    assert sent[1] == ["-d", "HALL", "-n", "1", "-t", "通用票据 0000000064", *size]


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        ({"done": over("job-canceled-by-user")}, "printer.cancelled"),
        ({"done": over("aborted-by-system")}, "printer.error"),
        ({"done": [0, ""]}, "printer.silent"),
        ({"waiting": [[0, QUEUED]]}, "printer.waiting"),
        ({"lp": [0, "as you like"]}, "printer.silent"),
    ],
)
def test_a_ticket_of_which_cups_is_not_sure_may_be_on_its_numbered_paper(
    cups: Cups, scene: dict[str, Any], why: str
) -> None:
    """Somebody looks at the number: nothing tells the clerk to print it again."""
    cups.answers(**scene)
    got = cups.forms().print_overlay(b"%PDF", 241, 139.7, "x")
    assert (got.outcome, got.why) == ("unknown", why)
    assert "票号" in got.words and "补打" not in got.words


def test_a_form_printer_that_is_not_ready_gets_nothing(cups: Cups) -> None:
    cups.answers(status=[1, ""])
    got = cups.forms().print_overlay(b"%PDF", 241, 139.7, "x")
    assert (got.outcome, got.held) == ("failed", True) and "票据打印机" in got.words
    health = cups.forms().health()
    assert (health.kind, health.light) == ("form_printer", "bad")
