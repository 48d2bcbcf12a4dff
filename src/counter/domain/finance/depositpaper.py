"""缴款单: the cash that goes from the drawer to the bank after the lock; the float stays."""

from __future__ import annotations

from collections.abc import Sequence

from counter.domain.finance.closewords import FACE_WORDS, faces_of
from counter.domain.finance.shift import Shift
from counter.domain.finance.ticket import Ticket
from counter.domain.money import capitals, yuan
from counter.domain.rules import HallRules

BY_HAND = "（手填）"


def faces_for(counted: Sequence[tuple[int, int]], fen: int) -> tuple[tuple[int, int], ...]:
    """Notes and coins of the drawer that make up `fen`, the largest first; as near below it as
    they come, when they cannot make it exactly."""
    left, taken = fen, []
    for face, pieces in faces_of(counted):
        n = min(pieces, max(left, 0) // face)
        left -= n * face
        taken.append((face, n))
    return tuple(taken)


def deposit_fields(
    shift: Shift, tickets: Sequence[Ticket], rules: HallRules, keep: int
) -> dict[str, object]:
    """What goes to the bank: what was counted less `keep`, the float in fen that the day began
    with. Empty where nothing is left."""
    closed = shift.closed
    if closed is None or closed.counted_fen <= keep:
        return {}
    faces = faces_for(closed.counted, closed.counted_fen - keep)
    fen = sum(face * n for face, n in faces)
    if not fen:
        return {}
    accounts = dict.fromkeys(
        line.account for t in tickets if t.stands and t.begun for line in t.begun.lines
    )
    return {
        "account_name": rules.bank_holder or "、".join(filter(None, accounts)) or BY_HAND,
        "account_number": rules.bank_number or BY_HAND,
        "account_bank": rules.bank_name or BY_HAND,
        "amount": yuan(fen),
        "amount_words": capitals(fen),
        "source_words": "非税收入（窗口现金）",
        "faces": [
            {"face": FACE_WORDS[face], "pieces": n, "amount": yuan(face * n)} for face, n in faces
        ],
        "note_words": _note(shift, closed.counted_fen - fen),
        "bank_slip": "",
    }


def _note(shift: Shift, stays: int) -> str:
    said = [f"抽屉里留底金 {yuan(stays)}"]
    said += [f"当天已存 {yuan(b.fen)}（回单 {b.slip}）" for b in shift.banked]
    return "；".join(said)
