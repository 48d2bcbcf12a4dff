"""Invented papers of the law: told, refused, stopped, extended, given back.

Made by the deciders of the domain themselves, so that a layout fits what a desk gets.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counter.documents.samplehall import CALENDAR, CATALOGUE, DAY, PROMISE, limits, received
from counter.domain import (
    archive,
    departing,
    endings,
    inquiry,
    notice,
    procedures,
    timeline,
)
from counter.domain.acts import Act, ActHeader, NewAct, Payload
from counter.domain.application import Application
from counter.domain.away import Department
from counter.domain.case import (
    CaseAccepted,
    CaseHandedOver,
    CaseReviewed,
    CaseState,
    ClockPaused,
    ClockResumed,
    Limits,
    NoticeIssued,
    NoticeItem,
    PaperIssued,
    PaperPrinted,
    PaperState,
    Status,
    SupplementReceived,
    case_stream,
    evolve_case,
)
from counter.domain.caseclock import Procedure
from counter.domain.follow import NOTICE, accept_lacking, follow_up
from counter.domain.inquiryacts import HearingAsked, HearingCalled, HearingTold, Inquiry
from counter.domain.numbers import case_number
from counter.domain.people import Actor, Role
from counter.domain.reception import Setting
from counter.ports.clock import CHINA

_CLERK = Actor(number="0317", name="曾伟", unit="WH", window="9", roles=frozenset({Role.CLERK}))


def _place(day: dt.date) -> Setting:
    return Setting(
        catalogue=CATALOGUE,
        calendar=CALENDAR,
        now=dt.datetime.combine(day, dt.time(10, 37), CHINA),
        terminal="09",
        training=False,
        form_version=lambda form: f"{form}@1",
        take=lambda series: 87,
        new_id=lambda: "sample",
    )


def _state(status: Status, brought: int = 7) -> CaseState:
    """The promised case in hand, with the first `brought` materials, received on DAY."""
    taken = received(False)
    taken = msgspec.structs.replace(taken, materials=taken.materials[:brought])
    taken_on = dt.datetime.combine(DAY, dt.time(10, 37), CHINA).isoformat()
    state = CaseState(case_no=taken.case_no, status=status, received=taken, received_at=taken_on)
    if status is not Status.ACCEPTED:
        return state
    reckoned = limits(CATALOGUE.matters[PROMISE])
    return msgspec.structs.replace(state, accepted_on=DAY.isoformat(), limits=reckoned)


_TOLD = (
    NoticeItem(
        code="M5",
        name="房产权属或租赁证明",
        fault="wrong",
        why="租赁合同没有出租人签名，租期写的是六个月；要有签名、租期不少于一年的合同",
        basis="《娱乐场所管理条例（2006）》第九条",
    ),
    NoticeItem(
        code="M6",
        name="消防安全检查合格证",
        fault="missing",
        why="没有带来",
        basis="《娱乐场所管理条例（2006）》第九条",
    ),
    NoticeItem(code="M7", name="环境影响评价审批意见", fault="missing", why="没有带来"),
)
_UNTIL = dt.date(2026, 10, 22)


def _only(acts: list[NewAct]) -> dict[str, object]:
    """Content of the paper among the acts."""
    return next(a.payload.content for a in acts if isinstance(a.payload, PaperIssued))


def told() -> dict[str, object]:
    state = _state(Status.RECEIVED, 5)
    return _only(notice.notify(state, _TOLD, _CLERK, _place(DAY)))


def supplement() -> dict[str, object]:
    first = NoticeIssued(items=_TOLD, until=_UNTIL.isoformat())
    state = msgspec.structs.replace(_state(Status.SUPPLEMENT, 5), notices=(first,))
    came = received(False).materials[4:6]
    return _only(notice.supplement(state, came, _CLERK, _place(dt.date(2026, 9, 29))))


def follows() -> dict[str, object]:
    """补办件通知书 of the promised case, with what may follow left out."""
    taken = received(False)
    application = Application(
        matter=PROMISE,
        applicant=taken.applicant,
        contact=taken.contact,
        materials=taken.materials[:5],
    )
    _, acts = accept_lacking(application, _CLERK, _place(DAY))
    return _only([act for act in acts if _code(act) == NOTICE])


def followed() -> dict[str, object]:
    """后补材料接收凭证: one of the two came."""
    gaps = received(False).materials[5:]
    missing = tuple((m.name, "2026-10-13") for m in gaps)
    state = msgspec.structs.replace(_state(Status.ACCEPTED, 5), missing=missing)
    return _only(follow_up(state, gaps[:1], _CLERK, _place(dt.date(2026, 9, 29))))


def _code(act: NewAct) -> str:
    return act.payload.code if isinstance(act.payload, PaperIssued) else ""


def refusal(limb: Literal["not_needed", "not_ours"] = "not_ours") -> dict[str, object]:
    """不予受理 by either limb of art. 32."""
    not_ours = limb == "not_ours"
    reason = (
        "申请的场所在南岳区辖区内，不在本县行政区域，其设立由场所所在地的文化主管部门许可。"
        if not_ours
        else "申请开办的是只供本单位职工使用的文体活动室，不对外营业，不属于娱乐场所。"
    )
    body = "南岳区文化主管部门" if not_ours else ""
    state = _state(Status.RECEIVED)
    return _only(endings.refuse_acceptance(state, limb, reason, body, _CLERK, _place(DAY)))


def special() -> dict[str, object]:
    return _only(
        procedures.pause(
            _state(Status.ACCEPTED),
            Procedure.HEARING,
            12,
            "场所邻近居民楼，利害关系人要求听证。",
            _CLERK,
            _place(dt.date(2026, 9, 28)),
        )
    )


def extension() -> dict[str, object]:
    reason = "拟设场所的消防设施正在整改，需要复查后才能作出决定。"
    place = _place(dt.date(2026, 10, 16))
    return _only(procedures.extend(_state(Status.ACCEPTED), 10, reason, "唐局长", _CLERK, place))


def return_slip(by_applicant: bool = False) -> dict[str, object]:
    """退件 after a term for supplements ran out, or 撤回 on the applicant's wish."""
    first = NoticeIssued(items=_TOLD, until=_UNTIL.isoformat())
    state = msgspec.structs.replace(_state(Status.SUPPLEMENT, 5), notices=(first,))
    reason = "申请人不再开办。" if by_applicant else "告知书载明的补正期限已过，材料没有补齐。"
    place = _place(dt.date(2026, 11, 2))
    return _only(endings.give_back(state, reason, by_applicant, _CLERK, place))


