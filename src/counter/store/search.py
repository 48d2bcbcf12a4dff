"""One box over all cases: what a typed line means, and the cases that fit, newest first.

Each word of the line is a set of tokens of which one must fit, plus a check against the row for
what tokens alone cannot tell. The rarest word leads; its cases are walked newest first by
position, in chunks, and the other words are asked of each.
"""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, intersect, select

from counter.ports.store import CasePage, CaseRow
from counter.store import schema
from counter.store.lists import COLUMNS, case_row
from counter.store.pinyin import completions, has_initials, has_pinyin, syllables
from counter.store.sql import Statement
from counter.store.tokens import PERSON_MOST, matter_token

_t, _c, _m = schema.token.c, schema.case_row.c, schema.matter_row.c
_FIRST = 24  # rows asked of a token at first; doubled each time
_LAST = 1536
_RARE = 400  # a word with fewer cases than this leads without further ado
_MANY = 50_000
_LEAVES = 12  # pages of a matter's token in a large store: to read it costs as many rows
_LONG = 8  # a word with more branches than this waits for the row
_PROBE = 32  # a look-up of one position costs as much as so many rows of a span
_TOP = 1 << 62

_HAS = Statement(select(_t.ord).where(_t.token == bindparam("token"), _t.ord == bindparam("ord")))
_COUNT = Statement(
    select(func.count()).select_from(
        select(_t.ord).where(_t.token == bindparam("token")).limit(bindparam("most")).subquery()
    )
)
_SPAN = Statement(
    select(_t.ord)
    .where(
        _t.token == bindparam("token"),
        _t.ord <= bindparam("top"),
        _t.ord >= bindparam("bottom"),
    )
    .limit(bindparam("most"))
)
_ROW = Statement(select(*COLUMNS, _c.agent, _c.agent_number).where(_c.ord == bindparam("ord")))
_MATTERS = Statement(select(_m.matter, _m.title))


@lru_cache(maxsize=8)
def _common(count: int) -> Statement:
    """Positions that so many tokens have in common, newest first: one merge inside SQLite."""
    sides = (
        select(_t.ord).where(_t.token == bindparam(f"token_{i}"), _t.ord < bindparam("below"))
        for i in range(count)
    )
    both = intersect(*sides)
    newest = both.selected_columns.ord.desc()
    return Statement(both.order_by(newest).limit(bindparam("most")))


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


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).upper() if c.isalnum())


def _pinyin_branches(typed: str) -> list[Branch]:
    if not typed.isalpha():
        return []
    branches = [Branch(("p" + token,)) for token in completions(typed, PERSON_MOST)]
    if len(typed) <= 3:
        return [Branch(("i" + typed,)), *branches]
    triples = tuple(dict.fromkeys("i" + typed[i : i + 3] for i in range(len(typed) - 2)))

    def initials(row: Row) -> bool:
        return any(has_initials(name, typed) for name in (row.case.applicant, row.agent))

    def full(row: Row) -> bool:
        return any(has_pinyin(name, typed) for name in (row.case.applicant, row.agent))

    pairs = {"q" + typed[:k] for k in range(2, len(typed) + 1) if _is_pair(typed[:k])}
    branches += [Branch((token,), full) for token in sorted(pairs)]
    return [*branches, Branch(triples, initials)]


def _is_pair(typed: str) -> bool:
    """True when `typed` is two whole syllables."""
    known = syllables()
    return any(typed[:k] in known and typed[k:] in known for k in range(1, len(typed)))


def _matter_branches(connection: Any, text: str) -> list[Branch]:
    """Matters whose code, title or initials fit; a hall has some hundreds, so all are looked at."""
    lower = _bare(text).lower()
    fits: dict[str, None] = {}
    for matter, title in _MATTERS.rows(connection):
        if matter.upper() == text or _title_fits(_bare(title), lower):
            fits[matter] = None
    return [Branch((matter_token(matter),)) for matter in fits]


def _title_fits(title: str, lower: str) -> bool:
    if not lower.isascii():
        return len(lower) > 1 and lower.upper() in title
    return len(lower) > 1 and lower.isalpha() and has_initials(title, lower)


# --- walking -------------------------------------------------------------------------------------


def _matches(connection: Any, words: Sequence[Word], below: int) -> Iterator[tuple[int, Row]]:
    words = _pruned(connection, words)
    if not all(word.branches for word in words):
        return
    weight = _RARE
    dense = [w for w in words if _is_dense(connection, w)]
    if len(dense) > 1:
        # Two common surnames may meet nowhere: SQLite tells so ten times sooner than we can.
        others = [w for w in words if w not in dense]
        positions = _walk(connection, [w.branches[0].tokens[0] for w in dense], below)
    else:
        leader, *others = _by_rarity(connection, words)
        weight = _weight(connection, leader, _RARE) if others else 0
        positions = _positions(connection, leader, below)
    for chunk in _chunks(positions):
        left = chunk
        for word in others:
            if weight >= _LEAVES * len(word.branches):  # the rows of a few are sooner read
                left = _having(connection, word, left)
        for position in left:
            values = _ROW.row(connection, ord=position)
            if values is None:
                continue
            row = Row(case_row(values[:-2]), values[-2], values[-1])
            if all(_fits(connection, word, position, row) for word in words):
                yield position, row


