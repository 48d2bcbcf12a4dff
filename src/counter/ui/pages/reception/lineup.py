"""今天要办: the matters this visitor came for, one after the other. Each becomes a case of its own;
what goes wrong with one leaves the others as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counter.desk.reception import LineDone, LineItem, ReceptionForm
from counter.domain.errors import Text, text
from counter.domain.numbers import group_case_number
from counter.domain.prior import MISSING, PRIOR
from counter.ui.markup import Line, Run

if TYPE_CHECKING:
    from counter.ui.pages.reception.presenter import ReceptionPresenter
    from counter.ui.pages.reception.state import Doing, ReceptionState

DONE: dict[Doing, str] = {"accept": "已受理", "tell": "已告知", "receive": "已收件"}


class Lineup:
    """The line's part of the presenter."""

    def __init__(self, presenter: ReceptionPresenter) -> None:
        self._p = presenter

    def add(self) -> None:
        """Ctrl+J: the matter under the hand waits behind the others; a first one is begun."""
        state = self._p.state
        if state.locked or not state.matches:
            return
        code = state.matches[state.match_at].code
        if not state.form.matter:
            self._p.choose()
            return
        state.form.line.append(LineItem(matter=code))
        state.form.planned = total(state.form)
        state.form.query = ""
        self._p.find()
        self._p.wanted_focus = "matter"
        self._p.edited()

    def drop(self) -> None:
        """The last of the line is taken off it."""
        if self._p.state.form.line and not self._p.state.locked:
            form = self._p.state.form
            form.line.pop()
            form.planned = form.nth + len(form.line)
            self._p.edited()

    def later(self) -> None:
        """What is in hand goes behind the line as it is; the next one comes up."""
        form = self._p.state.form
        if form.line and not self._p.state.locked:
            form.line.append(item_of(form))
            self._begin(form.line.pop(0))

    def prior_first(self) -> None:
        """Ctrl+B: the matter whose result is needed is done first, then this one."""
        form, code = self._p.state.form, needed(self._p.state)
        if not code or self._p.state.locked:
            return
        form.line = [item_of(form), *(i for i in form.line if i.matter != code)]
        form.planned = form.nth + len(form.line)
        self._begin(LineItem(matter=code))

    def _begin(self, item: LineItem) -> None:
        """Another matter of the same visitor takes the page."""
        state, form = self._p.state, self._p.state.form
        state.shelf.clear()
        state.marks, state.telling, state.editing, state.tried = {}, False, "", False
        state.trouble = None
        form.matter, form.query = item.matter, ""
        form.materials, form.fields, form.prior = item.materials, item.fields, item.prior
        self._p.find()
        self.settle()
        self._p.edited()

    def settle(self) -> None:
        """The hand goes where the matter in hand wants it."""
        p = self._p
        if p.state.matter is not None:
            p.reader.sync()
            p.materials.to_first_lacking()
            p.state.at = p.wanted_focus = "materials"
            p.load_chiefs()


def item_of(form: ReceptionForm) -> LineItem:
    """The matter in hand with everything that is its own."""
    return LineItem(
        matter=form.matter, materials=form.materials, fields=form.fields, prior=form.prior
    )


def needed(state: ReceptionState) -> str:
    """The first matter that must be done before this one; empty when none is lacking."""
    found = next((p for p in state.stops if p.code == MISSING), None)
    code = found.field.removeprefix(PRIOR) if found else ""
    return code if state.catalogue is not None and code in state.catalogue.matters else ""


def total(form: ReceptionForm) -> int:
    """How many matters this visitor came for, as far as is known."""
    return max(form.planned, form.nth + len(form.line))


def lined(form: ReceptionForm) -> bool:
    """Whether a line was made: its length is known."""
    return form.planned > 0


def line_words(state: ReceptionState) -> Line:
    """One line under 事项: what is done, what is in hand, what comes."""
    form = state.form
    if not lined(form) and not form.done:
        return ""
    runs = [Run(str(text("今天要办 {n} 件", n=total(form))))]
    for n, done in enumerate(form.done, 1):
        words = "{n} {title} {word} {tail}"
        tail = group_case_number(done.case_no)[-6:]
        title = _title(state, done.matter)
        runs.append(_part(text(words, n=n, title=title, word=done.word, tail=tail)))
    here = _title(state, form.matter) or str(Text("还没选"))
    word = DONE[state.doing] if state.case is not None else "没办成" if state.trouble else "手上"
    now = _part(text("{n} {title} {word}", n=form.nth, title=here, word=word))
    runs.append(replace(now, bold=True, colour="ink"))
    runs += [
        _part(text("{n} {title}", n=n, title=_title(state, item.matter)))
        for n, item in enumerate(form.line, form.nth + 1)
    ]
    return tuple(runs)


def _part(words: Text) -> Run:
    return Run("　" + str(words))


def _title(state: ReceptionState, code: str) -> str:
    matter = state.catalogue.matters.get(code) if state.catalogue else None
    return matter.title if matter else code


def done_item(state: ReceptionState) -> LineDone:
    """The case just made, for the line."""
    assert state.case is not None
    return LineDone(matter=state.form.matter, case_no=state.case.case_no, word=DONE[state.doing])