def life() -> dict[str, object]:
    """经过单 of a case that was told, supplemented, accepted, stopped and reviewed."""
    told_on, came_on = dt.date(2026, 9, 22), dt.date(2026, 9, 24)
    taken = received(False)
    reckoned = Limits(
        promised_days=15, promised_on="2026-10-22", legal_days=20, legal_on="2026-10-29"
    )
    moved = msgspec.structs.replace(reckoned, promised_on="2026-10-28", legal_on="2026-11-04")
    notice_paper = PaperIssued(
        paper_id="p1",
        code="notice",
        form="notice",
        form_version="notice@1",
        title="一次性告知书",
        number="衡文告〔2026〕0086 号",
        channel="page",
        copies=2,
        seals=("acceptance",),
        content={},
    )
    printed = PaperPrinted(paper_id="p1", job=1, outcome="printed", nth=1, copies=2)
    came = taken.materials[4:7]
    steps: tuple[tuple[dt.date, str, Payload], ...] = (
        (told_on, "10:21", taken),
        (told_on, "10:37", NoticeIssued(items=_TOLD, until=_UNTIL.isoformat())),
        (told_on, "10:37", notice_paper),
        (told_on, "10:38", printed),
        (came_on, "09:05", SupplementReceived(materials=came, complete=True)),
        (came_on, "09:05", CaseAccepted(limits=reckoned)),
        (
            dt.date(2026, 9, 28),
            "15:40",
            ClockPaused(
                procedure=Procedure.HEARING,
                expected_days=3,
                reason="场所邻近居民楼，利害关系人要求听证。",
            ),
        ),
        (
            dt.date(2026, 10, 9),
            "16:12",
            ClockResumed(result="听证会开过，笔录已归卷", limits=moved),
        ),
        (
            dt.date(2026, 10, 13),
            "11:02",
            CaseReviewed(opinion="grant", note="材料齐全，现场核查合格"),
        ),
    )
    acts = tuple(_past(n, *step) for n, step in enumerate(steps, 1))
    state = CaseState(case_no=taken.case_no)
    for act in acts:
        state = evolve_case(state, act)
    place = _place(dt.date(2026, 10, 14))
    return _only(timeline.print_life(state, acts, {"0905": "曾伟"}, _CLERK, place))


def _past(seq: int, day: dt.date, time: str, payload: Payload) -> Act:
    """An act as the journal gives it back."""
    header = ActHeader(
        terminal="09",
        epoch=1,
        seq=seq,
        stream=case_stream(received(False).case_no),
        touches=(),
        units=("WH",),
        kind=type(payload).KIND,
        version=type(payload).VERSION,
        command_id="sample",
        n=1,
        m=1,
        base=0,
        recorded_at=f"{day.isoformat()}T{time}:00.000+08:00",
        effective_on=day.isoformat(),
        actor="0905",
        grant="",
        payload_hash="",
        prev_hash="",
    )
    return Act(header, payload)


