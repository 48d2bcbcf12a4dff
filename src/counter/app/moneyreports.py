"""`counter report close`, `tickets`, `etickets`, `bank`: the finance window's tables."""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counter.app.reporting import days_of, file_option, opened_store, period, show
from counter.domain.errors import KnownError, text
from counter.domain.money import yuan
from counter.store.cli import fail, with_store
from counter.store.keysource import Source

if TYPE_CHECKING:
    from counter.domain.finance.bankmatch import Reconciled
    from counter.domain.finance.ticketreport import Batch
    from counter.domain.paperacts import PaperState
    from counter.store.sqlstore import SqlStore


@click.command("close")
@click.option("--shift", default="", help="Name of a closed shift: 20/2026-09-22/1.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Every shift closed on that day.")
@file_option("xlsx")
@with_store
def report_close(
    store: Path,
    source: Source,
    key_hex: str,
    shift: str,
    day: dt.datetime | None,
    xlsx_file: Path | None,
) -> None:
    """日结: what was locked, with the very figures of its papers."""
    from counter.reports.closing import sheet_rows
    from counter.reports.tables import write_book

    with opened_store(store, source, key_hex) as opened:
        found = _closed(opened, shift, day.date() if day else None)
    sheets = []
    for name, papers in found:
        mark = f" {name.rpartition('/')[2]}" if len(found) > 1 else ""
        for paper in papers:
            issued = paper.issued
            rows = sheet_rows(issued.form, issued.title, issued.content)
            sheets.append((f"{issued.title}{mark}", rows))
            click.echo("\n".join("\t".join(map(str, row)).rstrip() for row in rows))
            click.echo("")
    if xlsx_file is not None:
        write_book(xlsx_file, sheets)


def _closed(
    opened: SqlStore, shift: str, day: dt.date | None
) -> list[tuple[str, tuple[PaperState, ...]]]:
    """Closed shifts with the papers of their lock. Raises `report.shift` when there is none."""
    from counter.domain.finance.shift import shift_stream
    from counter.domain.paperacts import papers_of
    from counter.ports.clock import SystemClock

    book = opened.money
    if shift:
        one = book.shift(shift)
        shifts = [one] if one else []
    else:
        wanted = (day or SystemClock().now().date()).isoformat()
        shifts = list(book.shifts_of_days(wanted, wanted))
    closed = [s for s in shifts if s.closed is not None]
    if not closed:
        raise KnownError(
            "report.shift",
            text("没有结过的班：{which}。", which=shift or str(day or "今天")),
            "先在日结页锁账；班名写成 20/2026-09-22/1。",
        )
    return [
        (s.name, tuple(papers_of(opened.acts_of(shift_stream(s.name))).values())) for s in closed
    ]


@click.command("tickets")
@click.option("--month", required=True, help="2026-09.")
@file_option("xlsx")
@with_store
def report_tickets(
    store: Path, source: Source, key_hex: str, month: str, xlsx_file: Path | None
) -> None:
    """票据核销表: the numbers that each batch used in a month."""
    from counter.domain.finance.ticketreport import writeoff_fields
    from counter.reports.closing import sheet_rows
    from counter.reports.tables import write_book

    try:
        first = dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        fail(KnownError("report.month", "月份不对。", "请写成 2026-09。"))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    with opened_store(store, source, key_hex) as opened:
        catalogue = opened.catalogue()
        batches = _batches(opened, first, last)
    content: Mapping[str, object] = {
        **writeoff_fields(batches),
        "centre": catalogue.centre.name if catalogue else "",
        "period_words": f"{first.year} 年 {first.month} 月",
    }
    rows = sheet_rows("ticket_writeoff", "票据核销表", content)
    click.echo("\n".join("\t".join(map(str, row)).rstrip() for row in rows))
    click.echo(str(content["stub_words"]))
    if xlsx_file is not None:
        write_book(xlsx_file, [("票据核销表", rows)])


