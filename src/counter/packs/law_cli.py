"""``counter law``: what the law's arithmetic says, without a case."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from counter.domain.clock import Reckoning, Stretch, WorkCalendar, weekday_word
from counter.domain.errors import KnownError
from counter.packs.calendars import load_calendar, load_year, with_local_days
from counter.packs.catalogue import load_catalogue
from counter.packs.errors import PackRefused
from counter.resources import resource_root

ESTIMATED = " 预计"
"""What stands behind a date that crosses a year without a table."""


@click.group()
def law() -> None:
    """Statutory days by the holiday tables."""


@law.command("due")
@click.argument("date")
@click.argument("days", required=False)
@click.option(
    "--calendars",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the yearly holiday tables; default: the product's own.",
)
@click.option(
    "--hall",
    type=click.Path(exists=True, path_type=Path),
    help="A hall's pack, for its own holidays and closures.",
)
def due(date: str, days: str | None, calendars: Path | None, hall: Path | None) -> None:
    """Due date of DAYS working days after DATE (day 0), and how it was counted.

    With - in place of DATE, lines "DATE DAYS" are read from standard input and one date a line is
    printed; where one of them cannot be read, nothing is. A date that crosses a year without a
    table is marked 预计, and standard error warns. 0 days is the same working day.
    """
    try:
        calendar = load_calendar(calendars or resource_root() / "calendars")
        if hall is not None:
            calendar = with_local_days(calendar, load_catalogue(hall).local_days)
    except PackRefused as refused:
        raise click.ClickException(str(refused)) from None
    if date == "-":
        if days is not None:
            raise click.UsageError("从标准输入读的时候，后面不再写天数。")
        answers = _answers(calendar, sys.stdin)
        for line in answers:
            click.echo(line)
        if any(line.endswith(ESTIMATED) for line in answers):
            _warn(calendar)
        return
    if days is None:
        raise click.UsageError("还要天数，例如：counter law due 2026-09-22 20。")
    start, limit = _pair(date, days)
    answer = _answer(calendar, start, limit)
    click.echo(answer)
    if limit:
        for line in told(calendar.reckon(start, limit)):
            click.echo(line)
    if answer.endswith(ESTIMATED):
        _warn(calendar)


@law.group("calendar")
def calendar_group() -> None:
    """The yearly holiday tables of this terminal."""


@calendar_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="The terminal's configuration; default: this machine's.",
)
def import_table(file: Path, config_file: Path | None) -> None:
    """Bring a year's table (2027.csv) into this terminal and move the days of its open cases.

    The desk must be closed. A table with a fault is refused, row by row, and nothing changes.
    """
    try:
        table = load_year(file)
    except PackRefused as refused:
        for error in refused.errors:
            click.echo(str(error))
        _refuse(refused, 1)
    # The composition root knows the rooms; by name, because this room may not know it.
    root = import_module("counter.app.calendars")
    try:
        new, moved = root.import_with_options(table, config_file)
    except KnownError as error:
        _refuse(error, 2)
    if not new:
        click.echo(f"{table.year} 年的放假表本机已经有了，一字不差。")
        return
    off, made_up = len(table.holidays), len(table.make_up)
    click.echo(f"{table.year} 年放假表已装入：放假 {off} 天，补班 {made_up} 天。")
    click.echo(f"在办件重算了 {moved} 件。" if moved else "没有在办件的日子要动。")


def _refuse(error: KnownError, code: int) -> NoReturn:
    """A refusal in words on standard error; leaves with `code`."""
    click.echo(f"{error.what}{error.next_step}（{error.code}）", err=True)
    raise SystemExit(code)


def _warn(calendar: WorkCalendar) -> None:
    """Say on standard error why a date is only estimated."""
    first, last = calendar.years[0], calendar.years[-1]
    click.echo(
        f"注意：放假表只有 {first} 至 {last} 年。标“预计”的日期经过没有表的年份，只除周末，"
        "等国务院的放假通知装入后再算。",
        err=True,
    )


def told(reckoning: Reckoning) -> list[str]:
    """A line per stretch of a reckoning: `2026-10-01 周四 至 2026-10-07 周三 不计 7 天 国庆节`."""
    lines, number = [], 0
    for stretch in reckoning.stretches():
        number += stretch.days if stretch.counts else 0
        lines.append(_stretch(stretch, number))
    return lines


def _stretch(stretch: Stretch, number: int) -> str:
    """One stretch; `number` is the count reached at its end."""
    place = f"{stretch.first} {weekday_word(stretch.first)}"
    if stretch.days > 1:
        place += f" 至 {stretch.last} {weekday_word(stretch.last)}"
    if not stretch.counts:
        return f"{place} 不计 {stretch.days} 天 {stretch.name}"
    first = number - stretch.days + 1
    which = f"第 {first} 天" if stretch.days == 1 else f"第 {first} 至 {number} 天"
    if stretch.closed:
        return f"{place} 计 {stretch.days} 天 {which} {stretch.name}（闭馆，不停钟）"
    return f"{place} 计 {stretch.days} 天 {which}" + (
        f" {stretch.name}补班" if stretch.name else ""
    )


def _answers(calendar: WorkCalendar, lines: Iterable[str]) -> list[str]:
    """One answer a line, all or none. Raises click.UsageError at the first that is no pair."""
    answers = []
    for number, line in enumerate(lines, 1):
        words = line.lstrip("\ufeff").split()
        if not words:
            continue
        if len(words) != 2:
            raise click.UsageError(f"第 {number} 行不是“日期 天数”：{line.strip()}")
        try:
            answers.append(_answer(calendar, *_pair(*words)))
        except click.UsageError as error:
            raise click.UsageError(f"第 {number} 行：{error.message}") from None
    return answers


def _answer(calendar: WorkCalendar, start: dt.date, limit: int) -> str:
    """The due date in ISO form, with 预计 when it is estimated."""
    found = calendar.due(start, limit)
    return f"{found.date}" + (ESTIMATED if found.estimated else "")


def _pair(date: str, days: str) -> tuple[dt.date, int]:
    """Date and limit from what was typed. Raises click.UsageError."""
    try:
        start = dt.date.fromisoformat(date)
    except ValueError:
        raise click.UsageError(f"“{date}”不是日期，要像 2026-09-22。") from None
    if not (days.isascii() and days.isdigit()) or int(days) > 9999:
        raise click.UsageError(f"“{days}”不是天数，要 0 到 9999 的整数。")
    if start.year > 9900:
        raise click.UsageError(f"“{date}”太远。")
    return start, int(days)
