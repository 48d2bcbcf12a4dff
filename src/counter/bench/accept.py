"""F5 against the bare database: the same rows written by the raw driver, on the same disk.

Two stores of the same schema lie side by side. In turn, one accepts a case by way of the desk
(domain, papers' checks, journal, projections, search, numbers, print jobs), the other gets exactly
the rows that the first one wrote, by prepared statements in one transaction; and a one-row commit
is timed beside them. Each is durable (WAL, synchronous=FULL).
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

from counter.app.logs import CrashReporter
from counter.app.provision import TRAINING_KEY, TRAINING_PIN, make_training_store
from counter.app.terminal import Terminal
from counter.bench.report import percentile
from counter.config import TerminalConfig
from counter.desk.reception import MaterialTick, ReceptionForm
from counter.domain.persons import DocKind, IdDocument
from counter.ports.clock import CHINA, SetClock

ROUNDS = 400
WARM_UP = 40
START = dt.datetime(2026, 9, 22, 8, 30, tzinfo=CHINA)

_NEW_ROWS = {
    "journal": "pos > :pos",
    "payload": "pos > :pos",
    "act_stream": "pos > :pos",
    "case_row": "ord > :pos",
    "token": "ord > :pos",
    "series_row": "last_pos > :pos",
    "print_job": "id > :job",
}
"""Which rows an acceptance adds, by table."""


def measure() -> dict[str, Any]:
    """Milliseconds and ratios of `accept.*`."""
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        terminal = make_terminal(Path(folder) / "desk")
        yardstick = make_terminal(Path(folder) / "yardstick")
        try:
            return _race(terminal, yardstick.store)
        finally:
            terminal.close()
            yardstick.close()


def make_terminal(folder: Path) -> Terminal:
    """A training terminal with the demo hall, no devices."""
    config = TerminalConfig(
        data_dir=str(folder),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        key_hex=TRAINING_KEY.hex(),
    )
    clock = SetClock(START)
    terminal = Terminal(config, clock, CrashReporter(folder / "logs", clock))
    make_training_store(config, terminal)
    return terminal


def complete_form(terminal: Terminal) -> ReceptionForm:
    """A complete form for 食品流通许可（新办）."""
    form = terminal.reception.new_form("A001")
    matter = terminal.reception.catalogue().find_matters("spl", unit="GS")[0]
    form.matter, form.phone = matter.code, "13900000826"
    form.document = IdDocument(
        kind=DocKind.RESIDENT,
        name="周明远",
        number="430423199001010014",
        address="湖南省衡山县开云镇人民东路 128 号",
        valid_to="2038-05-18",
    )
    form.materials = {m.code: MaterialTick(received=True) for m in matter.materials}
    samples = {"number": "46.50", "integer": "2", "date": "2026-09-22", "text": "明远粮油店"}
    form.fields = {f.key: f.choices[0] if f.choices else samples[f.kind] for f in matter.fields}
    return form


def _race(terminal: Terminal, other: Any) -> dict[str, Any]:
    actor = terminal.session.sign_in("0317", TRAINING_PIN).actor
    source, target = terminal.store._connection, other._connection  # type: ignore[attr-defined]
    target.execute("CREATE TABLE yardstick (n INTEGER PRIMARY KEY, word TEXT)")
    desk, rows, one = [], [], []
    for n in range(WARM_UP + ROUNDS):
        marks = {
            "pos": source.execute("SELECT max(pos) FROM journal").fetchone()[0],
            "job": source.execute("SELECT coalesce(max(id), 0) FROM print_job").fetchone()[0],
        }
        form = complete_form(terminal)
        began = time.perf_counter()
        terminal.reception.accept(actor, form)
        desk.append(time.perf_counter() - began)
        written = _written(source, marks)
        began = time.perf_counter()
        _write(target, written, form.id)
        rows.append(time.perf_counter() - began)
        began = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        target.execute("INSERT INTO yardstick VALUES (?, ?)", (n, "one"))
        target.execute("COMMIT")
        one.append(time.perf_counter() - began)
    desk, rows, one = desk[WARM_UP:], rows[WARM_UP:], one[WARM_UP:]
    p50 = percentile(desk, 0.5)
    return {
        "accept.p50_ms": round(p50 * 1000, 3),
        "accept.p99_ms": round(percentile(desk, 0.99) * 1000, 3),
        "accept.same_rows_p50_ms": round(percentile(rows, 0.5) * 1000, 3),
        "accept.one_row_p50_ms": round(percentile(one, 0.5) * 1000, 3),
        "accept.ratio_same_rows": round(p50 / percentile(rows, 0.5), 2),
        "accept.ratio_one_row": round(p50 / percentile(one, 0.5), 2),
        "accept.rounds": len(desk),
    }


def _written(source: Any, marks: dict[str, int]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """The insert statement and the rows of each table that the last acceptance wrote."""
    written = []
    for table, where in _NEW_ROWS.items():
        found = source.execute(f"SELECT * FROM {table} WHERE {where}", marks).fetchall()
        places = ", ".join("?" * len(found[0]))
        verb = "INSERT OR REPLACE" if table == "series_row" else "INSERT"
        statement = f"{verb} INTO {table} VALUES ({places})"
        written.append((statement, [tuple(row) for row in found]))
    return written


def _write(target: Any, written: list[tuple[str, list[tuple[Any, ...]]]], draft: str) -> None:
    target.execute("BEGIN IMMEDIATE")
    for statement, rows in written:
        target.executemany(statement, rows)
    target.execute("DELETE FROM draft WHERE id = ?", (draft,))
    target.execute("COMMIT")
