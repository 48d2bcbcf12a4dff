"""Percentiles and the table that benches print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_table(figures: Mapping[str, Any]) -> None:
    """One line a figure, numbers right-aligned; lists one line an entry."""
    width = max((len(name) for name in figures), default=0)
    for name, value in figures.items():
        if isinstance(value, list):
            click.echo(f"{name:<{width}}")
            for entry in value:
                click.echo(f"{'':<{width}}  {entry}")
        elif isinstance(value, float):
            click.echo(f"{name:<{width}}  {value:>12.3f}")
        else:
            click.echo(f"{name:<{width}}  {value!s:>12}")
