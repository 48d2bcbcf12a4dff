"""The clock of a case in words: the sentence over the strip, and the reckoning by stretches.

Used by the case page and by the side panel of the work list. Nothing is counted here: the cells,
their numbers and the days left come from the desk; this is only how they are said. No Qt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from counter.desk.cases import ClockView
from counter.domain.caseclock import PROCEDURE_WORDS
from counter.domain.clock import DayMark, Stretch, list_date
from counter.domain.errors import Text, text
from counter.domain.rules import DAY_WORDS
from counter.ui.strip import Bracket, Pause, Strip, StripDay, strip_of

NEAR = dt.timedelta(days=3)
"""So near to the due day there is no room for two words under the strip."""
STOP = "停："
"""Before the name of a stretch in which the clock stood still."""


@dataclass(frozen=True)
class ReckoningLine:
    """A line of F1: which days, what they are, and the number reached at their end."""

    days: str
    what: Text | str
    reached: Text | str = ""
    counts: bool = True


def sentence(clock: ClockView, gone: Text | str = "") -> tuple[str, Text]:
    """The large sentence and its state: how much is left, or how it ended.

    gone: how the case ended without a decision (受理已撤销), empty while it goes on.
    """
    if gone:
        return "todo", text("{gone}，不再走表", gone=str(gone))
    if clock.telling:
        return _telling(clock)
    if clock.sent_up:
        return _sent_up(clock)
    if clock.paused is not None:
        said = "停着表：{what}，走了 {walked}，还剩 {n} 个工作日"
        what = PROCEDURE_WORDS[clock.paused]
        return "paused", text(said, what=what, walked=clock.walked, n=clock.left)
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


def _sent_up(clock: ClockView) -> tuple[str, Text]:
    if clock.left < 0:
        return "late", text("超期 {n} 个工作日才上报", n=-clock.left)
    return "done", text("走了 {n} 个工作日上报，没超期", n=clock.walked)


def _telling(clock: ClockView) -> tuple[str, Text]:
    if clock.left < 0:
        return "late", text("过了告知的日子，就算受理了")
    if clock.due == clock.today:
        return "due", text("今天不告知，就算受理了")
    state = "due" if clock.left <= 1 else "ok"
    return state, text("还剩 {n} 个工作日可以告知", n=clock.left)


def promise(clock: ClockView) -> Text:
    """承诺 25 天，走了 16，到 10-12 周一."""
    day = _day(clock.due)
    guess = "（预计）" if clock.limits.estimated else ""
    if clock.telling:
        return text(
            "收件 {start}，最后一天 **{day}**{guess}", start=_day(clock.start), day=day, guess=guess
        )
    if clock.limits.promised_days == 0:
        day = _day(clock.limits.promised_on)
        return text("当天办结，到 **{day}**{guess}", day=day, guess=guess)
    days = f"{clock.limits.promised_days} 天"
    if clock.extension is not None:
        days += f"，延期 {clock.extension.days} 天"
    if clock.paused is not None:
        return text("承诺 {days}", days=days)
    if clock.sent_up:
        return text("承诺 {days}，停在 **{day}**", days=days, day=_day(clock.sent_up))
    return text(
        "承诺 {days}，走了 **{walked}**，到 **{day}**{guess}",
        days=days,
        walked=clock.walked,
        day=day,
        guess=guess,
    )


def legal(clock: ClockView) -> Text:
    """法定 45 天，到 11-09 周一."""
    if clock.telling:
        return text("到时不告知就算受理")
    n = clock.limits.legal_days
    unit = "个自然日" if clock.limits.day_kind == "natural" else "天"
    if clock.paused is not None or clock.sent_up:
        return text("法定 {n} {unit}", n=n, unit=unit)
    word = "法定 {n} {unit}，到 {day}"
    if clock.extension is not None:
        word = "法定 {n} {unit}，延期后到 {day}"
    return text(word, n=n, unit=unit, day=_day(clock.limits.legal_on))


def stretches(clock: ClockView) -> tuple[Stretch, ...]:
    """The days up to the due date (or today while the clock stands still), gathered by meaning.

    A stop is one stretch, whatever days lie in it.
    """
    found: list[Stretch] = []
    for cell in clock.cells:
        if clock.due and cell.date.isoformat() > clock.due:
            break
        pause = next((p for p in clock.pauses if p.covers(cell.date)), None)
        name = cell.name or ("周末" if cell.mark is DayMark.WEEKEND else "")
        counts = cell.mark.counts
        if pause is not None:
            name, counts = STOP + PROCEDURE_WORDS[pause.procedure], False
        last = found[-1] if found else None
        if last is not None and (last.name, last.counts) == (name, counts):
            found[-1] = Stretch(last.first, cell.date, counts, name, last.days + 1)
        else:
            found.append(Stretch(cell.date, cell.date, counts, name, 1))
    return tuple(found)


def strip(clock: ClockView, room: int = 0) -> Strip:
    """The strip of a clock: the desk's cells from the day of receipt, stretches named below.

    room: show at most so many days, with today in sight (0 = all of them).
    """
    start, today = dt.date.fromisoformat(clock.start), dt.date.fromisoformat(clock.today)
    due = dt.date.fromisoformat(clock.due) if clock.due else dt.date.max
    ended = dt.date.fromisoformat(clock.ended) if clock.ended else None
    # the day of the end was walked; nothing behind it was
    reached = min(today, ended + dt.timedelta(days=1)) if ended else today
    made = strip_of(clock.cells, start, due, reached, pauses=_stops(clock))
    days = tuple(_past(_on(day, today), due, ended) for day in made.days)
    return Strip(_window(days, room) if room else days, brackets(clock), spoken(clock))


def _stops(clock: ClockView) -> list[Pause]:
    """The stops as the strip takes them: first and last day that stood still."""
    one, found = dt.timedelta(days=1), []
    for pause in clock.pauses:
        until = dt.date.fromisoformat(pause.until) - one if pause.until else dt.date.max
        name = PROCEDURE_WORDS[pause.procedure]
        found.append(Pause(dt.date.fromisoformat(pause.since), until, name))
    return found


def _on(day: StripDay, today: dt.date) -> StripDay:
    return replace(day, today=day.date == today)


def _past(day: StripDay, due: dt.date, ended: dt.date | None) -> StripDay:
    """Days behind the due day, and those that an ended clock did not come to."""
    if day.date > due:
        return replace(day, kind="after")
    if ended is not None and day.date > ended and day.kind == "ahead":
        return replace(day, kind="after", number=0)
    return day


def _window(days: tuple[StripDay, ...], room: int) -> tuple[StripDay, ...]:
    """So many days, today among them, as much before it as after."""
    at = next((i for i, day in enumerate(days) if day.today), len(days) - 1)
    first = max(0, min(at - room // 2, len(days) - room))
    return days[first : first + room]


def brackets(clock: ClockView) -> tuple[Bracket, ...]:
    """What is named under the strip: stops, holidays, make-up days, the due day."""
    found: list[Bracket] = []
    due = dt.date.fromisoformat(clock.due) if clock.due else None
    for part in stretches(clock):
        if not part.name or part.name == "周末":
            continue
        if part.counts and due is not None and part.last < due <= part.last + NEAR:
            continue  # its word would run into that of the due day
        name = short(part.name)
        if part.name.startswith(STOP):
            name = f"{part.name.removeprefix(STOP)}，停 {stood(clock, part)} 个工作日"
        elif part.days >= 4:
            name = f"{name} {part.days} 天不计"
        found.append(Bracket(part.first, part.last, "补班" if part.counts else name))
    if clock.sent_up:
        sent = dt.date.fromisoformat(clock.sent_up)
        found.append(Bracket(sent, sent, f"上报 {sent.month}-{sent.day:02d}"))
    elif clock.ended and _room_for_end(clock.ended, due):
        end = dt.date.fromisoformat(clock.ended)
        found.append(Bracket(end, end, f"办到 {end.month}-{end.day:02d}"))
    if due is not None and clock.due != clock.start:
        word = "告知到" if clock.telling else "到期"
        found.append(Bracket(due, due, f"{word} {due.month}-{due.day:02d}", due=True))
    return tuple(found)


def _room_for_end(ended: str, due: dt.date | None) -> bool:
    """Whether the word of the end and that of the due day would not run into each other."""
    return due is None or abs(due - dt.date.fromisoformat(ended)) > NEAR


def stood(clock: ClockView, part: Stretch) -> int:
    """Working days of a stretch, whether they count for the clock or not."""
    return sum(1 for c in clock.cells if part.first <= c.date <= part.last and c.mark.counts)


def short(name: str) -> str:
    """国庆节 → 国庆; two characters are enough under a narrow stretch."""
    return name[:-1] if len(name) == 3 and name.endswith("节") else name


def lines(
    clock: ClockView, *, weeks: bool = False, made_up: bool = False
) -> tuple[ReckoningLine, ...]:
    """The reckoning by stretches, from the day of receipt to the due day.

    weeks: plain working days and the weekends between them stand in one line; made_up: and the
    make-up days with them.
    """
    start = dt.date.fromisoformat(clock.start)
    first = "收件" if clock.telling else "受理"
    zero = text("第 0 天：{first}当天不算，从第二天起算", first=first)
    told = [ReckoningLine(list_date(start), first, zero, counts=False)]
    if clock.limits.promised_days == 0:
        what: Text = text("即办件，当天办结；下班后收的，算下一个工作日")
        return (*told, ReckoningLine(_day(clock.limits.promised_on), what, "到期"))
    parts = stretches(clock)
    told += (
        _weeks(parts, clock, made_up) if weeks else [_stretch_line(part, clock) for part in parts]
    )
    return (*told, _last_line(clock))


def _last_line(clock: ClockView) -> ReckoningLine:
    if clock.sent_up:
        walked = text("走了 {n} 个工作日", n=clock.walked)
        return ReckoningLine(_day(clock.sent_up), text("上报，本地的时限到此为止"), walked, False)
    if not clock.due:
        left = text("走了 {walked}，还剩 {n} 个工作日", walked=clock.walked, n=clock.left)
        return ReckoningLine(_day(clock.today), text("还停着，到期的日子定不下来"), left, False)
    day, reached = (
        _day(clock.due),
        text("第 {n} 个工作日 = {day}", n=clock.limit, day=_day(clock.due)),
    )
    if clock.kept:
        said = "到期；放假表是后来变的，过了的日子不再改"
        return ReckoningLine(day, text(said), text("{day}", day=day))
    if clock.extension is not None:
        reached = text(
            "第 {n} 个工作日 = {day}（承诺 {promised} 天，延期 {more} 天）",
            n=clock.limit,
            day=day,
            promised=clock.limits.promised_days,
            more=clock.extension.days,
        )
    return ReckoningLine(day, text("到期"), reached)


def _reached(clock: ClockView, day: dt.date) -> int:
    """The number of a counted day."""
    return next(c.number for c in clock.cells if c.date == day)


def paragraphs(clock: ClockView, room: int = 10) -> tuple[Text, ...]:
    """The reckoning for F1, a line each; a long one takes plain weeks together."""
    told = lines(clock)
    if len(told) > room:
        told = lines(clock, weeks=True)
    if len(told) > room:
        told = lines(clock, weeks=True, made_up=True)
    return tuple(
        text(
            "{line}",
            line="　".join(part for part in (x.days, str(x.what), str(x.reached)) if part),
        )
        for x in told
    )


def _weeks(parts: tuple[Stretch, ...], clock: ClockView, made_up: bool) -> list[ReckoningLine]:
    """Stretches as lines, with plain working days and the weekends between them in one."""
    told: list[ReckoningLine] = []
    run: list[Stretch] = []
    for part in (*parts, None):
        plain = part is not None and (
            part.name == "周末" or (part.counts and (made_up or not part.name))
        )
        if part is not None and plain:
            run.append(part)
            continue
        if run:
            told.append(_run_line(run, clock))
            run = []
        if part is not None:
            told.append(_stretch_line(part, clock))
    return told


def _run_line(run: list[Stretch], clock: ClockView) -> ReckoningLine:
    counted = [part for part in run if part.counts]
    off = sum(part.days for part in run if not part.counts)
    days = span(run[0].first, run[-1].last)
    if not counted:
        return ReckoningLine(days, text("周末 {n} 天，不计", n=off), "", False)
    n = sum(part.days for part in counted)
    made = sum(part.days for part in counted if part.name)
    extra = f"（补班 {made} 天也算）" if made else ""
    what = text("走 {n} 天{extra}", n=n, extra=extra)
    if off:
        what = text("走 {n} 天{extra}，周末 {off} 天不计", n=n, extra=extra, off=off)
    return ReckoningLine(days, what, text("到第 {n} 个工作日", n=_reached(clock, counted[-1].last)))


def _stretch_line(part: Stretch, clock: ClockView) -> ReckoningLine:
    days = span(part.first, part.last)
    if part.name.startswith(STOP):
        said = "停表，{name}：{days} 天，其中工作日 {n} 天，都不计"
        name, n = part.name.removeprefix(STOP), stood(clock, part)
        return ReckoningLine(days, text(said, name=name, days=part.days, n=n), "", False)
    if not part.counts:
        name = part.name or "不上班"
        return ReckoningLine(days, text("{name} {n} 天，不计", name=name, n=part.days), "", False)
    what: Text = text("走 {n} 天", n=part.days)
    if part.name:
        what = text("调休补班，照样计 {n} 天", n=part.days)
    return ReckoningLine(days, what, text("到第 {n} 个工作日", n=_reached(clock, part.last)))


def span(first: dt.date, last: dt.date) -> str:
    """`9-25…9-27`, or one date where both are the same."""
    one = f"{first.month}-{first.day:02d}"
    return one if first == last else f"{one}…{last.month}-{last.day:02d}"


def rule(clock: ClockView, licence: bool) -> Text:
    """The article that decides, in one plain sentence."""
    if clock.telling:
        return text(
            "行政许可法第三十二条：收件后 {n} 个工作日内一次告知全部要补的；到时不告知，"
            "自收件之日起即为受理。",
            n=clock.limits.promised_days,
        )
    if not licence:
        return text("服务事项按承诺的日子办；承诺的日子按工作日算。")
    if clock.upward:
        return text(
            "行政许可法第八十二条：期限按工作日算，不含法定节假日。"
            "第四十三条：{n} 个工作日内审查完毕、上报；等上级批回不走本地的表。",
            n=clock.limits.legal_days,
        )
    if clock.limits.day_kind == "natural":
        return text(
            "这个事项的法定期限另有规定，按自然日算：{n} 个自然日，节假日也计在内；"
            "中心承诺的日子按工作日算。",
            n=clock.limits.legal_days,
        )
    return text(
        "行政许可法第八十二条：期限按工作日算，不含法定节假日。"
        "第四十二条：{n} 个工作日内作出决定；中心承诺更短，就按承诺的算。",
        n=clock.limits.legal_days,
    )


def more_rules(clock: ClockView) -> tuple[Text, ...]:
    """What happened to the clock: how the day followed the calendar; stops and extension with
    their articles, in one line."""
    said = ""
    if clock.pauses:
        said += "第四十五条：八种特别程序的时间不计在内。"
    if clock.extension is not None:
        said += "延期只能一次，经批准。"
    return (*clock.moved, text(said)) if said else clock.moved


def limits_rule(clock: ClockView, licence: bool) -> Text:
    """One small line: what was promised, what the law allows, by which article."""
    if clock.telling:
        return text("行政许可法第三十二条第一款第四项")
    promised = (
        text("当天办结")
        if clock.limits.promised_days == 0
        else text("承诺 {n} 个工作日", n=clock.limits.promised_days)
    )
    which = "第四十三条" if clock.upward else "第四十二条"
    article = f"（许可法{which}）" if licence else ""
    return text(
        "{promised}；法定 {n} 个{unit}{article}",
        promised=str(promised),
        n=clock.limits.legal_days,
        unit=DAY_WORDS[clock.limits.day_kind],
        article=article,
    )


def spoken(clock: ClockView) -> str:
    """The reckoning as one text, for a screen reader."""
    parts = [str(sentence(clock)[1]), str(promise(clock)).replace("**", "")]
    parts += [str(line) for line in clock.moved]
    parts += [
        "，".join(x for x in (line.days, str(line.what), str(line.reached)) if x)
        for line in lines(clock)
    ]
    return "；".join(parts)


def day_words(iso: str) -> str:
    """`9-28 周一` of an ISO date; empty stays empty."""
    return _day(iso)


def _day(iso: str) -> str:
    return list_date(dt.date.fromisoformat(iso)) if iso else ""
