"""One box over all cases: what a typed line means, and the cases that fit, newest first.

Each word of the line is a set of tokens of which one must fit, plus a check against the row for
what tokens alone cannot tell. The rarest word leads; its cases are walked newest first by
position, in chunks, and the other words are asked of each.
"""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from counter.ports.store import CasePage, CaseRow
from counter.store import schema
from counter.store.lists import COLUMNS, case_row
from counter.store.pinyin import has_initials, has_pinyin, syllables
from counter.store.sql import Statement
from counter.store.tokens import matter_token

_t, _c, _m = schema.token.c, schema.case_row.c, schema.matter_row.c
_FIRST = 24  # rows asked of a token at first; doubled each time
_LAST = 1536
_RARE = 400  # a word with fewer cases than this leads without further ado
_TOP = 1 << 62

_WALK = Statement(
    select(_t.ord)
    .where(_t.token == bindparam("token"), _t.ord < bindparam("below"))
    .order_by(_t.ord.desc())
    .limit(bindparam("most"))
)
_HAS = Statement(select(_t.ord).where(_t.token == bindparam("token"), _t.ord == bindparam("ord")))
_ROW = Statement(select(*COLUMNS, _c.agent, _c.agent_number).where(_c.ord == bindparam("ord")))
_MATTERS = Statement(select(_m.matter, _m.title))


class Row(msgspec.Struct, frozen=True):
    """A case as it is checked against the words."""

    case: CaseRow
    agent: str
    agent_number: str


Check = Callable[[Row], bool]


class Branch(msgspec.Struct, frozen=True):
    """One way a word may fit: all of these tokens, and the check (None = the tokens say it all)."""

    tokens: tuple[str, ...]
    check: Check | None = None


class Word(msgspec.Struct, frozen=True):
    """A word of the line: one of its branches must fit."""

    branches: tuple[Branch, ...]


def find(connection: Any, query: str, limit: int, after: str | None) -> CasePage:
    """Cases that fit every word of `query`, newest first; the key of a page is a position."""
    words = [_word(connection, text) for text in split(query)]
    if not words or not all(word.branches for word in words):
        return CasePage((), None)
    below = int(after) if after else _TOP
    found: list[tuple[int, CaseRow]] = []
    for position, row in _matches(connection, words, below):
        found.append((position, row.case))
        if len(found) > limit:
            break
    page = found[:limit]
    key = str(page[-1][0]) if len(found) > limit else None
    return CasePage(tuple(row for _, row in page), key)


def split(query: str) -> list[str]:
    """Words of a typed line: half width, upper case; a number typed in groups is one word."""
    line = unicodedata.normalize("NFKC", query).upper().replace("'", "")
    words = line.split()
    joined = "".join(words)
    if len(words) > 1 and len(joined) >= 15 and joined[:-1].isdigit():
        return [joined]
    return words


# --- what a word means ---------------------------------------------------------------------------


def _word(connection: Any, text: str) -> Word:
    branches: list[Branch] = []
    if any(c.isdigit() for c in text) and text.isascii():
        branches.append(Branch(("d" + text,)))
        if len(text) == 15 and text.isdigit():
            branches.append(Branch(("d" + _modern(text),)))
    elif text.isascii():
        branches += _pinyin_branches(text.lower())
    else:
        branches += _name_branches(text)
    return Word((*branches, *_matter_branches(connection, text)))


def _modern(old: str) -> str:
    """18-digit form of a 15-digit number."""
    from counter.domain.identity import from_15_digits

    return from_15_digits(old)


def _name_branches(text: str) -> list[Branch]:
    letters = "".join(c for c in text if c.isalnum())
    if not letters:
        return []
    if len(letters) <= 2:
        return [Branch(("h" + letters,))]
    pairs = tuple(dict.fromkeys("h" + letters[i : i + 2] for i in range(len(letters) - 1)))

    def check(row: Row) -> bool:
        return any(letters in _bare(name) for name in (row.case.applicant, row.agent))

    return [Branch(pairs, check)]


def _bare(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).upper() if c.isalnum())


def _pinyin_branches(typed: str) -> list[Branch]:
    if not typed.isalpha():
        return []
    branches = [Branch(("p" + token,)) for token in _completions(typed)]
    if len(typed) <= 3:
        return [Branch(("i" + typed,)), *branches]
    triples = tuple(dict.fromkeys("i" + typed[i : i + 3] for i in range(len(typed) - 2)))

    def initials(row: Row) -> bool:
        return any(has_initials(name, typed) for name in (row.case.applicant, row.agent))

    def full(row: Row) -> bool:
        return any(has_pinyin(name, typed) for name in (row.case.applicant, row.agent))

    begun = {"p" + typed[:k] for k in range(2, len(typed)) if _syllable_count(typed[:k]) == 2}
    branches += [Branch((token,), full) for token in sorted(begun)]
    return [*branches, Branch(triples, initials)]


