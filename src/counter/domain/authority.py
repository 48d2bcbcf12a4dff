"""Who may decide: the letters (授权委托书) of the A and B representatives, days and scope."""

from __future__ import annotations

import datetime as dt

from counter.domain.catalogue import AuthorityLetter, Matter
from counter.domain.errors import KnownError, text
from counter.domain.people import Actor, Role
from counter.domain.rules import HallRules

SYSTEM = "首席代表 A、B 角制"


def authority(actor: Actor, matter: Matter, act: str, day: dt.date) -> AuthorityLetter:
    """The letter on which a chief representative acts. Raises `authority.*`."""
    if not actor.may(Role.CHIEF_A, Role.CHIEF_B):
        raise KnownError(
            "authority.role",
            "只有首席代表能决定。",
            "请本单位首席代表上岗后按 F6。",
            rule="行政审批首席代表制",
        )
    if actor.unit != matter.unit:
        raise KnownError("authority.unit", "这不是本单位的事项。", "请该事项单位的首席代表来决定。")
    letter = actor.letter_for(matter, act, day)
    if letter is None:
        raise KnownError(
            "authority.scope",
            text("{why}", why=why_not(actor.letters, day)),
            "请把件转回单位决定，或请单位另出委托书。",
            rule="授权委托书",
        )
    if letter.role == "B" and not actor.a_absent:
        raise KnownError(
            "authority.b",
            "A 角在岗，B 角不能决定。",
            "请 A 角决定；A 角不在时先登记离岗。",
            rule=SYSTEM,
        )
    return letter


def why_not(letters: tuple[AuthorityLetter, ...], day: dt.date) -> str:
    """Why none of the letters carries an act of `day`: each with its number and its dates."""
    if not letters:
        return "没有登记授权委托书。"
    return "".join(_why_not(letter, day.isoformat()) for letter in letters)


def _why_not(letter: AuthorityLetter, iso: str) -> str:
    name = f"授权委托书 {letter.number}（{span(letter)}）"
    if letter.valid_from > iso:
        return f"{name}还没到生效的日子。"
    if letter.valid_to and letter.valid_to < iso:
        return f"{name}已过期。"
    return f"{name}不包括这项决定。"


def span(letter: AuthorityLetter) -> str:
    """`2026-01-01 至 2026-12-31`; a letter without an end says so."""
    return f"{letter.valid_from} 至 {letter.valid_to or '长期'}"


def ends_soon(letter: AuthorityLetter, day: dt.date, lead: int) -> bool:
    """The letter's last day is so near, or past, that a new one is to be asked for.

    lead: natural days, `HallRules.letter_lead`.
    """
    return bool(letter.valid_to) and letter.valid_to <= (day + dt.timedelta(lead)).isoformat()


def first_to_end(
    letters: tuple[AuthorityLetter, ...], day: dt.date, lead: int
) -> AuthorityLetter | None:
    """Of a person's letters the one to be renewed first; none while another outlasts them all."""
    if not letters or any(not ends_soon(letter, day, lead) for letter in letters):
        return None
    return max(letters, key=lambda letter: letter.valid_to)


def require_may_record_absence(
    actor: Actor, number: str, unit: str, reason: str, rules: HallRules
) -> None:
    """Who may record that the A representative `number` of `unit` is away.

    Raises `role.unit`, `absence.reason`, and `absence.manager` where the hall leaves it to the
    centre's manager.
    """
    manager = actor.may(Role.MANAGER)
    if not manager and actor.unit != unit:
        raise KnownError("role.unit", "不是本单位的人。", "请本单位的人或中心管理来登记。")
    if rules.b_needs_manager and not manager and actor.number != number:
        raise KnownError(
            "absence.manager",
            "A 角离岗要由中心管理登记。",
            "请中心管理在人员页登记，再按 F6。",
            rule=SYSTEM,
        )
    if not reason.strip():
        raise KnownError("absence.reason", "离岗没有写原因。", "请写一句：开会、休假、外出。")
