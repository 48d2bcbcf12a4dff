"""What the commands of `counter report` share: periods, files, the store, the table on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counter.domain.errors import KnownError
from counter.store.cli import Opener, fail
from counter.store.keysource import Source

if TYPE_CHECKING:
    from counter.store.sqlstore import SqlStore


def period(
    what: str, *, required: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--from` and `--to`, both days in the period; what: of what the days are."""

    def wrap(command: Callable[..., Any]) -> Callable[..., Any]:
        day = click.DateTime(["%Y-%m-%d"])
        command = click.option(
            "--to", "until", type=day, required=required, help=f"Last day of {what}."
        )(command)
        return click.option(
            "--from", "since", type=day, required=required, help=f"First day of {what}."
        )(command)

    return wrap


def file_option(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--csv FILE` or `--xlsx FILE`."""
    path = click.Path(path_type=Path, dir_okay=False)
    return click.option(f"--{name}", f"{name}_file", type=path, help=f"{name.upper()} file.")


def days_of(
    since: dt.datetime | None, until: dt.datetime | None
) -> tuple[dt.date | None, dt.date | None]:
    """The days of the options; a period that ends before it begins ends the command in words."""
    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        fail(KnownError("report.period", "起始日在截止日之后。", "请把 --from 和 --to 对调。"))
    return first, last


@contextmanager
def opened_store(store: Path, source: Source, key_hex: str) -> Iterator[SqlStore]:
    from counter.store.sqlstore import SqlStore

    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            yield opened
    except KnownError as error:
        fail(error)


def unit_names(opened: SqlStore) -> dict[str, str]:
    catalogue = opened.catalogue()
    return {unit.code: unit.name for unit in catalogue.units} if catalogue else {}


def show(
    title: str,
    rows: Sequence[Sequence[str]],
    csv_file: Path | None,
    xlsx_file: Path | None = None,
) -> None:
    """Print the table, its head first, and write the files that were asked for."""
    from counter.reports.tables import write_csv, write_xlsx

    for row in rows:
        click.echo("\t".join(row).rstrip())
    if csv_file is not None:
        write_csv(csv_file, rows)
    if xlsx_file is not None:
        write_xlsx(xlsx_file, title, rows)
