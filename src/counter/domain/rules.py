"""What a county may settle by itself: rules of the hall that the law leaves open, as data.

Each has the default that most halls use. They come with the catalogue pack, so that a case keeps
the rules of the version it was received under.
"""

from __future__ import annotations

from typing import Literal

import msgspec

DayKind = Literal["working", "natural"]
"""工作日 (art. 82: the organ's limits) or 自然日 (the applicant's, art. 50, and remedies)."""

DAY_WORDS: dict[DayKind, str] = {"working": "工作日", "natural": "自然日"}
"""How a kind of day is called on papers and screens."""


class HallRules(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a hall. Days are working days unless their name says otherwise."""

    yellow_lead: int = 1
    """A clock is yellow from so many working days before its due date."""
    joint_waits: bool = False
    """联办: one unit's special procedure stops the main clock too (全部等), not only its own."""
    return_unsupplied: bool = True
    """退件 is allowed when the supplement did not come in time."""
    supplement_days: int = 30
    """Days that a one-time notice gives for the supplement; 0 = names no date."""
    supplement_kind: DayKind = "natural"
    follow_days: int = 10
    """容缺: working days for what may follow, where the matter does not say."""
    hearing_ask_days: int = 5
    """Art. 47: days to ask for a hearing after having been told."""
    hearing_ask_kind: DayKind = "working"
    """How those days count is contested; a setting."""
    reply_days: int = 3
    """A supervision event is to be answered within so many working days."""
    b_needs_manager: bool = False
    """Only the centre's manager records A's absence (else the B representative may)."""
    letter_lead: int = 7
    """A letter of authority is spoken of from so many natural days before its last day."""
    reuse_days: int = 365
    """复用: a material received within so many natural days need not be brought again."""
    promise_notice: bool = False
    """承诺件: 承诺件通知书 is handed out beside 受理通知书, which bears the day already."""
    retention_years: int = 10
    """归档: how long a file is kept where the matter does not say."""
    tickets_in_hand: int = 200
    """分次限量: so many blank tickets may a window hold at most."""
    bank_holder: str = ""
    """缴款单: holder of the account that takes the window's cash; empty = written in by hand."""
    bank_number: str = ""
    bank_name: str = ""
