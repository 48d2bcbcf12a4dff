"""`counter bench NAME [--json]`: figures against a yardstick measured in the same run."""

from __future__ import annotations

import json
from typing import Any

import click

from counter.bench.report import print_table
from counter.domain.errors import KnownError


@click.group("bench")
def bench() -> None:
    """Measure against yardsticks of the same run; nothing here passes or fails."""


@bench.command("desk")
@click.option("--json", "as_json", is_flag=True, help="The same figures as JSON.")
@click.option("--cases", default=300_000, show_default=True, help="Cases in the large store.")
@click.option(
    "--only", default="", help="Parts, comma-separated: accept,lists,memory,start,journey."
)
def desk(as_json: bool, cases: int, only: str) -> None:
    """Accepting a case, finding among many, start-up, memory, blocks of the UI thread."""
    from counter.bench import desk as parts

    wanted = [p for p in only.split(",") if p] or list(parts.PARTS)
    figures: dict[str, Any] = {}
    for name in wanted:
        if name not in parts.PARTS:
            raise click.BadParameter(f"{name} is not one of {', '.join(parts.PARTS)}")
        try:
            figures.update(parts.PARTS[name](cases))
        except KnownError as error:  # such as: another bench has the large store open
            raise click.ClickException(f"{error.what} {error.next_step}（{error.code}）") from error
    _show(figures, as_json)


@bench.command("law")
@click.option("--json", "as_json", is_flag=True, help="The same figures as JSON.")
@click.option("--cases", default=300_000, show_default=True, help="Cases in the large store.")
def law(as_json: bool, cases: int) -> None:
    """What a due date costs, and the work list over very many cases."""
    from counter.bench.law import measure

    try:
        figures = measure(cases)
    except KnownError as error:  # such as: another bench has the large store open
        raise click.ClickException(f"{error.what} {error.next_step}（{error.code}）") from error
    _show(figures, as_json)


@bench.command("money")
@click.option("--json", "as_json", is_flag=True, help="The same figures as JSON.")
@click.option("--tickets", default=2_000, show_default=True, help="Tickets of the day.")
@click.option("--older", default=50_000, show_default=True, help="Sheets of earlier years.")
def money(as_json: bool, tickets: int, older: int) -> None:
    """A sale's durable intent, a ticket, and the close of a day of many tickets."""
    from counter.bench.money import measure

    _show(measure(max(1, tickets), max(0, older)), as_json)


def _show(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures, indent=2, sort_keys=True))
    else:
        print_table(figures)