def _pruned(connection: Any, words: Sequence[Word]) -> list[Word]:
    """The words without branches that nothing can fit: a case has one matter only."""
    if len(words) == 1:
        return list(words)
    matters = [{b.tokens[0] for b in word.branches if _is_matter(b)} for word in words]
    plain = [
        [b for b in word.branches if not _is_matter(b) and _exists(connection, b)] for word in words
    ]
    pruned = []
    for i, mine in enumerate(matters):
        rest = [theirs for j, theirs in enumerate(matters) if j != i and not plain[j]]
        kept = [Branch((token,)) for token in sorted(mine) if all(token in m for m in rest)]
        pruned.append(Word((*plain[i], *kept)))
    return pruned


def _is_matter(branch: Branch) -> bool:
    return branch.tokens[0].startswith("m")


def _exists(connection: Any, branch: Branch) -> bool:
    return all(_count(connection, token, 1) for token in branch.tokens)


def _is_dense(connection: Any, word: Word) -> bool:
    """True for a word that is one token of many cases."""
    if len(word.branches) > 1 or len(word.branches[0].tokens) > 1:
        return False
    return _count(connection, word.branches[0].tokens[0], _RARE) >= _RARE


def _chunks(positions: Iterator[int]) -> Iterator[list[int]]:
    size = _FIRST
    while chunk := list(islice(positions, size)):
        yield chunk
        size = min(size * 2, _LAST)


def _by_rarity(connection: Any, words: Sequence[Word]) -> list[Word]:
    """The words, the rarest first; counting stops where one is known to be."""
    bound = _RARE
    while len(words) > 1:
        weights = [_weight(connection, word, bound) for word in words]
        if min(weights) < bound or bound > _MANY:
            order = sorted(range(len(words)), key=weights.__getitem__)
            return [words[i] for i in order]
        bound *= 16
    return list(words)


def _weight(connection: Any, word: Word, bound: int) -> int:
    """How many cases a word has, counted up to a bound."""
    total = 0
    for branch in word.branches:
        total += min(_count(connection, token, bound) for token in branch.tokens)
        if total >= bound:
            break
    return total


def _count(connection: Any, token: str, bound: int) -> int:
    return int(_COUNT.row(connection, token=token, most=bound)[0])


def _having(connection: Any, word: Word, chunk: list[int]) -> list[int]:
    """Those positions of a descending chunk that may fit the word, by tokens alone."""
    if len(chunk) < _FIRST:
        return [p for p in chunk if _may(connection, word, p)]
    room = len(chunk) * _PROBE  # so many rows cost as much as asking for each position
    there: set[int] = set()
    for branch in word.branches:
        first, *rest = branch.tokens
        found = _between(connection, first, chunk, room)
        for token in rest:
            found &= _between(connection, token, chunk, room)
        there |= found
        if len(there) > room:
            return [p for p in chunk if _may(connection, word, p)]
    return [p for p in chunk if p in there]


def _between(connection: Any, token: str, chunk: list[int], room: int) -> set[int]:
    """Positions of a token within the chunk's span, `room` + 1 of them at most."""
    rows = _SPAN.rows(connection, token=token, top=chunk[0], bottom=chunk[-1], most=room + 1)
    if len(rows) > room:
        return {p for p in chunk if _HAS.row(connection, token=token, ord=p)}
    return {row[0] for row in rows}


def _positions(connection: Any, word: Word, below: int) -> Iterator[int]:
    """Positions at which the word's tokens fit, descending, each once."""
    last = -1
    walks = [_branch_positions(connection, branch, below) for branch in word.branches]
    for position in heapq.merge(*walks, reverse=True):
        if position != last:
            last = position
            yield position


def _branch_positions(connection: Any, branch: Branch, below: int) -> Iterator[int]:
    if len(branch.tokens) == 1:
        yield from _walk(connection, branch.tokens, below)
        return
    counts = {token: _count(connection, token, _RARE) for token in branch.tokens}
    leader, *others = sorted(counts, key=counts.__getitem__)
    if counts[leader] == 0:
        return
    for position in _walk(connection, [leader], below):
        if all(_HAS.row(connection, token=token, ord=position) for token in others):
            yield position


def _walk(connection: Any, tokens: Sequence[str], below: int) -> Iterator[int]:
    """Positions that all of the tokens have, descending."""
    statement = _common(len(tokens))
    named = {f"token_{i}": token for i, token in enumerate(tokens)}
    most = _FIRST
    while True:
        rows = statement.rows(connection, **named, below=below, most=most)
        for (position,) in rows:
            yield position
        if len(rows) < most:
            return
        below, most = rows[-1][0], min(most * 2, _LAST)


def _may(connection: Any, word: Word, position: int) -> bool:
    """True when the tokens of one of the word's branches are there; long words wait for the row."""
    if len(word.branches) > _LONG:
        return True
    return any(_has_all(connection, branch, position) for branch in word.branches)


def _has_all(connection: Any, branch: Branch, position: int) -> bool:
    return all(_HAS.row(connection, token=token, ord=position) for token in branch.tokens)


def _fits(connection: Any, word: Word, position: int, row: Row) -> bool:
    here = matter_token(row.case.matter)
    others: list[Branch] = []
    for branch in word.branches:
        if branch.tokens[0] == here:
            return True
        if not _is_matter(branch):
            others.append(branch)
    return any(
        (branch.check is None or branch.check(row)) and _has_all(connection, branch, position)
        for branch in others
    )


def cases_of(connection: Any, number: str, limit: int) -> tuple[CaseRow, ...]:
    """Cases whose applicant has this number, newest first."""
    wanted = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    found: list[CaseRow] = []
    if not wanted:
        return ()
    for position in _walk(connection, ["d" + wanted], _TOP):
        values = _ROW.row(connection, ord=position)
        if values is not None:
            row = case_row(values[:-2])
            if row.number.upper() == wanted:  # an agent has the same token
                found.append(row)
        if len(found) == limit:
            break
    return tuple(found)
