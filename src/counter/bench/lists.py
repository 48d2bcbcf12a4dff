"""Finding and paging among very many cases: each kind of question, against a keyed point select.

Questions are made from cases picked at random in the store, so that nothing is asked that is not
there unless the kind says so. The yardstick is one row by its key through the raw driver, in the
same file and the same run.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice, pairwise
from typing import Any

from counter.bench.big import NOW, large_store, terminal_at
from counter.bench.report import percentile
from counter.domain.people import Actor, Role
from counter.ports.store import Store
from counter.store.pinyin import readings

ROUNDS = 120
"""Questions of each kind."""

PAGE = 30
_PEOPLE = 400  # cases that questions are made from

MANAGER = Actor(number="1001", name="", unit="", window="", roles=frozenset({Role.MANAGER}))
"""Sees the open cases of all units."""

Question = Callable[[], object]


def measure(cases: int) -> dict[str, Any]:
    """Milliseconds (p50, p99) of each kind of `lists.*`."""
    folder = large_store(cases)
    terminal = terminal_at(folder, NOW)
    terminal.open(bytes.fromhex(terminal.config.key_hex))
    try:
        figures = _ask_all(terminal, cases)
    finally:
        terminal.close()
    return figures


def _ask_all(terminal: Any, cases: int) -> dict[str, Any]:
    rng = random.Random(7)
    raw = terminal.store._connection
    point = _times([_point(raw, rng) for _ in range(ROUNDS * 4)])
    base = percentile(point, 0.5)
    figures: dict[str, Any] = {"lists.cases": cases, "lists.point_select_p50_ms": _ms(base)}
    every: list[float] = []
    worst = 0.0
    for kind, questions in _kinds(terminal).items():
        taken = _times(questions)
        every += taken
        worst = max(worst, percentile(taken, 0.99))
        figures[f"lists.{kind}.p50_ms"] = _ms(percentile(taken, 0.5))
        figures[f"lists.{kind}.p99_ms"] = _ms(percentile(taken, 0.99))
        figures[f"lists.{kind}.ratio_point"] = round(percentile(taken, 0.5) / base, 1)
    figures["lists.p99_ms"] = _ms(percentile(every, 0.99))
    figures["lists.worst_kind_p99_ms"] = _ms(worst)
    return figures


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _times(questions: Sequence[Question]) -> list[float]:
    taken = []
    for ask in questions:
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    return taken


def _pick(raw: Any, rng: random.Random) -> list[tuple[Any, ...]]:
    """(case_no, applicant, number, phone, matter code, matter title) of cases picked at random."""
    (most,) = raw.execute("SELECT max(ord) FROM case_row").fetchone()
    query = (
        "SELECT case_no, applicant, number, phone, matter, matter_title FROM case_row"
        " WHERE ord >= ? ORDER BY ord LIMIT 1"
    )
    return [raw.execute(query, (rng.randrange(1, most + 1),)).fetchone() for _ in range(_PEOPLE)]


def _point(raw: Any, rng: random.Random) -> Question:
    (most,) = raw.execute("SELECT max(pos) FROM journal").fetchone()
    place = rng.randrange(1, most + 1)
    return lambda: raw.execute("SELECT * FROM journal WHERE pos = ?", (place,)).fetchone()


def question_texts(terminal: Any, seed: int = 7) -> dict[str, list[str]]:
    """What is typed into the search box, by kind."""
    rng = random.Random(seed)
    picked = _pick(terminal.store._connection, rng)
    names = [row[1] for row in picked]
    two = [n for n in names if len(n) == 2]
    three = [n for n in names if len(n) == 3]
    words = [row[5][:4] for row in picked]
    first = Counter(n[0] for n in names)
    common = [surname for surname, _ in first.most_common(3)]
    return {
        "case_number": [row[0] for row in picked],
        "name_two": two,
        "name_three": three,
        "initials_two": [initials(n) for n in two],
        "initials_three": [initials(n) for n in three],
        "pinyin": ["".join(readings(c)[0] for c in n) for n in names],
        "id_number": [row[2] for row in picked],
        "phone": [row[3] for row in picked],
        "matter": words,
        "matter_initials": [initials(w) for w in words],
        "last_four": [row[2][-4:] for row in picked],
        "last_six": [row[2][-6:] for row in picked],
        "nobody": [n[0] + "龘" + n[1:] for n in three],
        "commonest": [*common, *(initials(c) for c in common)],
        "name_and_matter": [f"{r[1]} {r[5][:4]}" for r in picked],
        "surname_and_matter": [f"{r[1][0]} {r[5][:4]}" for r in picked],
        "initials_and_matter": [f"{initials(r[1])} {r[5][:2]}" for r in picked],
        "surname_and_digits": [f"{r[1][0]} {r[3][-4:]}" for r in picked],
        "two_surnames": [f"{a[1][0]} {b[1][0]}" for a, b in pairwise(picked)],
    }


def _kinds(terminal: Any) -> dict[str, list[Question]]:
    """Questions by kind; those of one kind differ from each other."""
    store: Store = terminal.store
    texts = question_texts(terminal)
    kinds = {kind: _finding(store, several) for kind, several in texts.items()}
    numbers, people = texts["case_number"][:ROUNDS], texts["id_number"][:ROUNDS]
    common = texts["commonest"][0]
    kinds["cases_of"] = [partial(store.cases_of, n) for n in people]
    kinds["case_view"] = [partial(terminal.cases.view, n) for n in numbers]
    kinds["deep_pages"] = _pages(lambda after: store.find(common, PAGE, after))
    kinds["open_pages"] = _pages(lambda after: store.open_cases(None, PAGE, after))
    kinds["work_list"] = _pages(lambda after: terminal.cases.work(MANAGER, after))
    return kinds


def _finding(store: Store, texts: Sequence[str]) -> list[Question]:
    return [partial(store.find, text, PAGE) for text in islice(cycle(texts), ROUNDS)]


def _pages(page: Callable[[str | None], Any]) -> list[Question]:
    """The first page and each following one by its key."""
    key: list[str | None] = [None]

    def turn() -> None:
        key[0] = page(key[0]).next_key

    return [turn] * ROUNDS


def initials(name: str) -> str:
    """First letters of the first readings: 周明远 is zmy."""
    return "".join(r[0][0] for r in map(readings, name) if r)