def _syllable_count(typed: str) -> int:
    """2 when `typed` is two whole syllables, else 0."""
    known = syllables()
    return 2 if any(typed[:k] in known and typed[k:] in known for k in range(1, len(typed))) else 0


def _completions(typed: str) -> list[str]:
    """One or two whole syllables that begin with `typed`."""
    known = syllables()
    one = [s for s in known if s.startswith(typed)]
    two = [
        typed[:k] + s
        for k in range(1, len(typed))
        if typed[:k] in known
        for s in known
        if s.startswith(typed[k:])
    ]
    return sorted({*one, *two})


def _matter_branches(connection: Any, text: str) -> list[Branch]:
    """Matters whose code, title or initials fit; a hall has some hundreds, so all are looked at."""
    lower = text.lower()
    fits: dict[str, None] = {}
    for matter, title in _MATTERS.rows(connection):
        if matter.lower() == lower or _title_fits(_bare(title), lower):
            fits[matter] = None
    return [Branch((matter_token(matter),)) for matter in fits]


def _title_fits(title: str, lower: str) -> bool:
    if not lower.isascii():
        return len(lower) > 1 and lower.upper() in title
    return len(lower) > 1 and lower.isalpha() and has_initials(title, lower)


# --- walking -------------------------------------------------------------------------------------


def _matches(connection: Any, words: Sequence[Word], below: int) -> Iterator[tuple[int, Row]]:
    leader, *others = _by_rarity(connection, words)
    for position in _positions(connection, leader, below):
        if not all(_may(connection, word, position) for word in others):
            continue
        values = _ROW.row(connection, ord=position)
        if values is None:
            continue
        row = Row(case_row(values[:-2]), values[-2], values[-1])
        if all(_fits(connection, word, position, row) for word in (leader, *others)):
            yield position, row


def _by_rarity(connection: Any, words: Sequence[Word]) -> list[Word]:
    if len(words) == 1:
        return list(words)
    return sorted(words, key=lambda word: _weight(connection, word))


def _weight(connection: Any, word: Word) -> int:
    """How many cases a word has, counted up to a bound."""
    total = 0
    for branch in word.branches:
        counts = [
            len(_WALK.rows(connection, token=token, below=_TOP, most=_RARE))
            for token in branch.tokens
        ]
        total += min(counts)
        if total >= _RARE:
            break
    return total


def _positions(connection: Any, word: Word, below: int) -> Iterator[int]:
    """Positions at which the word's tokens fit, descending, each once."""
    last = -1
    walks = [_branch_positions(connection, branch, below) for branch in word.branches]
    for position in heapq.merge(*walks, reverse=True):
        if position != last:
            last = position
            yield position


def _branch_positions(connection: Any, branch: Branch, below: int) -> Iterator[int]:
    leader = branch.tokens[0]
    if len(branch.tokens) > 1:
        leader = min(
            branch.tokens,
            key=lambda token: len(_WALK.rows(connection, token=token, below=_TOP, most=_RARE)),
        )
    others = [token for token in branch.tokens if token != leader]
    for position in _walk(connection, leader, below):
        if all(_HAS.row(connection, token=token, ord=position) for token in others):
            yield position


def _walk(connection: Any, token: str, below: int) -> Iterator[int]:
    most = _FIRST
    while True:
        rows = _WALK.rows(connection, token=token, below=below, most=most)
        for (position,) in rows:
            yield position
        if len(rows) < most:
            return
        below, most = rows[-1][0], min(most * 2, _LAST)


def _may(connection: Any, word: Word, position: int) -> bool:
    """True when the tokens of one of the word's branches are there; long words wait for the row."""
    if len(word.branches) > 8:
        return True
    return any(_has_all(connection, branch, position) for branch in word.branches)


def _has_all(connection: Any, branch: Branch, position: int) -> bool:
    return all(_HAS.row(connection, token=token, ord=position) for token in branch.tokens)


def _fits(connection: Any, word: Word, position: int, row: Row) -> bool:
    here = matter_token(row.case.matter)
    for branch in word.branches:
        if branch.tokens[0].startswith("m"):
            if branch.tokens[0] == here:
                return True
        elif _has_all(connection, branch, position) and (branch.check is None or branch.check(row)):
            return True
    return False


def cases_of(connection: Any, number: str, limit: int) -> tuple[CaseRow, ...]:
    """Cases whose applicant has this number, newest first."""
    wanted = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    found: list[CaseRow] = []
    if not wanted:
        return ()
    for position in _walk(connection, "d" + wanted, _TOP):
        values = _ROW.row(connection, ord=position)
        if values is not None:
            row = case_row(values[:-2])
            if row.number.upper() == wanted:  # an agent has the same token
                found.append(row)
        if len(found) == limit:
            break
    return tuple(found)
