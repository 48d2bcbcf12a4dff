"""The left column as data: who asks, how they came, how to reach them, their earlier cases."""

from __future__ import annotations

import datetime as dt

from counter.domain.application import CHECKED, Problem
from counter.domain.case import STATUS_WORDS, Status
from counter.domain.clock import paper_date
from counter.domain.errors import Text, text
from counter.domain.identity import age_on
from counter.domain.persons import DOC_WORDS, LONG_TERM, SEX_WORDS, DocKind, IdDocument
from counter.ui.markup import Line
from counter.ui.pages.reception.model import (
    ApplicantView,
    ContactView,
    Fact,
    FieldView,
    HistoryRow,
    HistoryView,
    PersonView,
    Words,
)
from counter.ui.pages.reception.state import ReceptionState
from counter.ui.state import ChipState

MANUAL_KINDS = (
    DocKind.RESIDENT,
    DocKind.PASSPORT,
    DocKind.HUKOU,
    DocKind.HMT,
    DocKind.FOREIGN_2017,
    DocKind.FOREIGN_2023,
    DocKind.OTHER,
)
"""Documents that are taken by hand."""

PARTS: dict[str, Text] = {
    "name": Text("姓名"),
    "number": Text("证号"),
    "sex": Text("性别"),
    "ethnicity": Text("民族"),
    "birth": Text("出生日期"),
    "address": Text("住址"),
    "issuer": Text("签发机关"),
    "valid_from": Text("有效期起"),
    "valid_to": Text("有效期止"),
}
"""Parts of a document that may hold a character nobody can show."""

HISTORY_ROWS = 2


def group_id(number: str) -> str:
    """An 18-character number in groups 6 8 4, as it is shown; others as they are."""
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


