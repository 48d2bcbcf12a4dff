"""The clock of a case in words: the sentence over the strip, and the reckoning by stretches.

Used by the case page and by the side panel of the work list. Nothing is counted here: the cells,
their numbers and the days left come from the desk; this is only how they are said. No Qt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from counter.desk.cases import ClockView
from counter.domain.clock import Due, Reckoning, Stretch, list_date
from counter.domain.errors import Text, text
from counter.ui.strip import Bracket, Strip, StripDay, strip_of


@dataclass(frozen=True)
class ReckoningLine:
    """A line of F1: which days, what they are, and the number reached at their end."""

    days: str
    what: Text | str
    reached: Text | str = ""
    counts: bool = True


def sentence(clock: ClockView, withdrawn: bool = False) -> tuple[str, Text]:
    """The large sentence and its state: how much is left, or how it ended."""
    if withdrawn:
        return "todo", text("受理已撤销，不再走表")
    due_today = clock.due == clock.today and not clock.stopped
    if clock.left < 0:
        word = "超期 {n} 个工作日才作出决定" if clock.stopped else "超期 {n} 个工作日"
        return "late", text(word, n=-clock.left)
    if clock.stopped:
        if clock.walked == 0:
            return "done", text("当天作出决定，没超期")
        return "done", text("走了 {n} 个工作日作出决定，没超期", n=clock.walked)
    if due_today:
        return "due", text("今天到期")
    return ("due" if clock.left <= 1 else "ok"), text("还剩 {n} 个工作日", n=clock.left)


def promise(clock: ClockView) -> Text:
    """承诺 25 天，走了 16，到 10-12 周一."""
    day = _day(clock.due)
    guess = "（预计）" if clock.limits.estimated else ""
    if clock.limits.promised_days == 0:
        return text("当天办结，到 **{day}**{guess}", day=day, guess=guess)
    return text(
        "承诺 {n} 天，走了 **{walked}**，到 **{day}**{guess}",
        n=clock.limits.promised_days,
        walked=clock.walked,
        day=day,
        guess=guess,
    )


def legal(clock: ClockView) -> Text:
    """法定 45 天，到 11-09 周一."""
    return text("法定 {n} 天，到 {day}", n=clock.limits.legal_days, day=_day(clock.limits.legal_on))


def reckoning(clock: ClockView) -> Reckoning:
    """The desk's cells up to the due date, as the domain's reckoning."""
    due = dt.date.fromisoformat(clock.due)
    cells = tuple(c for c in clock.cells if c.date <= due)
    start = dt.date.fromisoformat(clock.start)
    return Reckoning(start, clock.limits.promised_days, Due(due, clock.limits.estimated), cells)


def strip(clock: ClockView, room: int = 0) -> Strip:
    """The strip of a clock: the desk's cells from the day of receipt, stretches named below.

    room: show at most so many days, with today in sight (0 = all of them).
    """
    start, due = dt.date.fromisoformat(clock.start), dt.date.fromisoformat(clock.due)
    made = strip_of(clock.cells, start, due, dt.date.fromisoformat(clock.today))
    days = tuple(_past(day, due) for day in made.days)
    return Strip(_window(days, room) if room else days, brackets(clock), spoken(clock))


def _past(day: StripDay, due: dt.date) -> StripDay:
    return replace(day, kind="after") if day.date > due else day


def _window(days: tuple[StripDay, ...], room: int) -> tuple[StripDay, ...]:
    """So many days, today among them, as much before it as after."""
    at = next((i for i, day in enumerate(days) if day.today), len(days) - 1)
    first = max(0, min(at - room // 2, len(days) - room))
    return days[first : first + room]


def brackets(clock: ClockView) -> tuple[Bracket, ...]:
    """What is named under the strip: holidays, make-up days, the due day."""
    found: list[Bracket] = []
    for part in reckoning(clock).stretches():
        if not part.name or part.name == "周末":
            continue
        name = short(part.name)
        if part.days >= 4:
            name = f"{name} {part.days} 天不计"
        found.append(Bracket(part.first, part.last, "补班" if part.counts else name))
    due = dt.date.fromisoformat(clock.due)
    if due.isoformat() != clock.start:
        found.append(Bracket(due, due, f"到期 {due.month}-{due.day:02d}", due=True))
    return tuple(found)


def short(name: str) -> str:
    """国庆节 → 国庆; two characters are enough under a narrow stretch."""
    return name[:-1] if len(name) == 3 and name.endswith("节") else name


def lines(clock: ClockView, *, weeks: bool = False) -> tuple[ReckoningLine, ...]:
    """The reckoning by stretches, from the day of receipt to the due day.

    weeks: plain working days and the weekends between them stand in one line.
    """
    start = dt.date.fromisoformat(clock.start)
    told = [
        ReckoningLine(list_date(start), "受理", "第 0 天：受理当天不算，从第二天起算", counts=False)
    ]
    if clock.limits.promised_days == 0:
        what: Text = text("即办件，当天办结；下班后收的，算下一个工作日")
        return (*told, ReckoningLine(_day(clock.due), what, "到期"))
    reckoned = reckoning(clock)
    numbers = {cell.date: cell.number for cell in reckoned.cells}
    parts = reckoned.stretches()
    told += _weeks(parts, numbers) if weeks else [_stretch_line(part, numbers) for part in parts]
    day = list_date(reckoned.due.date)
    reached = text("第 {n} 个工作日 = {day}", n=clock.limits.promised_days, day=day)
    told.append(ReckoningLine(day, text("到期"), reached))
    return tuple(told)


def paragraphs(clock: ClockView, room: int = 10) -> tuple[Text, ...]:
    """The reckoning for F1, a line each; a long one takes plain weeks together."""
    told = lines(clock)
    if len(told) > room:
        told = lines(clock, weeks=True)
    return tuple(
        text(
            "{line}",
            line="　".join(part for part in (x.days, str(x.what), str(x.reached)) if part),
        )
        for x in told
    )


def _weeks(parts: tuple[Stretch, ...], numbers: dict[dt.date, int]) -> list[ReckoningLine]:
    """Stretches as lines, with plain working days and the weekends between them in one."""
    told: list[ReckoningLine] = []
    run: list[Stretch] = []
    for part in (*parts, None):
        plain = part is not None and (part.name == "周末" or (part.counts and not part.name))
        if part is not None and plain:
            run.append(part)
            continue
        if run:
            told.append(_run_line(run, numbers))
            run = []
        if part is not None:
            told.append(_stretch_line(part, numbers))
    return told


def _run_line(run: list[Stretch], numbers: dict[dt.date, int]) -> ReckoningLine:
    counted = [part for part in run if part.counts]
    off = sum(part.days for part in run if not part.counts)
    days = span(run[0].first, run[-1].last)
    if not counted:
        return ReckoningLine(days, text("周末 {n} 天，不计", n=off), "", False)
    n = sum(part.days for part in counted)
    what = text("走 {n} 天，周末 {off} 天不计", n=n, off=off) if off else text("走 {n} 天", n=n)
    return ReckoningLine(days, what, text("到第 {n} 个工作日", n=numbers[counted[-1].last]))


def _stretch_line(part: Stretch, numbers: dict[dt.date, int]) -> ReckoningLine:
    days = span(part.first, part.last)
    if not part.counts:
        name = part.name or "不上班"
        return ReckoningLine(days, text("{name} {n} 天，不计", name=name, n=part.days), "", False)
    what: Text = text("走 {n} 天", n=part.days)
    if part.name:
        what = text("调休补班，照样计 {n} 天", n=part.days)
    return ReckoningLine(days, what, text("到第 {n} 个工作日", n=numbers[part.last]))


def span(first: dt.date, last: dt.date) -> str:
    """`9-25…9-27`, or one date where both are the same."""
    one = f"{first.month}-{first.day:02d}"
    return one if first == last else f"{one}…{last.month}-{last.day:02d}"


def rule(clock: ClockView, licence: bool) -> Text:
    """The article that decides, in one plain sentence."""
    if not licence:
        return text("服务事项按承诺的日子办；承诺的日子按工作日算。")
    return text(
        "行政许可法第八十二条：期限按工作日算，不含法定节假日。"
        "第四十二条：{n} 个工作日内作出决定；中心承诺更短，就按承诺的算。",
        n=clock.limits.legal_days,
    )


def limits_rule(clock: ClockView, licence: bool) -> Text:
    """One small line: what was promised, what the law allows, by which article."""
    promised = (
        text("当天办结")
        if clock.limits.promised_days == 0
        else text("承诺 {n} 个工作日", n=clock.limits.promised_days)
    )
    article = "（行政许可法第四十二条）" if licence else ""
    return text(
        "{promised}；法定 {n} 个工作日{article}",
        promised=str(promised),
        n=clock.limits.legal_days,
        article=article,
    )


def spoken(clock: ClockView) -> str:
    """The reckoning as one text, for a screen reader."""
    parts = [str(sentence(clock)[1]), str(promise(clock)).replace("**", "")]
    parts += [
        "，".join(x for x in (line.days, str(line.what), str(line.reached)) if x)
        for line in lines(clock)
    ]
    return "；".join(parts)


def _day(iso: str) -> str:
    return list_date(dt.date.fromisoformat(iso)) if iso else ""
