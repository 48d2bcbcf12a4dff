"""What a case is looked into with, from what was typed: words to deciders."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from counter.domain import inquiry
from counter.domain.acts import NewAct
from counter.domain.case import CaseState
from counter.domain.errors import KnownError
from counter.domain.people import Actor
from counter.domain.reception import Setting

Said = Mapping[str, str]
Step = Callable[[CaseState, Said, Actor, Setting], list[NewAct]]


def _names(said: str) -> tuple[str, ...]:
    return tuple(re.split(r"[、，,；;\s]+", said.strip()))


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said.strip())
    except ValueError:
        raise KnownError("hearing.day", "听证日期看不懂。", "写成 2026-10-12 这样。") from None


STEPS: dict[str, Step] = {
    "told": lambda s, v, a, p: inquiry.tell(s, _names(v["who"]), a, p),
    "asked": lambda s, v, a, p: inquiry.ask(s, v["who"], a, p),
    "waived": lambda s, v, a, p: inquiry.waive(s, v["who"], a, p),
    "called": lambda s, v, a, p: inquiry.call(
        s, _day(v["on"]), v["at"], v["place"], v["chair"], a, p
    ),
    "held": lambda s, v, a, p: inquiry.hold(s, v["chair"], v["present"], v["record"], a, p),
    "site": lambda s, v, a, p: inquiry.check_site(s, _names(v["staff"]), v["result"], True, a, p),
    "site_failed": lambda s, v, a, p: inquiry.check_site(
        s, _names(v["staff"]), v["result"], False, a, p
    ),
    "third_party": lambda s, v, a, p: inquiry.tell_third_party(s, v["who"], v["statement"], a, p),
    "technicians": lambda s, v, a, p: inquiry.send_technicians(s, _names(v["staff"]), a, p),
}
