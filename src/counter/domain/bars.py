"""Who may not apply again for a while: arts 78 and 79, kept by ID number or credit code.

Both articles speak of matters of public safety, health, life and property only, and of the
licence that was asked for or got by fraud (该行政许可), whatever its variant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from counter.domain.acts import Act, NewAct, Payload, act_kind, nfc
from counter.domain.case import case_stream
from counter.domain.catalogue import Matter
from counter.domain.errors import KnownError, text
from counter.domain.identity import normalise_number
from counter.domain.people import Actor, Role

BAR = "bar:"
YEARS = {78: 1, 79: 3}
"""Years a bar lasts, by the article it rests on."""

_RULE = {78: "行政许可法第七十八条", 79: "行政许可法第七十九条"}
_WORDS = {78: "提供过虚假材料或隐瞒情况", 79: "曾以欺骗、贿赂等手段取得许可"}


@act_kind("bar.filed")
class BarFiled(Payload, frozen=True, kw_only=True):
    """A bar as the organ's document sets it. Dates ISO, both inclusive."""

    number: str
    article: Literal[78, 79]
    unit: str
    matter: str  # name without variant
    start: str
    until: str
    document: str


@act_kind("bar.lifted")
class BarLifted(Payload, frozen=True, kw_only=True):
    """The bar that rests on `document` no longer stands, e.g. after 复议."""

    document: str
    reason: str


def bar_stream(number: str) -> str:
    """Stream of all bars of one person or organisation."""
    return BAR + normalise_number(number)


def standing(acts: Iterable[Act]) -> tuple[BarFiled, ...]:
    """Bars that were filed and not lifted, oldest first; they may have run out."""
    found: dict[str, BarFiled] = {}
    for act in acts:
        if isinstance(act.payload, BarFiled):
            found[act.payload.document] = act.payload
        elif isinstance(act.payload, BarLifted):
            found.pop(act.payload.document, None)
    return tuple(found.values())


def last_day(start: dt.date, article: Literal[78, 79]) -> dt.date:
    """Same day of the year in which the bar ends; 29 February ends on the 28th."""
    year = start.year + YEARS[article]
    try:
        return start.replace(year=year)
    except ValueError:
        return start.replace(year=year, day=28)


def file_bar(
    before: Iterable[Act],
    number: str,
    article: Literal[78, 79],
    matter: Matter,
    start: dt.date,
    document: str,
    actor: Actor,
    today: dt.date,
    case_no: str = "",
) -> list[NewAct]:
    """Put a bar on the list. Raises `role.chief` and `bar.*`. case_no: the case it comes from."""
    _require_chief(actor, matter.unit)
    document = nfc(document.strip())
    if not matter.law.safety:
        raise KnownError(
            "bar.matter",
            "这个事项不涉及公共安全、人身健康、生命财产安全。",
            "法律没有对它设限制期，不用登记。",
            rule=_RULE[article],
        )
    if not normalise_number(number) or not document:
        raise KnownError("bar.gap", "没有写证件号码或文书编号。", "照决定文书写全。")
    if start > today:
        raise KnownError("bar.early", "文书日期在今天之后。", "照决定文书写日期。")
    if any(bar.document == document for bar in standing(before)):
        raise KnownError("bar.twice", "这份文书已经登记过。", "不用再登记。")
    filed = BarFiled(
        number=normalise_number(number),
        article=article,
        unit=matter.unit,
        matter=matter.name,
        start=start.isoformat(),
        until=last_day(start, article).isoformat(),
        document=document,
    )
    return [_on_list(number, filed, matter.unit, today, case_no)]


def lift_bar(
    before: Iterable[Act],
    number: str,
    document: str,
    reason: str,
    actor: Actor,
    today: dt.date,
    case_no: str = "",
) -> list[NewAct]:
    """Take a bar off the list. Raises `role.chief` and `bar.*`."""
    bars = {bar.document: bar for bar in standing(before)}
    bar = bars.get(nfc(document.strip()))
    if bar is None:
        raise KnownError("bar.none", "没有这份文书的登记。", "核对证件号码和文书编号。")
    _require_chief(actor, bar.unit)
    if not reason.strip():
        raise KnownError("bar.reason", "撤下登记没有写原因。", "写一句原因，例如复议决定的编号。")
    lifted = BarLifted(document=bar.document, reason=nfc(reason.strip()))
    return [_on_list(number, lifted, bar.unit, today, case_no)]


def check_bars(acts: Iterable[Act], matter: Matter, asked: dt.date) -> None:
    """Raises `bar.stands` where who applied for `matter` on `asked` may not."""
    if not matter.law.safety:
        return
    day = asked.isoformat()
    for bar in standing(acts):
        if (bar.unit, bar.matter) == (matter.unit, matter.name) and bar.start <= day <= bar.until:
            raise KnownError(
                "bar.stands",
                text(
                    "申请人{why}（{document}），{until} 及以前不得再次申请这项许可。",
                    why=_WORDS[bar.article],
                    document=bar.document,
                    until=bar.until,
                ),
                text("{until} 之后再来申请；对登记有异议，请首席代表核对文书。", until=bar.until),
                rule=_RULE[bar.article],
            )


def _require_chief(actor: Actor, unit: str) -> None:
    if not actor.may(Role.CHIEF_A, Role.CHIEF_B) or actor.unit != unit:
        raise KnownError(
            "role.chief", "只有本单位首席代表能登记或撤下限制申请。", "请本单位首席代表来办。"
        )


def _on_list(
    number: str, payload: BarFiled | BarLifted, unit: str, today: dt.date, case_no: str
) -> NewAct:
    return NewAct(
        stream=bar_stream(number),
        payload=payload,
        effective_on=today.isoformat(),
        units=(unit,),
        touches=(case_stream(case_no),) if case_no else (),
    )
