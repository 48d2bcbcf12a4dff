"""The state machine: every state is reached and left, and the picture is the table."""

from __future__ import annotations

from pathlib import Path

from counter.domain.acts import registered
from counter.domain.states import ENDED, FINISHED, STATUS_WORDS, TRANSITIONS, Status, mermaid

ROOT = Path(__file__).resolve().parents[2]


def reached() -> set[Status]:
    found = {Status.NONE}
    while True:
        more = {t for sources, t in TRANSITIONS.values() if found & set(sources)} - found
        if not more:
            return found
        found |= more


def test_every_state_is_reached_and_every_state_but_an_end_is_left() -> None:
    assert reached() == set(Status)
    left = {source for sources, _ in TRANSITIONS.values() for source in sources}
    assert set(Status) - left == {Status.ARCHIVED}


def test_a_case_that_has_ended_is_left_for_the_archive_alone() -> None:
    ways = {kind for kind, (sources, _) in TRANSITIONS.items() if ENDED & set(sources)}
    assert ways == {"case.archived"}
    assert set(TRANSITIONS["case.archived"][0]) == set(FINISHED)


def test_every_step_of_the_table_is_a_registered_act() -> None:
    kinds = {kind for kind, _version in registered()}
    assert set(TRANSITIONS) <= kinds


def test_every_state_has_words() -> None:
    assert set(STATUS_WORDS) == set(Status)


def test_the_picture_in_the_architecture_page_is_the_table() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert f"```mermaid\n{mermaid()}\n```" in page, "run: python -m counter.domain.states"
