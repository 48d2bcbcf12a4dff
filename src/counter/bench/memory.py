"""Memory of the desk with very many cases: its own process, off screen, after a clerk's searches.

The desk signs somebody in, goes through its pages, asks ten questions of every kind and opens the
first cases of each answer; then its resident memory is read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from counter.bench.big import config_of, large_store
from counter.bench.start import watch
from counter.config import save_config


def measure(cases: int) -> dict[str, Any]:
    """MB of `memory.*`; none on a system that does not tell."""
    store = large_store(cases)
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        path = Path(folder) / "terminal.toml"
        save_config(config_of(store), path)
        figures = watch("memory", path)
    return {
        "memory.cases": cases,
        **{f"memory.{name}": round(value, 1) for name, value in figures.items()},
    }
