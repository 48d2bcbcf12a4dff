"""SIGKILL before every statement of issuing and printing a paper that belongs to no case."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from tests.desk.test_printing_desk import worker
from tests.faults.test_store_killed import in_child
from tests.helpers.desk import PIN, Desk
from tests.helpers.errand import STREAM, errand

from counter.domain.paperacts import papers_of
from counter.ports.devices import PrintOutcome
from counter.ports.store import PrintJob
from counter.store.verify import verify

pytestmark = pytest.mark.faults


class Tray:
    """A printer whose paper outlives the program."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "tray"

    def __call__(self, data: bytes, job: PrintJob) -> PrintOutcome:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{job.id} {data.decode()}\n")
        return PrintOutcome(outcome="printed")

    @property
    def sheets(self) -> list[str]:
        return self._file.read_text("utf-8").splitlines() if self._file.exists() else []


def killed_before(folder: Path, statement: int) -> bool:
    """Issue and print in a child that dies before its nth statement; False when it had fewer."""

    def work() -> None:
        desk = Desk(folder)
        actor = desk.session.sign_in("0317", PIN).actor
        left = statement

        def count(_sql: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        desk.store._connection.set_trace_callback(count)
        with desk.store.write() as tx:
            desk.hall.record(tx, [errand("e1")], desk.hall.stamp(actor))
        worker(desk, Tray(folder)).step()  # type: ignore[arg-type]

    code = in_child(work)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def test_killed_anywhere_it_is_issued_wholly_or_not_and_printed_once_or_asked_about(
    tmp_path: Path,
) -> None:
    base = tmp_path / "base"
    base.mkdir()
    Desk(base).close()
    statement, seen = 1, set[tuple[str, int]]()
    while True:
        folder = tmp_path / str(statement)
        shutil.copytree(base, folder)
        killed = killed_before(folder, statement)
        seen.add(look_after(folder))
        shutil.rmtree(folder)
        if not killed:
            break
        statement += 1
    assert seen == {("none", 0), ("queued", 0), ("unknown", 1), ("done", 1)}


def look_after(folder: Path) -> tuple[str, int]:
    """What the next start finds: the job's state, and how many sheets lie in the tray."""
    tray = Tray(folder)
    desk = Desk(folder)
    try:
        assert verify(desk.store) == []
        desk.printing.recover()
        jobs, papers = desk.store.jobs(), papers_of(desk.store.acts_of(STREAM))
        assert len(jobs) == len(papers)
        left = len(tray.sheets)
        state = jobs[0].state if jobs else "none"
        if jobs:
            fates = [p.outcome for p in papers["e1"].prints]
            assert fates == {"queued": [], "unknown": ["unknown"], "done": ["printed"]}[state]
            while worker(desk, tray).step():  # type: ignore[arg-type]
                pass
            assert len(tray.sheets) == max(left, 1 if state == "queued" else 0) <= 1
        return state, left
    finally:
        desk.close()
