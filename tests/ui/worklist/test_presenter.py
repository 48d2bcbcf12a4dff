"""The work list without a window: groups, filter, refresh under the hand, acting in place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from tests.helpers.small_hall import CATALOGUE, CHIEF, CLERK, NOW, PROMISE
from tests.ui.case.kit import Kit, roster

from counter.domain.caseclock import Procedure
from counter.domain.people import Actor
from counter.domain.rules import HallRules
from counter.ports.clock import CHINA
from counter.ui.pages.worklist import groups
from counter.ui.pages.worklist.presenter import WorkPresenter
from counter.ui.presenting import InlineRunner
from counter.ui.rows import Group, Note, Row


def at(day: int, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, 9, 30, tzinfo=CHINA)


def list_of(kit: Kit, actor: Actor = CLERK) -> WorkPresenter:
    opened: list[str] = []
    page = WorkPresenter(
        kit.cases, kit.decision, InlineRunner(), lambda: actor, opened.append, kit.today
    )
    page.load()
    return page


@pytest.fixture
def five(kit: Kit) -> dict[str, str]:
    """A case in each group, as the clerk sees them on 9-22."""
    made: dict[str, str] = {}
    kit.clock.moment = at(28, 8)
    made["over"] = kit.accept(PROMISE.code)
    kit.clock.moment = at(2)
    made["today"] = kit.accept(PROMISE.code)
    kit.clock.moment = at(3)
    made["soon"] = kit.accept(PROMISE.code)
    kit.clock.moment = at(4)
    made["others"] = kit.accept(PROMISE.code)
    kit.decision.review(CLERK, made["others"], "grant")
    kit.clock.moment = NOW
    made["later"] = kit.accept(PROMISE.code)
    return made


def test_groups_in_order_with_their_counts(kit: Kit, five: dict[str, str]) -> None:
    table = list_of(kit).table()
    groups = [(str(r.name), r.count) for r in table if isinstance(r, Group)]
    assert groups == [
        ("已经过线", 1),
        ("今天必须做", 1),
        ("三个工作日内", 1),
        ("以后", 1),
        ("等别人", 1),
    ]
    order = ("over", "today", "soon", "later", "others")
    assert [r.id for r in table if isinstance(r, Row)] == [five[name] for name in order]


def test_what_waits_for_the_chief_is_the_chiefs_own(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit, CHIEF)
    task = next(t for t in page.tasks if t.row.case_no == five["others"])
    assert task.what == "decide" and task.group == "soon" and task.key == "F6"


def test_arrows_walk_the_filter_and_stop_at_its_ends(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    assert [str(words) for _, words, _ in page.segments()] == [
        "全部 5",
        "过线 1",
        "今天 1",
        "三天内 1",
        "以后 1",
        "等别人 1",
    ]
    page.step_filter(-1)
    assert page.filter == ""
    page.step_filter(1)
    assert page.filter == "over" and page.current == five["over"]
    for _ in range(9):
        page.step_filter(1)
    assert page.filter == "others" and page.current == five["others"]


def test_a_refresh_keeps_the_row_and_new_cases_wait(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    page.move_to(five["soon"])
    kit.clock.moment = at(2)
    new = kit.accept(PROMISE.code)
    kit.clock.moment = NOW
    page.load(hold=True)
    assert page.current == five["soon"]
    assert new not in [t.row.case_no for t in page.tasks] and len(page.waiting) == 1
    first = page.table()[0]
    assert isinstance(first, Note) and "有 1 件新的" in str(first.line)
    page.show_newer()
    assert new in [t.row.case_no for t in page.tasks] and page.current == five["soon"]


def test_f6_reviews_in_place_and_the_hand_goes_on(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    page.move_to(five["over"])
    page.read_current()
    page.decide()
    assert page.panel is not None and page.panel.mode == "review"
    page.decide()
    assert page.panel is None and page.current == five["today"]
    assert kit.cases.view(five["over"]).state.reviewer == CLERK.number


def test_a_refusal_in_place_asks_for_its_reason(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    page.move_to(five["over"])
    page.read_current()
    page.decide()
    page.choose_outcome("refuse")
    page.confirm()
    assert page.panel is not None and "reason" in page.panel.errors
    page.put("reason", "场所不符")
    page.confirm()
    assert page.panel is None


def test_what_the_desk_refuses_stands_in_the_panel(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    page.move_to(five["over"])
    page.read_current()
    page.decide()
    kit.decision.review(CLERK, five["over"], "grant")
    page.confirm()
    assert page.panel is not None and page.panel.trouble is not None
    assert page.panel.trouble.code == "review.twice"


def test_f6_is_dim_where_there_is_nothing_to_decide(kit: Kit) -> None:
    kit.sealed()
    page = list_of(kit)
    page.read_current()
    f6 = next(c for c in page.commands() if c.key == "F6")
    assert not f6.enabled().ok and page.next_step().command == "worklist.open"


def test_the_badge_counts_and_warns_when_something_has_passed(
    kit: Kit, five: dict[str, str]
) -> None:
    badge = list_of(kit).badge()
    assert badge is not None and badge.count == 5 and badge.passed


def test_pages_come_by_key(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter.ui.pages.worklist.presenter.PAGE", 3)
    for _ in range(5):
        kit.accept(PROMISE.code)
    page = list_of(kit)
    last = page.table()[-1]
    assert len(page.tasks) == 3 and isinstance(last, Note) and "还有 2 件" in str(last.line)
    page.more()
    assert len(page.tasks) == 5 and not isinstance(page.table()[-1], Note)


def test_a_group_below_the_page_is_read_when_it_is_chosen(
    kit: Kit, five: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.ui.pages.worklist.presenter.PAGE", 2)
    page = list_of(kit)
    assert len(page.tasks) == 2 and [str(w) for _, w, _ in page.segments()][-1] == "等别人 1"
    page.choose("others")
    assert [t.row.case_no for t in page.shown_tasks()] == [five["others"]]


def test_the_hall_settles_from_when_a_task_is_yellow(tmp_path: Path) -> None:
    rules = HallRules(yellow_lead=5)
    kit = Kit(tmp_path, catalogue=msgspec.structs.replace(roster(CATALOGUE), rules=rules))
    try:
        kit.clock.moment = at(7)  # 9-20 is a Sunday on which is worked
        kit.accept(PROMISE.code)
        lights = []
        for day in (18, 20):
            kit.clock.moment = at(day)
            (task,) = list_of(kit).tasks
            lights.append((task.left, task.light))
        assert lights == [(6, "ok"), (5, "warn")]
    finally:
        kit.close()


def test_an_empty_list_says_so(kit: Kit) -> None:
    page = list_of(kit)
    assert page.table() == [] and "没有要做的事" in str(page.next_step().now)
    assert page.badge() is None


def test_looking_at_a_row_is_recorded_once_a_day(kit: Kit, five: dict[str, str]) -> None:
    page = list_of(kit)
    page.read_current()
    page.read_current()
    assert page.view is not None
    assert [row.what for row in kit.store.access_log()] == ["opened"]


@pytest.fixture
def waiting(kit: Kit) -> dict[str, str]:
    """A case only received, one told, one whose clock stands still."""
    form = kit.form()
    form.materials = {c: t for c, t in form.materials.items() if c == "m1"}
    made = {"tell": kit.law.receive_only(CLERK, form).case_no}
    form = kit.form()
    form.materials = {c: t for c, t in form.materials.items() if c == "m1"}
    gaps = kit.law.gaps(form, kit.hall.catalogue())
    made["supplement"] = kit.law.tell_new(CLERK, form, gaps).case_no
    made["resume"] = kit.accept(PROMISE.code)
    kit.law.pause(CLERK, made["resume"], Procedure.TESTING, 6, "送检")
    return made


def test_what_waits_has_its_chip_its_words_and_its_way(kit: Kit, waiting: dict[str, str]) -> None:
    page = list_of(kit)
    said = {}
    for task in page.tasks:
        chip = groups.light(task)
        due = groups.due_words(task, kit.today())
        said[task.what] = (task.group, chip.state, str(chip.word), due)
        page.move_to(task.row.case_no)
        step = page.next_step()
        assert step.command == "worklist.open" and "周明远" in str(step.now)
        assert str(groups.sentence(task)) and str(groups.reason(task))
    assert said == {
        "tell": ("later", "ok", "剩 5 天", "9-30 周三"),
        "supplement": ("others", "todo", "等补正", "10-22 周四"),  # the day the notice names
        "resume": ("others", "paused", "停表", "停着表"),
    }


def test_on_the_last_day_for_telling_the_list_says_what_the_law_will_do(
    kit: Kit, waiting: dict[str, str]
) -> None:
    kit.clock.moment = at(30)
    task = next(t for t in list_of(kit).tasks if t.what == "tell")
    assert task.group == "today"
    assert str(groups.sentence(task)) == "今天不告知，就算受理了"
    assert "9-22 周二 收的件" in str(groups.reason(task))


def test_nothing_is_decided_on_what_waits_and_the_key_says_why(
    kit: Kit, waiting: dict[str, str]
) -> None:
    page = list_of(kit)
    said = {}
    for what, case_no in waiting.items():
        page.move_to(case_no)
        page.read_current()
        decide = next(c for c in page.commands() if c.key == "F6")
        said[what] = (decide.enabled().ok, str(decide.enabled().why))
    assert said == {
        "tell": (False, "还没受理，先告知或受理"),
        "supplement": (False, "还没受理，等补正"),
        "resume": (False, "停着表，走表以后再定"),
    }
