"""`counter report …`: the manager's questions to a store, as a table and as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import click

from counter.domain.errors import KnownError
from counter.store.cli import Opener, fail, with_store
from counter.store.keysource import Source

HEAD = ("单位", "范围内事项", "窗口决定事项", "到位率", "范围内件数", "窗口决定件数", "委托书")


@click.group()
def report() -> None:
    """The manager's questions to a store."""


@report.command("authority")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day of acceptance.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of acceptance.")
@click.option("--csv", "target", type=click.Path(path_type=Path, dir_okay=False), help="CSV file.")
@with_store
def report_authority(
    store: Path,
    source: Source,
    key_hex: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    target: Path | None,
) -> None:
    """授权到位率: matters decided at the window of those in scope, by unit."""
    from counter.ports.clock import SystemClock
    from counter.reports.authority import authority
    from counter.store.sqlstore import SqlStore

    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        fail(KnownError("report.period", "起始日在截止日之后。", "请把 --from 和 --to 对调。"))
    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            catalogue = opened.catalogue()
            today = SystemClock().now().date()
            with opened.reader() as connection:
                lines = authority(connection, last or today, first, last)
    except KnownError as error:
        fail(error)
    names = {unit.code: unit.name for unit in catalogue.units} if catalogue else {}
    rows = [
        (
            names.get(line.unit, line.unit),
            str(line.matters),
            str(line.matters_here),
            "—" if line.per_mille is None else f"{line.per_mille // 10}.{line.per_mille % 10}%",
            str(line.cases),
            str(line.cases_here),
            "只授权受理" if line.only_accepts else "",
        )
        for line in lines
    ]
    for row in [HEAD, *rows]:
        click.echo("\t".join(row).rstrip())
    if target is not None:
        with target.open("w", encoding="utf-8-sig", newline="") as file:  # the mark is for Excel
            csv.writer(file).writerows([HEAD, *rows])
