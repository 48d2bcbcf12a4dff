"""A desk without its window that works as fast as it can until it is killed.

Accepts, decides, seals and delivers over a training store, with both print workers running, and
says each act on standard output *after* the command came back, as a screen would. Run as
`python -m tests.faults.victim FOLDER SEED SLIP_PORT`.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec

from counter.app.logs import CrashReporter, set_up_logs
from counter.app.provision import TRAINING_KEY, TRAINING_PIN, make_training_store
from counter.app.terminal import Terminal, make_clock
from counter.bench.accept import complete_form
from counter.config import DeviceConfig, TerminalConfig
from counter.domain.case import Status
from counter.domain.delivery import Service
from counter.domain.errors import KnownError

KEY = TRAINING_KEY
MANY = 4
"""So many open cases are finished before new ones come."""


def config_for(folder: Path, slip_port: str) -> TerminalConfig:
    """The victim's terminal: a simulated slip printer and a file sink for pages."""
    return TerminalConfig(
        data_dir=str(folder),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        start_clock="2026-09-22T08:30:00+08:00",
        slip=DeviceConfig("escpos-sim", {"port": slip_port}),
        page=DeviceConfig("file-sink", {"folder": str(folder / "printed")}),
    )


def say(*words: str) -> None:
    """One confirmed act, on its own line, at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def run(folder: Path, seed: int, slip_port: str) -> None:
    """Open or make the store, then work until killed."""
    config = config_for(folder, slip_port)
    clock = make_clock(config)
    set_up_logs(config.log_dir, clock)
    crash = CrashReporter(config.log_dir, clock)
    crash.listeners.append(lambda path: say("crash", path.read_text("utf-8").replace("\n", " | ")))
    terminal = Terminal(config, clock, crash)
    make_training_store(config, terminal)
    terminal.start()
    say("ready")
    work(terminal, random.Random(seed))


def work(terminal: Terminal, choose: random.Random) -> None:
    """One step after another: a new case, or the next step of an open one."""
    clerk = terminal.session.sign_in("0317", TRAINING_PIN).actor
    chief = terminal.session.sign_in("0309", TRAINING_PIN).actor
    submit = terminal.worker.submit
    while True:
        rows = submit(terminal.store.open_cases, "GS", 30).result().rows
        row = choose.choice(rows) if len(rows) >= MANY or (rows and choose.random() < 0.6) else None
        try:
            if row is None:
                number = submit(terminal.reception.accept, clerk, complete_form(terminal)).result()
                say("accepted", number.case_no)
            elif row.status == Status.REVIEWED.value:
                submit(terminal.decision.decide, chief, row.case_no, "granted").result()
                say("decided", row.case_no)
            elif row.missing_seals:
                state = submit(terminal.store.case, row.case_no).result()
                assert state is not None
                paper, kind = state.missing_seals[0]
                submit(terminal.decision.use_seal, chief, row.case_no, paper, kind).result()
                say("sealed", row.case_no, kind)
            else:
                state = submit(terminal.store.case, row.case_no).result()
                assert state is not None and state.applicant is not None
                document = msgspec.structs.replace(state.applicant.document, source="card")
                submit(
                    terminal.decision.deliver,
                    clerk,
                    row.case_no,
                    Service(method="direct", document=document),
                ).result()
                say("delivered", row.case_no)
        except KnownError as error:
            if error.code != "seal.unprinted":  # its print is still in the queue
                raise


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
