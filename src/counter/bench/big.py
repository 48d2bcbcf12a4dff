"""The large training store that benches search in: built once, kept in the user's cache folder.

A store is kept by the number of its cases, the schema's and the program's version, and a digest of
its tables and of a sample's search tokens, so that new rows are never measured by old ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

import platformdirs

from counter import __version__
from counter.app.logs import CrashReporter
from counter.app.provision import TRAINING_KEY, make_training_store
from counter.app.terminal import Terminal
from counter.config import TerminalConfig
from counter.ports.clock import CHINA, SetClock

BORN = dt.datetime(2024, 1, 2, 8, 0, tzinfo=CHINA)
LAST_DAY = dt.date(2026, 9, 21)
NOW = dt.datetime(2026, 9, 22, 8, 30, tzinfo=CHINA)


def config_of(folder: Path) -> TerminalConfig:
    """Configuration of a bench's terminal: training, window 3, no devices."""
    return TerminalConfig(
        data_dir=str(folder),
        window="3",
        terminal="03",
        centre="430423",
        training=True,
        key="training",
        key_hex=TRAINING_KEY.hex(),
        start_clock=NOW.isoformat(),
    )


def terminal_at(folder: Path, moment: dt.datetime) -> Terminal:
    """A terminal without devices over `folder`; its store is not yet open."""
    clock = SetClock(moment)
    return Terminal(config_of(folder), clock, CrashReporter(folder / "logs", clock))


def large_store(cases: int, cache: Path | None = None) -> Path:
    """Folder of the store with `cases` cases, built on first use (about 1 min per 80,000).

    cache: where it is kept; by default the user's cache folder.
    """
    root = cache or Path(platformdirs.user_cache_dir("counter")) / "bench"
    folder = root / _name(cases)
    if not folder.is_dir():
        root.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="making-", dir=root))
        try:
            _build(making, cases)
            making.rename(folder)
        except BaseException:
            shutil.rmtree(making)
            raise
    return folder


def _name(cases: int) -> str:
    from counter.store import bulk, schema
    from counter.store.tokens import case_tokens

    sample = case_tokens(
        "430423260922030001", "周明远", "430423199001010014", "13900000826", "欧阳雪", "", "GS-0003"
    )
    tables = [(t.name, *t.columns.keys()) for t in schema.metadata.sorted_tables]
    written = repr((sorted(sample), tables, bulk.A_DAY, bulk.STILL_OPEN, LAST_DAY))
    digest = hashlib.sha256(written.encode()).hexdigest()[:8]
    version = "{}.{}".format(*schema.VERSION)
    return f"{cases}-{version}-{__version__}-{digest}"


def _build(folder: Path, cases: int) -> None:
    from counter.packs.catalogue import demo_catalogue
    from counter.store import bulk

    terminal = terminal_at(folder, BORN)
    make_training_store(terminal.config, terminal)
    path = terminal.config.store_path
    terminal.close()

    def progress(done: int, count: int) -> None:
        print(f"\rbuilding a store: {done:,} of {count:,} cases", end="", file=sys.stderr)

    bulk.build(path, TRAINING_KEY, demo_catalogue(), cases, last_day=LAST_DAY, progress=progress)
    print(file=sys.stderr)
