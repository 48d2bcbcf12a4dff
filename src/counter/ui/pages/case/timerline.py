"""The sub-timers of a case in words: a line under the clock, their reckoning for F1. No Qt."""

from __future__ import annotations

import datetime as dt

from counter.desk.cases import CaseView
from counter.domain.clock import list_date
from counter.domain.errors import Text, text
from counter.domain.rules import DAY_WORDS
from counter.domain.timers import Timer
from counter.ui.markup import GlyphRun, Line, Piece, Run
from counter.ui.state import STATES
from counter.ui.text import say

GLYPHS = {"ok": "ok", "warn": "due", "bad": "late"}


def shown(view: CaseView) -> tuple[Timer, ...]:
    """What stands under the clock: what is open or was late, not what the clock itself says."""
    clock = view.clock
    own = {"promised", "legal", "local"} | (
        {"telling"} if clock is not None and clock.telling else set()
    )
    return tuple(t for t in view.timers if t.code not in own and (t.open or t.light == "bad"))


def line(view: CaseView) -> Line:
    """The line under the clock; empty when there is nothing beside the clock."""
    pieces: list[Piece] = []
    for timer in shown(view):
        look = STATES[GLYPHS[timer.light]]
        colour = "ink" if timer.light == "ok" else look.colour
        if pieces:
            pieces.append(Run("　　"))
        pieces += [GlyphRun(look.glyph, look.colour), Run(say(words(timer)), colour=colour)]
    return tuple(pieces)


def words(timer: Timer) -> Text:
    """送达到 10-13 周二，还有 5 个工作日."""
    day, unit = _day(timer.due), DAY_WORDS[timer.kind]
    guess = "（预计）" if timer.estimated else ""
    if timer.done_on and timer.light == "bad":
        if timer.code == "renewal" and timer.done_on == timer.due:
            return text("{title}：到 {day} 没有决定，视为准予延续", title=timer.title, day=day)
        if timer.code == "telling":
            return text("{title}：到 {day} 没告知", title=timer.title, day=day)
        said = "{title}到 {day}，{done} 才办，超期了"
        return text(said, title=timer.title, day=day, done=_day(timer.done_on))
    if timer.left < 0:
        said = "{title}到 {day}，超期 {n} 个{unit}"
        return text(said, title=timer.title, day=day, n=-timer.left, unit=unit)
    if timer.left == 0:
        return text("{title}，今天最后一天", title=timer.title)
    said = "{title}到 {day}{guess}，还有 {n} 个{unit}"
    return text(said, title=timer.title, day=day, guess=guess, n=timer.left, unit=unit)


def late_delivery(timers: tuple[Timer, ...]) -> Text | str:
    """What is said over the hand-over once the last day (art. 44) is past; else empty."""
    for timer in timers:
        if timer.code == "delivery" and timer.left < 0:
            said = "送达最后一天是 {day}，超期 {n} 个工作日，会记下来"
            return text(said, day=_day(timer.due), n=-timer.left)
    return ""


def rules(view: CaseView) -> tuple[Text, ...]:
    """F1: article and reckoning of each timer but the promise, which the clock explains itself."""
    own = {"promised"} | ({"telling"} if view.clock is not None and view.clock.telling else set())
    how = dict(view.reckoned)
    return tuple(
        text(
            "{title}（{article}）：{how}",
            title=timer.title,
            article=timer.article,
            how="；".join(say(one) for one in how.get(timer.code, ())),
        )
        for timer in view.timers
        if timer.code not in own
    )


def _day(iso: str) -> str:
    return list_date(dt.date.fromisoformat(iso)) if iso else ""
