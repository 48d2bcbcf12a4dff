"""``counter money``: amounts as papers write them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable

import click

from counter.domain.errors import KnownError
from counter.domain.money import capitals, parse_yuan


@click.group()
def money() -> None:
    """Amounts as papers write them."""


@money.command("capitals", context_settings={"ignore_unknown_options": True})
@click.argument("amount")
def capitals_command(amount: str) -> None:
    """Print AMOUNT (yuan, `1409.50`) in capitals; `-` reads an amount a line from stdin.

    A line that is no amount is named on stderr, the others are printed; the exit code is then 1.
    """
    if amount == "-":
        lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", errors="replace")
        sys.exit(1 if _lines(lines) else 0)
    try:
        click.echo(capitals(parse_yuan(amount, negative=True)))
    except KnownError as error:
        click.echo(f"{error.what}{error.next_step}", err=True)
        sys.exit(1)


def _lines(lines: Iterable[str]) -> int:
    """Print each line in capitals; number of lines that were no amount."""
    bad = 0
    for number, line in enumerate(lines, start=1):
        try:
            click.echo(capitals(parse_yuan(line, negative=True)))
        except KnownError as error:
            bad += 1
            click.echo(f"第 {number} 行：{error.what}{error.next_step}", err=True)
    return bad
