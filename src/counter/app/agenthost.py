"""The player's view of this desk: what `DeskHost` needs, from the parts there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.app.calendars import import_table
from counter.player.host import DeskHost
from counter.ports.clock import SetClock

if TYPE_CHECKING:
    from counter.app.desktop import Desktop


def make_host(desktop: Desktop) -> DeskHost:
    """A host over an open training desk."""
    terminal = desktop.terminal
    store = terminal.store

    def verify() -> list[str]:
        from counter.store.sqlstore import SqlStore
        from counter.store.verify import verify as verify_store

        assert isinstance(store, SqlStore)
        return [f"{f.where}: {f.what}" for f in verify_store(store)]

    def kinds() -> dict[str, int]:
        from counter.store.sqlstore import SqlStore

        assert isinstance(store, SqlStore)
        return store.kinds()

    def network(on: bool) -> None:
        assert desktop.pages is not None
        desktop.pages.set_network(on)

    def fill_disk(full: bool) -> None:
        from counter.store.sqlstore import SqlStore

        assert isinstance(store, SqlStore)
        store.play_full_disk(full)

    assert isinstance(desktop.clock, SetClock)
    return DeskHost(
        store,
        terminal.worker,
        desktop.clock,
        working=lambda: desktop.bridge.working,
        set_network=network,
        verify=verify,
        kinds=kinds,
        fill_disk=fill_disk,
        bring_in=lambda table: import_table(terminal, table),
        clock_set=desktop.shell.look_at_clock,
    )
