"""Readings of single Chinese characters: pypinyin's own table, read without the rest of it.

Importing the package brings 47,000 phrases along (55 MB, 0.2 s), which a desk that looks up single
characters never asks.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgspec


@lru_cache(maxsize=1)
def table() -> dict[int, str]:
    """Code point to its readings with tones, the commonest first: 曾 is `céng,zēng`.

    Raises RuntimeError when the package is not there or keeps its table elsewhere.
    """
    package = find_spec("pypinyin")
    for folder in (package.submodule_search_locations or ()) if package else ():
        place = Path(folder) / "pinyin_dict.json"
        if place.is_file():
            return msgspec.json.decode(place.read_bytes(), type=dict[int, str])
    raise RuntimeError("pypinyin's table of single characters is not where it was")