_REASON = "拟设场所距中学校门不足二百米，不符合设立的法定条件。"
_WHO = ("欧阳雪", "龙小满")


def hearing_told() -> dict[str, object]:
    """听证告知书 before a refusal that is intended."""
    reviewed = CaseReviewed(opinion="refuse", note=_REASON)
    state = msgspec.structs.replace(
        _state(Status.ACCEPTED), reviewed=reviewed, status=Status.REVIEWED
    )
    return _only(inquiry.tell(state, _WHO, _CLERK, _place(dt.date(2026, 9, 24))))


def _hearing(called: HearingCalled | None = None) -> CaseState:
    found = Inquiry(
        told=HearingTold(who=_WHO, ask_by="2026-10-09"),
        told_on="2026-09-24",
        asked=HearingAsked(who=_WHO[0], organise_by="2026-11-03"),
        asked_on="2026-09-28",
        called=called,
    )
    return msgspec.structs.replace(_state(Status.ACCEPTED), inquiry=found)


def hearing_called() -> dict[str, object]:
    day = dt.date(2026, 10, 14)
    place = _place(dt.date(2026, 9, 29))
    return _only(inquiry.call(_hearing(), day, "09:30", "中心二楼会议室", "赵主持", _CLERK, place))


def hearing_record() -> dict[str, object]:
    called = HearingCalled(on="2026-10-14", at="09:30", place="中心二楼会议室", chair="赵主持")
    record = (
        "审查人员说明：经测量，场所门口到中学校门的直线距离为一百八十六米。申请人认为应当按步行距离"
        "计算，步行距离为二百三十米，并提交了测绘单位的图纸。利害关系人认为学生放学经过场所门口。"
    )
    present = "申请人欧阳雪、利害关系人龙小满、审查人员曾伟"
    place = _place(dt.date(2026, 10, 14))
    return _only(inquiry.hold(_hearing(called), "赵主持", present, record, _CLERK, place))


def archive_list() -> dict[str, object]:
    """卷内目录 of a case that was given back: the notice and the return slip lie in the file."""
    told_first = notice.notify(_state(Status.RECEIVED, 5), _TOLD, _CLERK, _place(DAY))
    day = dt.date(2026, 11, 2)
    first = NoticeIssued(items=_TOLD, until=_UNTIL.isoformat())
    waiting = msgspec.structs.replace(_state(Status.SUPPLEMENT, 5), notices=(first,))
    returned = endings.give_back(waiting, "逾期未补", False, _CLERK, _place(day))
    issued = [a.payload for a in (*told_first, *returned) if isinstance(a.payload, PaperIssued)]
    titles = ("一次性告知书", "退件（撤回）单")
    named = [msgspec.structs.replace(p, title=t) for p, t in zip(issued, titles, strict=True)]
    papers = {
        "p1": PaperState(issued=named[0], prints=(_PRINTED,)),
        "p2": PaperState(issued=named[1]),
    }
    state = msgspec.structs.replace(
        waiting, status=Status.RETURNED, papers=papers, closed_on=day.isoformat()
    )
    reasons = {gap.key: "原件已随退件交申请人" for gap in archive.gaps(state)}
    return _only(archive.archive(state, reasons, "2 号柜 17 盒", _CLERK, _place(day)))


_PRINTED = PaperPrinted(paper_id="p1", job=1, outcome="printed", nth=1, copies=2)


def handover(back: bool = False) -> dict[str, object]:
    """移交 to the department, or 交回 with its opinion."""
    taker = departing.Signer(name="向家驹")
    if not back:
        state = _state(Status.ACCEPTED)
        return _only(departing.hand_over(state, taker, _CLERK, _place(dt.date(2026, 9, 23))))
    over = CaseHandedOver(to="", giver=_CLERK.name, taker=taker.name)
    state = msgspec.structs.replace(
        _state(Status.ACCEPTED),
        status=Status.DEPARTMENT,
        department=Department(over=over, since="2026-09-23"),
    )
    note = "场所离学校不足二百米。"
    day = _place(dt.date(2026, 10, 12))
    return _only(departing.hand_back(state, taker, "refuse", note, _CLERK, day))


def handover_list() -> dict[str, object]:
    """移交 of three cases on one slip."""
    state = _state(Status.ACCEPTED)
    receipt = state.received
    assert receipt is not None
    people = (receipt.applicant.name, "龙小满", "衡山县恒顺商贸有限公司")
    states = [
        msgspec.structs.replace(
            state,
            case_no=case_number("430423", DAY, "09", 20 + n),
            applicant=msgspec.structs.replace(receipt.applicant, name=name),
        )
        for n, name in enumerate(people, 1)
    ]
    taker = departing.Signer(name="向家驹")
    place = _place(dt.date(2026, 9, 23))
    acts = departing.hand_over_together(states, taker, _CLERK, place)
    return _only(acts)
