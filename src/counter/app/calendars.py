"""`counter law calendar import`: a year's holiday table into this terminal's store."""

from __future__ import annotations

from pathlib import Path

from counter.app.catalogues import with_terminal
from counter.app.terminal import Terminal
from counter.desk.calendars import bring_in
from counter.desk.session import SYSTEM
from counter.domain.clock import YearTable


def import_with_options(table: YearTable, config_file: Path | None) -> tuple[bool, int]:
    """Whether the table was new here, and how many open cases moved by it.

    Raises KnownError `config.*`, `store.*` (`store.in_use` while the desk is open), `calendar.*`.
    """
    return with_terminal(config_file, lambda terminal: import_table(terminal, table))


def import_table(terminal: Terminal, table: YearTable) -> tuple[bool, int]:
    """Bring the table in and let the days of open cases follow, on the store worker's thread."""
    new = bring_in(terminal.hall, table, SYSTEM)
    return new, terminal.law.automatic_calendar()
