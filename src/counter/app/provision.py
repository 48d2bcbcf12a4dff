"""Setting up a terminal's store: birth, catalogue, roster, first PINs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from counter.app.terminal import Terminal
from counter.config import TerminalConfig
from counter.desk.catalogues import import_catalogue
from counter.desk.session import SYSTEM
from counter.domain.catalogue import Catalogue
from counter.store.keys import TRAINING_KEY

TRAINING_PIN = "246802"
"""First PIN of everybody in a training store."""


def create_store(
    config: TerminalConfig, key: bytes, recorded_at: dt.datetime, key_id: str = ""
) -> None:
    """A new empty store of the kind the configuration says."""
    from counter.store.sqlstore import SqlStore

    Path(config.data_dir).mkdir(parents=True, exist_ok=True)
    SqlStore.create(
        config.store_path,
        key,
        training=config.training,
        centre=config.centre,
        terminal=config.terminal,
        recorded_at=recorded_at,
        key_id=key_id,
    ).close()


def load_hall(terminal: Terminal, catalogue: Catalogue, scans: Sequence[bytes] = ()) -> None:
    """Catalogue, the pictures it names, and roster into an open store."""
    from counter.packs.catalogue import catalogue_digest

    body, digest = catalogue_digest(catalogue)
    import_catalogue(terminal.hall, catalogue, body, digest, SYSTEM, scans)
    terminal.session.register_staff(catalogue)


def make_training_store(config: TerminalConfig, terminal: Terminal) -> None:
    """The demo hall in a training store, open at the end; everybody's PIN is `TRAINING_PIN`.

    Each step is looked for before it is done, so that a set-up cut off by a power failure goes on
    where it stood.
    """
    from counter.packs.catalogue import demo_hall

    if not config.store_path.exists():
        create_store(config, TRAINING_KEY, terminal.clock.now())
    terminal.open(TRAINING_KEY)
    if terminal.store.setting(READY):
        return
    catalogue, scans = demo_hall()
    if terminal.store.catalogue() is None:
        load_hall(terminal, catalogue, scans)
    terminal.session.register_staff(catalogue)
    pins = {member.number: TRAINING_PIN for member in catalogue.staff}
    terminal.session.give_first_pins(pins, must_change=False)
    terminal.store.put_setting(READY, "yes")


READY = "training.ready"
"""Setting that says that a training store has its hall, its people and their PINs."""
