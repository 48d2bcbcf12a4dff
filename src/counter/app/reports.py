"""`counter report …`: the manager's questions to a store, as a table, as CSV and as .xlsx."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counter.app.moneyreports import MONEY
from counter.app.reporting import days_of, file_option, opened_store, period, show, unit_names
from counter.store.cli import with_store
from counter.store.keysource import Source

if TYPE_CHECKING:
    pass

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


@report.command("authority")
@period("acceptance")
@file_option("csv")
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

    first, last = days_of(since, until)
    with opened_store(store, source, key_hex) as opened:
        names = unit_names(opened)
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
    show("授权到位率", [AUTHORITY, *rows], csv_file)


@report.command("grants")
@period("the decision")
@file_option("csv")
@file_option("xlsx")
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

    first, last = days_of(since, until)
    with opened_store(store, source, key_hex) as opened:
        names = unit_names(opened)
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
    show("准予决定公开名单", [GRANTS, *rows], csv_file, xlsx_file)
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
@file_option("csv")
@file_option("xlsx")
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
    with opened_store(store, source, key_hex) as opened:
        names = unit_names(opened)
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
    show("到期清单", [EXPIRING, *rows], csv_file, xlsx_file)


@report.command("reductions")
@period("the charge sheet")
@file_option("csv")
@file_option("xlsx")
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

    first, last = days_of(since, until)
    with opened_store(store, source, key_hex) as opened:
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
    show("减免清单", [REDUCTIONS, *rows], csv_file, xlsx_file)


for command in MONEY:
    report.add_command(command)
