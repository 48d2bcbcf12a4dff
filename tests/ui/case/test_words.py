"""Words of acts and of the clock: every kind has them, what is unknown is said to be so."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.helpers.small_hall import CHIEF, CLERK, PROMISE
from tests.ui.case.kit import Kit

from counter.domain import (
    case,  # noqa: F401  its kinds are registered by import
    caseclock,
    records,
)
from counter.domain.acts import Act, ActHeader, Payload, Unknown, registered
from counter.domain.actwords import _TELLERS, TimelineWords
from counter.domain.case import AcceptanceWithdrawn, CaseDelivered, PaperPrinted
from counter.domain.caseclock import Procedure
from counter.ui.pages.case import story

ON_A_CASE = (
    "case.",
    "paper.",
    "seal.",
    "acceptance.",
    "notice.",
    "corrected.",
    "supplement.",
    "clock.paused",
    "clock.resumed",
    "clock.recalculated",
    "limit.",
    "supervision.",
    "joint.",
    "hearing.",
    "site.",
    "third_party.",
    "technicians.",
    "charge.",
    "payment.",
    "ticket.",
    "renewal.",
)


def act_of(payload: Payload | Unknown) -> Act:
    """An act of the clerk with this payload."""
    header = ActHeader(
        terminal="03",
        epoch=1,
        seq=1,
        stream="case:1",
        touches=(),
        units=(),
        kind="k",
        version=1,
        command_id="c",
        n=1,
        m=1,
        base=0,
        recorded_at="2026-09-22T14:06:00.000+08:00",
        effective_on="2026-09-22",
        actor=CLERK.number,
        grant="",
        payload_hash="",
        prev_hash="",
    )
    return Act(header, payload)


WORDS = TimelineWords({CLERK.number: "李晓梅"}, {})


def test_every_kind_that_stands_on_a_case_has_words() -> None:
    kinds = {cls for (kind, _), cls in registered().items() if kind.startswith(ON_A_CASE)}
    assert kinds and kinds <= set(_TELLERS)


def test_an_act_of_a_newer_program_is_said_to_be_unknown() -> None:
    entry = WORDS.entry(act_of(Unknown("case.paused", 2, b"{}")))
    assert entry.state == "unknown" and "不认识" in str(entry.title)
    assert "case.paused 第 2 版" in str(entry.detail)


def test_a_kind_without_words_is_named_and_not_dressed_up() -> None:
    entry = WORDS.entry(act_of(records.ClockStepped(last_recorded_at="", seconds=3)))
    assert entry.state == "unknown" and "clock.stepped" in str(entry.detail)


@pytest.mark.parametrize(
    ("outcome", "settled", "state", "words"),
    [
        ("printed", "", "done", "打好"),
        ("failed", "", "differs", "没打成"),
        ("unknown", "", "unknown", "不知道"),
        ("printed", "0317", "done", "李晓梅 看过，是打好的"),
        ("failed", "0317", "differs", "李晓梅 看过，没有打出来"),
    ],
)
def test_outcomes_of_prints(outcome: str, settled: str, state: str, words: str) -> None:
    payload = PaperPrinted(
        paper_id="p", job=1, outcome=outcome, nth=1, copies=2, settled_by=settled
    )
    entry = WORDS.entry(act_of(payload))
    assert entry.state == state
    assert words in f"{entry.title} {entry.note}"


def test_a_stranger_who_collected_is_marked() -> None:
    payload = CaseDelivered(
        method="window", recipient="王五", relation="other", matched=False, note="带委托书"
    )
    entry = WORDS.entry(act_of(payload))
    assert (
        entry.state == "due" and str(entry.note) == "带委托书" and "别人代领" in str(entry.detail)
    )


class TestClock:
    def test_sentence_follows_the_day(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        said = []
        for day in ("2026-09-22", "2026-10-19", "2026-10-20", "2026-10-22"):
            moment = dt.datetime.fromisoformat(f"{day}T09:00:00+08:00")
            kit.clock.moment = moment
            clock = kit.cases.view(case_no).clock
            assert clock is not None
            state, words = story.sentence(clock)
            said.append((state, str(words)))
        assert said == [
            ("ok", "还剩 15 个工作日"),
            ("due", "还剩 1 个工作日"),
            ("due", "今天到期"),
            ("late", "超期 2 个工作日"),
        ]

    def test_strip_names_holidays_make_up_days_and_the_due_day(self, kit: Kit) -> None:
        clock = kit.cases.view(kit.accept(PROMISE.code)).clock
        assert clock is not None
        assert [b.words for b in story.strip(clock).brackets] == [
            "中秋",
            "国庆 7 天不计",
            "补班",
            "到期 10-20",
        ]
        assert [d.kind for d in story.strip(clock).days][:5] == [
            "receipt",
            "ahead",
            "ahead",
            "off",
            "off",
        ]

    def test_a_short_strip_keeps_today_in_sight(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        kit.clock.moment = dt.datetime(2026, 10, 12, 9, tzinfo=kit.clock.moment.tzinfo)
        clock = kit.cases.view(case_no).clock
        assert clock is not None
        days = story.strip(clock, 10).days
        assert len(days) == 10 and any(day.today for day in days)

    def test_the_spoken_text_is_the_reckoning(self, kit: Kit) -> None:
        clock = kit.cases.view(kit.accept(PROMISE.code)).clock
        assert clock is not None
        spoken = story.spoken(clock)
        assert "还剩 15 个工作日" in spoken and "国庆节 7 天，不计" in spoken and "**" not in spoken

    def test_days_past_the_due_day_are_not_shown_as_walked(self, kit: Kit) -> None:
        case_no = kit.accept(PROMISE.code)
        kit.clock.moment = dt.datetime(2026, 10, 22, 9, tzinfo=kit.clock.moment.tzinfo)
        clock = kit.cases.view(case_no).clock
        assert clock is not None
        days = story.strip(clock).days
        assert days[-1].today and days[-1].kind == "after"

    def test_days_behind_the_decision_are_not_shown_as_walked(self, kit: Kit) -> None:
        """Decided on 9-24; looked at on 10-12, before the due day: two days were walked."""
        case_no = kit.accept(PROMISE.code)
        zone = kit.clock.moment.tzinfo
        kit.clock.moment = dt.datetime(2026, 9, 24, 9, tzinfo=zone)
        kit.decision.review(CLERK, case_no, "grant", "")
        kit.decision.decide(CHIEF, case_no, "granted", "")
        kit.clock.moment = dt.datetime(2026, 10, 12, 9, tzinfo=zone)
        clock = kit.cases.view(case_no).clock
        assert clock is not None and (clock.ended, clock.walked) == ("2026-09-24", 2)
        days = {day.date: day for day in story.strip(clock).days}
        walked = [date for date, day in days.items() if day.kind == "walked"]
        assert walked == [dt.date(2026, 9, 23), dt.date(2026, 9, 24)]
        behind = days[dt.date(2026, 10, 12)]
        assert (behind.kind, behind.number, behind.today) == ("after", 0, True)
        assert days[dt.date(2026, 10, 1)].kind == "off"
        assert days[dt.date(2026, 10, 20)].kind == "due"
        assert not any(day.kind == "ahead" for day in days.values())
        assert "办到 9-24" in [b.words for b in story.brackets(clock)]

    def test_a_long_reckoning_takes_plain_weeks_together(self, kit: Kit) -> None:
        clock = kit.cases.view(kit.accept(PROMISE.code)).clock
        assert clock is not None
        whole, short = story.lines(clock), story.lines(clock, weeks=True)
        assert len(short) < len(whole)
        assert str(short[-1].reached) == str(whole[-1].reached) == "第 15 个工作日 = 10-20 周二"
        said = [f"{line.days} {line.what} {line.reached}" for line in short]
        assert "10-11…10-20 走 7 天，周末 3 天不计 到第 15 个工作日" in said

    def test_a_stop_stands_in_sentence_strip_and_reckoning_as_the_domain_counts_it(
        self, kit: Kit
    ) -> None:
        case_no = kit.accept(PROMISE.code)
        zone = kit.clock.moment.tzinfo
        kit.clock.moment = dt.datetime(2026, 9, 29, 9, tzinfo=zone)
        kit.law.pause(CLERK, case_no, Procedure.EXPERT_REVIEW, 3, "要评审")
        kit.clock.moment = dt.datetime(2026, 9, 30, 9, tzinfo=zone)
        clock = kit.cases.view(case_no).clock
        assert clock is not None
        state, words = story.sentence(clock)
        assert (state, str(words)) == (
            "paused",
            "停着表：专家评审，走了 3，还剩 12 个工作日",
        )
        assert [day.kind for day in story.strip(clock).days][-2:] == ["pause", "pause"]
        kit.clock.moment = dt.datetime(2026, 10, 9, 9, tzinfo=zone)
        kit.law.resume(CLERK, case_no, "通过")
        clock = kit.cases.view(case_no).clock
        assert clock is not None
        assert "专家评审，停 3 个工作日" in [b.words for b in story.brackets(clock)]
        running = caseclock.run(
            kit.hall.calendar,
            dt.date.fromisoformat(clock.start),
            clock.limit,
            kit.today(),
            pauses=clock.pauses,
        )
        assert caseclock.explain(running)[-1] == f"第 15 个工作日 = {clock.due}"
        assert str(story.lines(clock)[-1].reached) == "第 15 个工作日 = 10-23 周五"

    def test_the_days_for_telling_are_a_clock_of_their_own(self, kit: Kit) -> None:
        case_no = kit.law.receive_only(CLERK, kit.form(PROMISE.code)).case_no
        said = []
        for day in (22, 29, 30):
            kit.clock.moment = dt.datetime(2026, 9, day, 14, 30, tzinfo=kit.clock.moment.tzinfo)
            clock = kit.cases.view(case_no).clock
            assert clock is not None
            said.append(str(story.sentence(clock)[1]))
        assert said == [
            "还剩 5 个工作日可以告知",
            "还剩 1 个工作日可以告知",
            "今天不告知，就算受理了",
        ]


def test_the_reason_of_a_withdrawal_is_said() -> None:
    withdrawn = WORDS.entry(act_of(AcceptanceWithdrawn(reason="选错了")))
    assert str(withdrawn.note) == "原因：选错了"
