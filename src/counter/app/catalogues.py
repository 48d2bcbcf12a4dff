"""`counter catalogue import`: a checked catalogue into this terminal's store, without a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
import platformdirs

from counter.app.logs import CrashReporter
from counter.app.provision import load_hall
from counter.app.secrets import store_key
from counter.app.terminal import Terminal, make_clock
from counter.config import load_config
from counter.domain.catalogue import Catalogue

T = TypeVar("T")


def import_with_options(
    catalogue: Catalogue, config_file: Path | None, scans: Sequence[bytes] = ()
) -> None:
    """Open the store that a configuration describes and load the catalogue as a new version.

    scans: the pictures of the letters of authority that it names.

    Raises KnownError `config.*`, `store.*` (`store.in_use` while the desk is open) and
    `catalogue.older`.
    """
    with_terminal(config_file, lambda terminal: load_hall(terminal, catalogue, scans))


def with_terminal(config_file: Path | None, job: Callable[[Terminal], T]) -> T:
    """Do a job on the open terminal that a configuration describes, then close it.

    Raises KnownError `config.*`, `store.*` (`store.in_use` while the desk is open).
    """
    path = config_file or Path(platformdirs.site_config_dir("counter")) / "terminal.toml"
    config = load_config(path)
    clock = make_clock(config)
    terminal = Terminal(config, clock, CrashReporter(config.log_dir, clock))
    try:
        # The store's lock belongs to the thread that opened it, and close() runs on the worker.
        key = store_key(config, _ask)
        terminal.worker.submit(terminal.open, key).result()
        return terminal.worker.submit(job, terminal).result()
    finally:
        terminal.close()


def _ask(words: str) -> str:
    """A passphrase, on the terminal."""
    return str(click.prompt(words, hide_input=True, err=True))
