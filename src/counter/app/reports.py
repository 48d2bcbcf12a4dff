"""`counter report …`: the manager's questions to a store, as a table, as CSV and as .xlsx."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counter.domain.errors import KnownError
from counter.store.cli import Opener, fail, with_store
from counter.store.keysource import Source

if TYPE_CHECKING:
    from counter.store.sqlstore import SqlStore

AUTHORITY = ("单位", "范围内事项", "窗口决定事项", "到位率", "范围内件数", "窗口决定件数", "委托书")
EXPIRING = ("单位", "事项", "决定书文号", "被许可人", "有效期至", "最迟申请延续", "延续")
STANDS = {
    "": "没有申请",
    "asked": "已申请",
    "deemed": "视为准予延续，决定书待补",
    "refused": "不予延续",
    "ended": "申请没有办成",
}
REDUCTIONS = (
    "开单日期",
    "缴费单",
    "缴款人",
    "单位",
    "项目",
    "应收",
    "减免",
    "依据",
    "文号",
    "批准",
    "状态",
)
GRANTS = ("单位", "事项", "决定书文号", "被许可人", "准予日期", "有效期至")


@click.group()
def report() -> None:
    """The manager's questions to a store."""


def _period(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--from` and `--to`, both days in the period; what: of what the days are."""

    def wrap(command: Callable[..., Any]) -> Callable[..., Any]:
        day = click.DateTime(["%Y-%m-%d"])
        command = click.option("--to", "until", type=day, help=f"Last day of {what}.")(command)
        return click.option("--from", "since", type=day, help=f"First day of {what}.")(command)

    return wrap


def _file(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--csv FILE` or `--xlsx FILE`."""
    path = click.Path(path_type=Path, dir_okay=False)
    return click.option(f"--{name}", f"{name}_file", type=path, help=f"{name.upper()} file.")


def _days(
    since: dt.datetime | None, until: dt.datetime | None
) -> tuple[dt.date | None, dt.date | None]:
    """The days of the options; a period that ends before it begins ends the command in words."""
    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        fail(KnownError("report.period", "起始日在截止日之后。", "请把 --from 和 --to 对调。"))
    return first, last


@contextmanager
def _opened(store: Path, source: Source, key_hex: str) -> Iterator[SqlStore]:
    from counter.store.sqlstore import SqlStore

    try:
        with SqlStore.open(store, Opener(store, source, key_hex).key()) as opened:
            yield opened
    except KnownError as error:
        fail(error)


def _unit_names(opened: SqlStore) -> dict[str, str]:
    catalogue = opened.catalogue()
    return {unit.code: unit.name for unit in catalogue.units} if catalogue else {}


def _show(
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


@report.command("authority")
@_period("acceptance")
@_file("csv")
@with_store
def report_authority(
    store: Path,
    source: Source,
    key_hex: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    csv_file: Path | None,
) -> None:
    """授权到位率: matters decided at the window of those in scope, by unit."""
    from counter.ports.clock import SystemClock
    from counter.reports.authority import authority

    first, last = _days(since, until)
    with _opened(store, source, key_hex) as opened:
        names = _unit_names(opened)
        with opened.reader() as connection:
            lines = authority(connection, last or SystemClock().now().date(), first, last)
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
    _show("授权到位率", [AUTHORITY, *rows], csv_file)


@report.command("grants")
@_period("the decision")
@_file("csv")
@_file("xlsx")
@with_store
def report_grants(
    store: Path,
    source: Source,
    key_hex: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    csv_file: Path | None,
    xlsx_file: Path | None,
) -> None:
    """准予决定公开名单 (article 40): what was granted, natural persons masked."""
    from counter.reports.grants import public_grants

    first, last = _days(since, until)
    with _opened(store, source, key_hex) as opened:
        names = _unit_names(opened)
        with opened.reader() as connection:
            found = public_grants(connection, opened.catalogue, first, last)
    rows = [
        (
            names.get(line.unit, line.unit),
            line.title,
            line.number or "视为准予延续，决定书待补",
            line.holder,
            line.granted_on,
            line.valid_to or "以证照载明的为准",
        )
        for line in found.lines
    ]
    _show("准予决定公开名单", [GRANTS, *rows], csv_file, xlsx_file)
    if found.withheld:
        said = f"另有 {found.withheld} 件不在名单里：不是行政许可，或者依法不公开。"
        click.echo(said, err=True)


@report.command("expiring")
@click.option(
    "--days",
    default=60,
    show_default=True,
    type=click.IntRange(0, 3660),
    help="Natural days from today.",
)
@_file("csv")
@_file("xlsx")
@with_store
def report_expiring(
    store: Path,
    source: Source,
    key_hex: str,
    days: int,
    csv_file: Path | None,
    xlsx_file: Path | None,
) -> None:
    """到期清单 (article 50): licences that end soon, and their renewals."""
    from counter.domain.numbers import group_case_number
    from counter.ports.clock import SystemClock
    from counter.reports.expiring import expiring

    today = SystemClock().now().date()
    with _opened(store, source, key_hex) as opened:
        names = _unit_names(opened)
        with opened.reader() as connection:
            lines = expiring(connection, opened.catalogue(), today, days)
    rows = [
        (
            names.get(line.unit, line.unit),
            line.title,
            line.number,
            line.holder,
            line.valid_to,
            line.ask_by,
            f"{STANDS[line.stands]}　{group_case_number(line.renewal)}".strip("　"),
        )
        for line in lines
    ]
    _show("到期清单", [EXPIRING, *rows], csv_file, xlsx_file)


@report.command("reductions")
@_period("the charge sheet")
@_file("csv")
@_file("xlsx")
@with_store
def report_reductions(
    store: Path,
    source: Source,
    key_hex: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    csv_file: Path | None,
    xlsx_file: Path | None,
) -> None:
    """减免清单: every reduction of a fee and the paper it rests on."""
    from counter.domain.finance.charge import CHARGE_WORDS
    from counter.domain.money import yuan
    from counter.reports.reductions import reductions

    first, last = _days(since, until)
    with _opened(store, source, key_hex) as opened:
        lines = reductions(opened.money, first, last)
    rows = [
        (
            line.day,
            line.sheet,
            line.payer,
            line.unit,
            line.item,
            yuan(line.due),
            yuan(line.by),
            line.basis,
            line.document,
            f"{line.approver} {line.approved_on}",
            CHARGE_WORDS[line.status],
        )
        for line in lines
    ]
    _show("减免清单", [REDUCTIONS, *rows], csv_file, xlsx_file)
