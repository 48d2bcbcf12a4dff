"""QR codes: the module matrix, as boxes for a page and as a command for a receipt printer."""

from __future__ import annotations

from functools import lru_cache

LEVEL = "M"


@lru_cache(maxsize=64)
def matrix(data: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules without quiet zone, level M, smallest version that holds the data."""
    import segno

    code = segno.make_qr(data, error=LEVEL, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def runs(data: str) -> list[tuple[int, int, int]]:
    """(row, first column, length) of every horizontal run of dark modules."""
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(matrix(data)):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                found.append((y, x, end - x))
                x = end
            else:
                x += 1
    return found
