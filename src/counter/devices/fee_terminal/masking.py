"""Card numbers: six digits, stars, four digits, whatever a terminal sends."""

from __future__ import annotations

_HEAD, _TAIL = 6, 4


def mask_card(number: str) -> str:
    """At most the first six and the last four digits of `number`; "" for what is no card number.

    A number that comes masked stays as it is; one in clear is masked; a short one keeps its tail.
    """
    kept = "".join(sign for sign in number if sign in "0123456789*")
    shown = sum(sign != "*" for sign in kept)
    if not shown:
        return ""
    if "*" in kept and shown <= _HEAD + _TAIL:
        return kept
    if len(kept) <= _HEAD + _TAIL:
        return "*" * max(0, len(kept) - _TAIL) + kept[-_TAIL:]
    return kept[:_HEAD] + "*" * (len(kept) - _HEAD - _TAIL) + kept[-_TAIL:]
