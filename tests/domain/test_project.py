"""The end of a project: done steps only, and nothing after."""

from __future__ import annotations

import datetime as dt

import pytest

from counter.domain.errors import KnownError
from counter.domain.people import Actor, Role
from counter.domain.project import (
    Investor,
    Project,
    ProjectClosed,
    ProjectOpened,
    ProjectStep,
    close_project,
    finish_step,
    link_step,
)

DAY = dt.date(2026, 9, 22)
LI = Actor(number="0317", name="李晓梅", unit="GS", window="3", roles=frozenset({Role.CLERK}))
OPENED = ProjectOpened(
    name="粮油批发市场",
    investor=Investor(name="恒顺", credit_code="", power_number="1 号", power_on="2026-09-01"),
    kind="立项",
    lead="GS",
    lead_name="工商局",
    unit="GS",
    agent="0317",
    agent_name="李晓梅",
)
LINKED = ProjectStep(
    no=1, state="linked", matter="m", matter_title="食品流通许可", where="工商局", case_no="1"
)


def project(**more: object) -> Project:
    return Project(number="代2026-03-0001", opened=OPENED, steps=(LINKED,), **more)  # type: ignore[arg-type]


def test_a_step_is_done_once_its_case_has_ended_and_then_the_project_closes() -> None:
    done = finish_step(project(), LI, 1, True, DAY).payload
    assert isinstance(done, ProjectStep) and (done.state, done.case_no) == ("done", "1")
    state = Project(number="代", opened=OPENED, steps=(done,))
    closed = close_project(state, LI, "证照已交刘德全", DAY).payload
    assert isinstance(closed, ProjectClosed) and closed.result == "证照已交刘德全"
    with pytest.raises(KnownError) as refusal:
        close_project(state, LI, " ", DAY)
    assert refusal.value.code == "project.result"
    with pytest.raises(KnownError) as refusal:
        link_step(state, LI, 1, "2", "m", DAY)
    assert refusal.value.code == "project.step"


def test_nothing_is_done_on_a_closed_project() -> None:
    with pytest.raises(KnownError) as refusal:
        finish_step(project(closed=ProjectClosed(result="好")), LI, 1, True, DAY)
    assert refusal.value.code == "project.closed"
