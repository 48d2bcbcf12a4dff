"""What a case waits for: whose turn it is, what is to be done, by when, and why.

A `Todo` follows from the fold alone, so lists may keep it as a row of their own; whether it is
late, and whether it is mine, depends on the day and on who asks, and is reckoned by the desk.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from counter.domain.errors import Text

Whose = Literal[
    "window", "chief", "department", "co_unit", "archive", "applicant", "upper", "procedure"
]
"""Whose turn it is. The last three are outside the hall: nobody here is late by them."""

OUTSIDE: frozenset[str] = frozenset({"applicant", "upper", "procedure"})


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a case waits for.

    what: stable word of the step (`tell`, `review`, `opinion` …), unit: code of the unit whose
    turn it is, by: ISO date of the last day, empty where none can be named honestly; barred: staff
    number of the one person who may not do it (审 and 核 are two people).
    """

    what: str
    whose: Whose
    unit: str
    by: str
    why: Text
    barred: str = ""
