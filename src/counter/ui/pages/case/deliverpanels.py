"""送达 in place: who collects, or how else the papers are served, and what that names. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from counter.desk.cases import CaseView
from counter.domain.delivery import Method, Service
from counter.domain.errors import Text, text
from counter.domain.persons import IdDocument
from counter.ui.pages.case.panels import Fact, Option, Panel, PanelField, PanelView, date_error
from counter.ui.pages.case.timerline import late_delivery

METHODS = (
    Option("card", "读卡领取"),
    Option("typed", "手填证件领取"),
    Option("left", "留置送达"),
    Option("entrusted", "委托送达"),
    Option("mail", "邮寄送达"),
    Option("public", "公告送达"),
)
COLLECTED = ("card", "typed")
"""Somebody comes to the window and is looked at."""

FIELDS: dict[str, tuple[PanelField, ...]] = {
    "card": (),
    "typed": (PanelField("name", "领取人"), PanelField("number", "证件号")),
    "left": (
        PanelField("witness", "见证人", "要在回证上签名"),
        PanelField("note", "拒收事由", "他为什么不收"),
    ),
    "entrusted": (PanelField("entrusted", "委托谁", "哪个机关、单位代为送达"),),
    "mail": (PanelField("mail_number", "邮件号", "照回执写"),),
    "public": (
        PanelField("published", "公告在哪", "报纸、网站、公告栏"),
        PanelField("published_on", "公告日期", "如 2026-10-12"),
    ),
}
LACKING = {
    "name": "还没写领取人。照证件写。",
    "number": "还没写证件号。照证件写。",
    "witness": "还没写见证人。",
    "note": "还没写拒收的事由。",
    "entrusted": "还没写委托谁。",
    "mail_number": "还没写邮件号。照回执写。",
    "published": "还没写在哪里公告。",
    "published_on": "还没写公告日期。",
}
CONFIRM = {
    "left": "留置，办结",
    "entrusted": "已委托，办结",
    "mail": "寄出，办结",
    "public": "公告了，办结",
}


@dataclass
class DeliverPanel(Panel):
    """The collector's card is laid or typed, or the papers are left, entrusted, mailed, published.

    collector: words about the laid card, from the presenter (the domain says whose card it is);
    late: said where the last day (art. 44) is over.
    """

    collector: tuple[Fact, ...] = ()
    relation: str = ""  # of the collector: applicant, agent, other, empty = nobody yet
    document: IdDocument | None = None  # the card that was laid
    papers: str = ""
    mail_address: str = ""
    late: Text | str = ""

    kind = "deliver"

    @property
    def stranger(self) -> bool:
        """Who collects is neither the applicant nor the agent."""
        return self.chosen in COLLECTED and self.relation == "other"

    def missing(self) -> dict[str, Text | str]:
        found: dict[str, Text | str] = {}
        for one in FIELDS[self.chosen]:
            if not self.get(one.key):
                found[one.key] = text(LACKING[one.key])
        day = self.get("published_on")
        if self.chosen == "public" and day and date_error(day):
            found["published_on"] = date_error(day)
        if self.stranger and not self.get("note"):
            found["note"] = text("还没写为什么由他领。核对委托手续后写一句。")
        return found

    def base(self) -> PanelView:
        given = "交给领取人：{papers}" if self.chosen in COLLECTED else "送达：{papers}"
        facts: tuple[Fact, ...] = (Fact("", text(given, papers=self.papers)),)
        if self.late:
            facts = (Fact("late", self.late), *facts)
        fields = FIELDS[self.chosen]
        if self.stranger:
            fields = (*fields, PanelField("note", "为什么", "核对委托手续，写一句"))
        return PanelView(
            title="送达",
            options=METHODS,
            listed=True,
            facts=facts + self._seen(),
            fields=fields,
            confirm=CONFIRM.get(self.chosen, "交给领取人，办结"),
            first=self._first(),
        )

    def _seen(self) -> tuple[Fact, ...]:
        """What there is to see of who collects, or of where it is sent."""
        if self.chosen == "typed":
            return self.collector
        if self.chosen == "card":
            return self.collector or (Fact("waiting", text("等领取人把身份证放到读卡器上")),)
        if self.chosen != "mail":
            return ()
        if self.mail_address:
            return (Fact("done", text("寄到 {where}", where=self.mail_address)),)
        return (Fact("due", text("申请人没留邮寄地址：先按 [[case.correct]] 补上")),)

    def _first(self) -> str:
        keys = [one.key for one in FIELDS[self.chosen]] + (["note"] if self.stranger else [])
        return next((key for key in keys if not self.get(key)), "confirm")

    def service(self, document: IdDocument | None) -> Service:
        """What is put to the desk."""
        ways: dict[str, Method] = {
            "left": "left",
            "entrusted": "entrusted",
            "mail": "mail",
            "public": "public",
        }
        named = {one.key: self.get(one.key) for one in FIELDS[self.chosen]}
        return Service(
            method=ways.get(self.chosen, "direct"),
            document=document,
            note=self.get("note") if self.stranger or self.chosen == "left" else "",
            witness=named.get("witness", ""),
            entrusted=named.get("entrusted", ""),
            mail_number=named.get("mail_number", ""),
            published=named.get("published", ""),
            published_on=named.get("published_on", ""),
        )


def deliver_panel(view: CaseView) -> DeliverPanel:
    """送达 with what is handed over."""
    state = view.state
    papers = [p for p in state.papers.values() if p.issued.code.startswith("decision")]
    words = [f"{p.issued.title} {p.issued.copies} 份" for p in papers]
    if state.decided and state.decided.outcome == "granted" and state.decided.certificate:
        words.append(state.decided.certificate)
    mail = bool(state.contact and state.contact.delivery == "mail")
    return DeliverPanel(
        chosen="mail" if mail else "card",
        papers="、".join(words),
        mail_address=state.contact.mail_address if state.contact else "",
        late=late_delivery(view.timers),
    )