def _batches(opened: SqlStore, first: dt.date, last: dt.date) -> tuple[Batch, ...]:
    """A run for each batch: from the lowest to the highest number it used in the period."""
    from counter.domain.finance.ticket import Ticket
    from counter.domain.finance.ticketpaper import kind_code
    from counter.domain.finance.ticketreport import Batch

    book, catalogue = opened.money, opened.catalogue()
    titles = {p.code: p.title for p in catalogue.papers} if catalogue else {}
    by_batch: dict[str, list[Ticket]] = {}
    for ticket in book.tickets_of_days(first.isoformat(), last.isoformat()):
        by_batch.setdefault(ticket.stock, []).append(ticket)
    found = []
    for stock in book.stocks():
        tickets = by_batch.get(stock.batch, [])
        if tickets:
            numbers = [int(t.number) for t in tickets]
            found.append(
                Batch(
                    stock=stock,
                    title=titles.get(kind_code(stock.kind), "票据"),
                    first=min(numbers),
                    last=max(numbers),
                    tickets=tuple(tickets),
                )
            )
    return tuple(found)


@click.command("etickets")
@period("the business day", required=True)
@click.option("--xml", "xml_file", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_store
def report_etickets(
    store: Path,
    source: Source,
    key_hex: str,
    since: dt.datetime,
    until: dt.datetime,
    xml_file: Path,
) -> None:
    """The electronic tickets' data as XML, every number of the period."""
    from counter.reports.etickets import tickets_xml

    first, last = days_of(since, until)
    assert first is not None and last is not None
    with opened_store(store, source, key_hex) as opened:
        catalogue = opened.catalogue()
        tickets = opened.money.tickets_of_days(first.isoformat(), last.isoformat())
    centre = catalogue.centre.code if catalogue else ""
    xml_file.write_bytes(tickets_xml(centre, first.isoformat(), last.isoformat(), tickets))
    click.echo(f"{len(tickets)} 个票号写进了 {xml_file}")


BANK = ("结果", "日期", "种类", "金额", "号", "摘要")


@click.command("bank")
@click.argument("statement", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@period("our business day", required=True)
@click.option("--days", default=3, show_default=True, type=click.IntRange(0, 31))
@file_option("csv")
@with_store
def report_bank(
    store: Path,
    source: Source,
    key_hex: str,
    statement: Path,
    since: dt.datetime,
    until: dt.datetime,
    days: int,
    csv_file: Path | None,
) -> None:
    """对银行账: a statement against transfers, deposits and card batches.

    Ends with 1 when something is left over on either side, or a line cannot be read.
    """
    from counter.domain.finance.bankmatch import our_lines, reconcile
    from counter.reports.bank import read_statement

    first, last = days_of(since, until)
    assert first is not None and last is not None
    try:
        lines, refused = read_statement(statement)
    except KnownError as error:
        fail(error)
    slack = dt.timedelta(days=days)
    with opened_store(store, source, key_hex) as opened:
        book = opened.money
        shifts = book.shifts_of_days((first - slack).isoformat(), (last + slack).isoformat())
        payments = [p for s in shifts for p in book.payments_of_shift(s.name)]
    found = reconcile(our_lines(shifts, payments), lines, days).within(first, last)
    show("对银行账", [BANK, *_bank_rows(found)], csv_file)
    for words in refused:
        click.echo(words, err=True)
    if refused or not found.clean:
        sys.exit(1)


def _bank_rows(found: Reconciled) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            "相符" if m.sure else "金额相符，没有号",
            f"{m.ours.day} / {m.bank.day}",
            m.ours.kind,
            yuan(m.ours.fen),
            m.ours.reference or m.ours.name,
            m.bank.summary,
        )
        for m in found.matched
    ]
    rows += [
        ("只有本机有", str(o.day), o.kind, yuan(o.fen), o.reference or o.name, "")
        for o in found.ours_only
    ]
    rows += [
        ("只有银行有", str(b.day), f"第 {b.line} 行", yuan(b.fen), b.reference, b.summary)
        for b in found.bank_only
    ]
    return rows


MONEY = (report_close, report_tickets, report_etickets, report_bank)
"""What `counter report` takes in."""