def _date(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        return None


def source_words(document: IdDocument | None) -> Words:
    """Where the data came from: 读卡 14:03:12·证件等级 A."""
    if document is None:
        return ""
    if document.source != "card":
        return Text("手工录入·证件等级 B")
    return text("读卡 {time}·证件等级 A", time=document.read_at[11:19] or "—")


def person_view(
    document: IdDocument, problems: tuple[Problem, ...], now: dt.datetime
) -> PersonView:
    """A document as the page shows it; problems are those of this document."""
    expired = document.expired_on(now.date().isoformat())
    return PersonView(
        name=document.name,
        line=_about(document, now),
        born=_born(document),
        chip=_chip(document, expired),
        facts=_facts(document, expired),
        warnings=_warnings(document, expired, now),
        faults=_stopping(problems),
        photo_note=Text("照片需厂商\n解码库") if document.source == "card" else Text("没有照片"),
        source=source_words(document),
        trusted=document.source == "card",
    )


def _about(document: IdDocument, now: dt.datetime) -> Words:
    birth = _date(document.birth)
    parts = [
        SEX_WORDS.get(document.sex, "") if document.sex in ("1", "2") else "",
        _people(document.ethnicity),
        document.nationality,
        f"{age_on(birth, now.date())} 岁" if birth else "",
    ]
    return "·".join(p for p in parts if p)


def _people(word: str) -> str:
    if not word or word.endswith("族") or not word[0] > "一":
        return word
    return f"{word}族"


def _born(document: IdDocument) -> Words:
    birth = _date(document.birth)
    if birth is None:
        return ""
    return text("{date}生", date=paper_date(birth))


def _chip(document: IdDocument, expired: bool) -> ChipState:
    if expired:
        return ChipState("due", Text("证件已过期"))
    if not document.valid_to:
        return ChipState("kind", DOC_WORDS[document.kind])
    return ChipState("done", Text("证件有效"))


def _facts(document: IdDocument, expired: bool) -> tuple[Fact, ...]:
    resident = document.kind is DocKind.RESIDENT
    facts = [Fact(Text("身份证号" if resident else "证号"), group_id(document.number), "lead")]
    if not resident:
        facts.append(Fact(Text("证件"), DOC_WORDS[document.kind]))
    if document.foreign_name:
        facts.append(Fact(Text("外文名"), document.foreign_name))
    if document.address:
        facts.append(Fact(Text("住址"), document.address))
    if document.issuer:
        facts.append(Fact(Text("签发机关"), document.issuer))
    if document.pass_number:
        facts.append(Fact(Text("通行证号"), document.pass_number))
    if document.valid_to:
        span = f"{document.valid_from} 至 {document.valid_to}".removeprefix(" 至 ")
        facts.append(Fact(Text("有效期"), span, "warn" if expired else ""))
    return tuple(facts)


def _warnings(document: IdDocument, expired: bool, now: dt.datetime) -> tuple[Words, ...]:
    said: list[Words] = []
    end = _date(document.valid_to) if document.valid_to != LONG_TERM else None
    if expired and end is not None:
        said.append(text("过期 {n} 天。可以办，会记下来；请早去换证。", n=(now.date() - end).days))
    said += [
        text("{part}里有一个字显示不出来。对着证件核对，要改按 Ctrl+M。", part=str(PARTS[part]))
        for part in document.unreadable
        if part in PARTS
    ]
    if "id.check" in document.notes:
        said.append(Text("卡里的证号校验位对不上，请看清是不是真证。"))
    if "card.birth_differs" in document.notes:
        said.append(Text("卡里的出生日期和证号对不上，请核对。"))
    return tuple(said)


def _stopping(problems: tuple[Problem, ...]) -> tuple[Words, ...]:
    return tuple(text("{what}{then}", what=str(p.what), then=str(p.next_step)) for p in problems)


def _of(state: ReceptionState, slot: str) -> tuple[Problem, ...]:
    return tuple(p for p in state.stops if p.field.startswith(f"{slot}.document."))


# --- sections -------------------------------------------------------------------------------------


def applicant_view(state: ReceptionState, now: dt.datetime, *, works: bool = True) -> ApplicantView:
    """Section 申请人. works: whoever is here receives; others are shown no key for it."""
    form = state.form
    document = form.document
    manual = state.manual == "applicant"
    person = None
    if document is not None and not manual:
        person = person_view(document, _of(state, "applicant"), now)
    return ApplicantView(
        source=source_words(document) if person else "",
        trusted=bool(document and document.source == "card"),
        person=person,
        organisation=_organisation(state) if form.kind == "organisation" else (),
        manual=manual_fields(state, "applicant") if manual else (),
        manual_for="applicant" if manual else "",
        empty=_empty(state, works) if document is None and not manual else "",
        trouble=state.card_trouble,
        said=state.card_said or "",
    )


def _empty(state: ReceptionState, works: bool) -> Line:
    if not works:
        return Text("没有申请人。")
    if state.form.kind == "organisation":
        return Text("法定代表人到场，就把证件放上读卡器；可不放。")
    return Text("把身份证放到读卡器上。没有卡：[[reception.manual]]")


def _organisation(state: ReceptionState) -> tuple[FieldView, ...]:
    form = state.form
    return (
        _field(state, "applicant.name", "单位名称", form.organisation, kind="long"),
        _field(state, "applicant.credit_code", "信用代码", form.credit_code, max_length=24),
        _field(state, "applicant.representative", "法定代表人", form.representative),
        _field(state, "applicant.address", "住所", form.address, kind="long", optional=True),
    )


def manual_fields(state: ReceptionState, slot: str) -> tuple[FieldView, ...]:
    """The fields of a document taken by hand."""
    form = state.form
    document = form.document if slot == "applicant" else form.agent_document
    held = document or IdDocument(kind=DocKind.RESIDENT, name="", number="")
    at = f"{slot}.document"
    kinds = tuple((k.value, Text(DOC_WORDS[k])) for k in MANUAL_KINDS)
    if held.kind not in MANUAL_KINDS:
        kinds = ((held.kind.value, Text(DOC_WORDS[held.kind])), *kinds)
    derived = held.kind in CHECKED
    fields = [
        _field(state, f"{at}.kind", "证件", held.kind.value, kind="choice", choices=kinds),
        _field(state, f"{at}.name", "姓名", held.name, max_length=60),
        _field(state, f"{at}.number", "证号", held.number, max_length=24),
    ]
    if not derived:
        fields += [
            _field(
                state,
                f"{at}.sex",
                "性别",
                held.sex,
                kind="choice",
                choices=(("", Text("未填")), ("1", Text("男")), ("2", Text("女"))),
            ),
            _field(state, f"{at}.birth", "出生", held.birth, kind="date", optional=True),
        ]
    fields += [
        _field(state, f"{at}.address", "住址", held.address, kind="long", optional=True),
        _field(state, f"{at}.valid_to", "有效期止", held.valid_to, kind="date", optional=True),
    ]
    return tuple(fields)


def contact_view(state: ReceptionState, now: dt.datetime) -> ContactView:
    """Section 怎样联系."""
    form = state.form
    fields = [
        _field(state, "contact.phone", "手机", form.phone, max_length=20, note=_phone_note(state)),
        _field(
            state,
            "contact.delivery",
            "送达方式",
            form.delivery,
            kind="choice",
            choices=(("window", Text("窗口领取")), ("mail", Text("邮寄"))),
        ),
    ]
    if form.delivery == "mail":
        fields.append(
            _field(state, "contact.mail_address", "收件地址", form.mail_address, kind="long")
        )
    fields.append(
        _field(
            state,
            "contact.sms",
            "收件短信",
            "1" if form.sms else "",
            kind="check",
            note=Text("同意接收办理进度"),
        )
    )
    who = "agent" if form.by_agent else form.kind
    if not form.by_agent:
        return ContactView(who=who, fields=tuple(fields))
    return _with_agent(state, tuple(fields), now)


def _with_agent(
    state: ReceptionState, fields: tuple[FieldView, ...], now: dt.datetime
) -> ContactView:
    form, agent = state.form, state.form.agent_document
    manual = state.manual == "agent"
    whose = _field(
        state,
        "applicant.kind",
        "替谁办",
        form.kind,
        kind="choice",
        choices=(("person", Text("个人")), ("organisation", Text("单位"))),
    )
    letter = _field(
        state,
        "agent.power_of_attorney",
        "委托书",
        form.power_of_attorney,
        max_length=60,
    )
    return ContactView(
        who="agent",
        fields=fields,
        agent=person_view(agent, _of(state, "agent"), now) if agent and not manual else None,
        agent_fields=(whose, *(manual_fields(state, "agent") if manual else ()), letter),
        agent_empty=""
        if agent or manual
        else Text("把代办人的身份证放到读卡器上。没有卡：[[reception.manual]]"),
    )


def _phone_note(state: ReceptionState) -> Words:
    if not state.phone_since:
        return ""
    return text("{date} 那次留的号码，核对一下", date=state.phone_since)


def history_view(state: ReceptionState) -> HistoryView:
    """Section 他以前的件; the clerk's drafts while the page is empty."""
    form = state.form
    if form.empty and state.drafts and state.case is None:
        return _drafts(state)
    title = _whose(state)
    if not (state.earlier_of or form.document or form.credit_code):
        return HistoryView(title=title)
    shown = state.earlier if state.all_earlier else state.earlier[:HISTORY_ROWS]
    rows = tuple(
        HistoryRow(
            row.received_at[:10],
            row.matter_title,
            Text(STATUS_WORDS[Status(row.status)]),
            row.case_no,
        )
        for row in shown
    )
    count = len(state.earlier)
    fact: Line = text("{n} 件", n=count) if count else Text("第一次来")
    if count > HISTORY_ROWS:
        fact = text("{n} 件·[[reception.history]]", n=count)
    return HistoryView(title=title, fact=fact, rows=rows, more=count - len(rows))


def _whose(state: ReceptionState) -> Words:
    if state.form.kind == "organisation":
        return Text("这家以前的件")
    sex = state.form.document.sex if state.form.document else ""
    return {"1": Text("他以前的件"), "2": Text("她以前的件")}.get(sex, Text("以前的件"))


def _drafts(state: ReceptionState) -> HistoryView:
    rows = tuple(
        HistoryRow(draft.updated_at[11:16], draft.title, "", draft.id) for draft, _ in state.drafts
    )
    return HistoryView(
        title=Text("没办完的草稿"),
        fact=text("{n} 件·[[reception.draft]]", n=len(rows)),
        rows=rows[:6],
        more=max(0, len(rows) - 6),
        drafts=True,
    )


def _field(
    state: ReceptionState,
    path: str,
    label: str,
    value: str,
    *,
    kind: str = "text",
    choices: tuple[tuple[str, Words], ...] = (),
    optional: bool = False,
    note: Words = "",
    max_length: int = 200,
) -> FieldView:
    return FieldView(
        path=path,
        label=Text(label),
        value=value,
        kind=kind,
        choices=choices,
        optional=optional,
        note=note,
        max_length=max_length,
        error=state.problem_at(path),
    )
