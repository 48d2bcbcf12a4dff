"""SIGKILL before every single statement of an acceptance, and at random moments of a busy hour.

What was confirmed is there, what was not is not there by halves, no number is used twice, and
the projections equal a rebuild.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.hall import KEY, MORNING, ZENG, accept

from counter.store import SqlStore
from counter.store.verify import verify

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with one case."""
    place = tmp_path / "counter.db"
    with SqlStore.create(
        place, KEY, training=True, centre="430423", terminal="01", recorded_at=MORNING
    ) as store:
        accept(store)
    return place


def in_child(work: Callable[[], None]) -> int:
    """Run in a forked process; its exit status (0 = ended by itself)."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_before(path: Path, statement: int) -> bool:
    """Accept a case in a child that dies before its nth statement; False when it had fewer."""

    def work() -> None:
        store = SqlStore.open(path, KEY)
        left = statement

        def count(_sql: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        store._connection.set_trace_callback(count)
        accept(store, ZENG)

    code = in_child(work)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def test_killed_before_any_statement_a_case_is_there_wholly_or_not_at_all(path: Path) -> None:
    statement, whole = 1, 0
    while killed_before(path, statement):
        with SqlStore.open(path, KEY) as store:
            assert verify(store) == []
            found = store.find("曾红", limit=1000).rows
            whole = len(found)
            assert len(store.jobs(limit=1000)) == 1 + whole
            assert all(len(store.timeline(row.case_no)) == 3 for row in found)
        statement += 1
    assert statement > 20  # an acceptance has at least so many
    with SqlStore.open(path, KEY) as store:
        numbers = [row.case_no for row in store.open_cases(limit=1000).rows]
        assert len(numbers) == len(set(numbers)) == 2 + whole


CLERK = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from counter.store import SqlStore
from tests.store.hall import KEY, WANG, ZENG, accept
store = SqlStore.open(Path(sys.argv[1]), KEY)
print("ready", accept(store, WANG), flush=True)
while True:
    print(accept(store, WANG), flush=True)
"""


@pytest.mark.slow
def test_killed_at_a_random_moment_all_that_was_confirmed_is_there(
    path: Path, long_run: bool
) -> None:
    seed = int(os.environ.get("COUNTER_SEED", "20261015"))
    print("seed", seed)
    moments = random.Random(seed)
    confirmed: list[str] = []
    root = str(Path(__file__).parents[2])
    for _ in range(60 if long_run else 8):
        clerk = subprocess.Popen(
            [sys.executable, "-c", CLERK, str(path), root], stdout=subprocess.PIPE, text=True
        )
        assert clerk.stdout is not None
        first = clerk.stdout.readline().split()
        assert first[:1] == ["ready"]
        time.sleep(moments.uniform(0.0, 0.15))
        clerk.kill()
        said = clerk.stdout.read()
        clerk.stdout.close()
        clerk.wait()
        confirmed += [first[1], *(line for line in said.splitlines() if len(line) == 19)]
        with SqlStore.open(path, KEY) as store:
            assert verify(store) == []
            missing = [n for n in confirmed if store.case(n) is None]
            assert missing == []
    assert len(confirmed) == len(set(confirmed)) > 20


def test_killed_at_any_step_of_a_migration_the_store_opens_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter.store import migrate, schema

    def die(*_arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    major, minor = schema.VERSION
    monkeypatch.setattr(schema, "VERSION", (major, minor + 1))
    for step in ("_copy", "upgrade_durable", "mark", "_check", "_swap", "stop"):

        def work(step: str = step) -> None:
            if step != "stop":
                setattr(migrate, step, die)
            SqlStore.open(path, KEY).close()

        assert in_child(work) == (0 if step == "stop" else -signal.SIGKILL)
        if step == "stop":
            with SqlStore.open(path, KEY) as store:
                assert store.open_count() == 1
                assert verify(store) == []
            kept = path.with_name(path.name + f".bak-{major}.{minor}")
            assert kept.exists()
