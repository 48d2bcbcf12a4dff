"""SIGKILL at random moments: what was confirmed is there, once, and the books agree.

A few dozen kills in every run; `COUNTER_KILLS=200` (or `./test --long`) for the long campaign.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.faults.victim import KEY

from counter.devices.sim.control import SimControl
from counter.domain.case import CaseState, Status
from counter.domain.paperacts import papers_of
from counter.store.sqlstore import SqlStore
from counter.store.verify import verify

KILLS = int(os.environ.get("COUNTER_KILLS", "200" if os.environ.get("COUNTER_LONG") else "24"))
MOST_ACTS = 5
"""Acts that a victim may confirm before its last moments."""

pytestmark = pytest.mark.faults

DONE = {
    "accepted": lambda state: state.accepted_on != "",
    "decided": lambda state: state.decided is not None,
    "delivered": lambda state: state.status is Status.CLOSED,
}


def test_no_confirmed_act_is_lost_and_none_happens_twice(tmp_path: Path) -> None:
    seed = int(os.environ.get("COUNTER_SEED", "20261123"))
    choose = random.Random(seed)
    confirmed: list[list[str]] = []
    with SimControl.spawn("receipt_printer") as printer:
        for n in range(KILLS):
            confirmed += live_and_die(tmp_path, seed + n, printer.tcp, choose)
            if n % 8 == 7 or n == KILLS - 1:
                check(tmp_path / "counter.store", confirmed)
    kinds = Counter(line[0] for line in confirmed)
    assert kinds["accepted"] > KILLS // 2 and kinds["decided"] > KILLS // 4, kinds
    assert kinds["delivered"] > 0, kinds


def live_and_die(folder: Path, seed: int, port: str, choose: random.Random) -> list[list[str]]:
    """One victim: started, left alone for some acts and then some moments, killed.

    Acts, not seconds: on a machine under load as much happens before the blow as on an idle one.
    """
    command = [sys.executable, "-m", "tests.faults.victim", str(folder), str(seed), port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        lines = [victim.stdout.readline() for _ in range(1 + choose.randint(0, MOST_ACTS))]
        time.sleep(choose.uniform(0.0, 0.06))
        victim.send_signal(signal.SIGKILL)
        lines += victim.stdout.read().splitlines(keepends=True)
    said = "".join(lines)
    assert said.startswith("ready\n"), f"the victim did not come up: {said}"
    assert victim.returncode == -signal.SIGKILL, said
    whole = said.split("\n")[1:-1]  # a line cut short was not read by anybody
    assert not any(line.startswith("crash") for line in whole), said
    return [line.split() for line in whole]


def check(path: Path, confirmed: list[list[str]]) -> None:
    """Everything confirmed is there once; journal, numbers and projections agree."""
    store = SqlStore.open(path, KEY)
    try:
        assert [str(f.what) for f in verify(store)] == []
        states: dict[str, CaseState] = {}
        for kind, case_no, *more in confirmed:
            state = states.get(case_no) or store.case(case_no)
            assert state is not None, f"{kind} {case_no} was confirmed and is gone"
            states[case_no] = state
            if kind == "sealed":
                seals = [s.kind for p in state.papers.values() for s in p.seals]
                assert seals.count(more[0]) == 1, f"{case_no}: {seals}"
            else:
                assert DONE[kind](state), f"{kind} {case_no} was confirmed and is not so"
        for case_no in states:
            kinds = Counter(act.header.kind for act in store.timeline(case_no))
            for once in ("case.received", "case.accepted", "case.decided", "case.delivered"):
                assert kinds[once] <= 1, f"{case_no}: {once} twice"
    finally:
        store.close()


@pytest.mark.parametrize("channel", ["page", "slip"])
def test_a_paper_is_never_sent_twice_by_the_program(tmp_path: Path, channel: str) -> None:
    """After kills, no job of either printer left more than one print behind it, and what was on
    its way when the program died is asked about."""
    choose = random.Random(7)
    with SimControl.spawn("receipt_printer") as printer:
        for n in range(4):
            live_and_die(tmp_path, n, printer.tcp, choose)
    store = SqlStore.open(tmp_path / "counter.store", KEY)
    try:
        from tests.helpers.desk import TextPapers
        from tests.helpers.small_hall import CALENDAR, NOW

        from counter.desk.hall import Hall
        from counter.desk.printing import PrintDesk
        from counter.ports.clock import FrozenClock

        lost = store.jobs(("sent",), 1000)
        desk = PrintDesk(Hall(store, FrozenClock(NOW), TextPapers(), CALENDAR))
        assert desk.recover() == len(lost)
        assert store.jobs(("sent",), 1000) == ()
        unknown = {j.id for j in store.jobs(("unknown",), 1000)}
        assert {j.id for j in lost} <= unknown
        jobs = store.jobs(("done", "failed", "unknown"), 10000)
        for job in (j for j in jobs if j.channel == channel):
            paper = papers_of(store.acts_of(job.stream))[job.paper_id]
            mine = [p for p in paper.prints if p.job == job.id]
            assert len(mine) == 1, (job.id, mine)
    finally:
        store.close()
