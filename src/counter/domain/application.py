"""An application at the window, and everything that may be wrong with it before F5.

Checks only: each `Problem` names its field, says what is wrong and what to do. Nothing here
decides; `counter.domain.reception` refuses on the first problem that stops.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from counter.domain import prior as priors
from counter.domain import renewing
from counter.domain.case import MaterialReceived, PriorResult
from counter.domain.catalogue import CatalogueIndex, FieldSpec, Matter
from counter.domain.errors import KnownError, Text, text
from counter.domain.identity import check_credit_code, check_id_number, normalise_number
from counter.domain.persons import Agent, Applicant, Contact, DocKind, IdDocument

CHECKED = (DocKind.RESIDENT, DocKind.HMT, DocKind.FOREIGN_2023, DocKind.HUKOU)
"""Documents whose 18-character number carries a MOD 11-2 check digit; a household book bears the
citizen's own number."""


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for at the window, before any check."""

    matter: str
    applicant: Applicant
    agent: Agent | None = None
    contact: Contact = Contact()
    materials: tuple[MaterialReceived, ...] = ()
    form: dict[str, str] = {}
    ticket: str = ""
    simulated: bool = False
    prior: tuple[PriorResult, ...] = ()
    renews: str = ""  # 延续: the case of this hall that gave the licence; found by the desk
    on_spot: tuple[str, ...] = ()  # 当场更正: what was put right at the window, a line each
    co_units: tuple[str, ...] | None = None  # 联办: units chosen to take part; None = the matter's


class Problem(msgspec.Struct, frozen=True):
    """Something that stands in the way (stops=True) or is to be noted (False), at a field."""

    field: str
    what: Text
    next_step: Text
    stops: bool = True
    code: str = ""


def problems(
    application: Application, catalogue: CatalogueIndex, today: dt.date
) -> tuple[Problem, ...]:
    """Everything that is missing or wrong, in the order of the page; empty = F5 may be pressed."""
    found = [*_applicant_problems(application.applicant, today)]
    if application.agent is not None:
        found += _agent_problems(application.agent, today)
    found += _contact_problems(application.contact)
    matter = catalogue.matters.get(application.matter)
    if matter is None:
        found.append(_missing("matter", "还没选事项。", "打首字母、名称或编码找事项。"))
        return tuple(found)
    found += _prior_problems(matter, application.prior, catalogue)
    found += _material_problems(matter, application.materials)
    for field in matter.fields:
        found += field_problems(field, application.form.get(field.key, ""))
    found += _renewal_problems(matter, application.form, today)
    return tuple(found)


def _missing(field: str, what: str, next_step: str) -> Problem:
    return Problem(field, Text(what), Text(next_step), True, f"missing.{field}")


def _applicant_problems(applicant: Applicant, today: dt.date) -> list[Problem]:
    found: list[Problem] = []
    if applicant.kind == "organisation":
        if not applicant.name.strip():
            found.append(_missing("applicant.name", "还没写单位名称。", "照执照写全称。"))
        found += _checked("applicant.credit_code", applicant.credit_code, check_credit_code)
        if not applicant.representative.strip():
            found.append(_missing("applicant.representative", "还没写法定代表人。", "照执照写。"))
        return found
    if applicant.document is None:
        found.append(_missing("applicant.document", "还没有申请人。", "请把身份证放到读卡器上。"))
        return found
    return found + document_problems("applicant.document", applicant.document, today)


def document_problems(field: str, document: IdDocument, today: dt.date) -> list[Problem]:
    """What is wrong with an identity document; an expired one is a note that does not stop."""
    found: list[Problem] = []
    if not document.name.strip():
        found.append(_missing(f"{field}.name", "还没写姓名。", "照证件写。"))
    if document.kind in CHECKED:
        found += _checked(f"{field}.number", document.number, lambda v: check_id_number(v, today))
    elif not normalise_number(document.number):
        found.append(_missing(f"{field}.number", "还没写证件号。", "照证件写。"))
    if document.expired_on(today.isoformat()):
        found.append(
            Problem(
                field,
                Text("证件已过期。"),
                Text("可以办，会记下来；请早去换证。"),
                False,
                "document.expired",
            )
        )
    for name in document.unreadable:
        found.append(
            Problem(
                field,
                text("卡上有一个字无法显示（{name}）。", name=name),
                Text("请对着证件核对，必要时手工改。"),
                False,
                "document.unreadable",
            )
        )
    return found


def _agent_problems(agent: Agent, today: dt.date) -> list[Problem]:
    found = document_problems("agent.document", agent.document, today)
    if not agent.power_of_attorney.strip():
        found.append(
            _missing("agent.power_of_attorney", "代办还没有委托书。", "写上委托书的日期或编号。")
        )
    return found


def correction_problems(path: str, after: str, matter: Matter) -> list[Problem]:
    """What is wrong with a corrected value, by the rules of the form it was first written in."""
    head, _, key = path.partition(".")
    if path == "contact.phone":
        return _contact_problems(Contact(phone=after))
    if head == "form":
        return [p for f in matter.fields if f.key == key for p in field_problems(f, after)]
    if path == "applicant.credit_code":
        return _checked(path, after, check_credit_code)
    return []


def document_number_problems(document: IdDocument, after: str, today: dt.date) -> list[Problem]:
    """What is wrong with the corrected number of a typed document."""
    fixed = msgspec.structs.replace(document, number=normalise_number(after))
    found = document_problems("document", fixed, today)
    return [p for p in found if p.stops and p.field == "document.number"]


def _contact_problems(contact: Contact) -> list[Problem]:
    found: list[Problem] = []
    phone = normalise_number(contact.phone)
    if not phone:
        found.append(_missing("contact.phone", "还没留手机号。", "问申请人要一个能打通的号码。"))
    elif not (phone.replace("-", "").isdigit() and 7 <= len(phone.replace("-", "")) <= 13):
        found.append(
            Problem(
                "contact.phone",
                Text("手机号不对，应为 11 位数字。"),
                Text("请再核对一次。"),
                True,
                "phone.shape",
            )
        )
    if contact.delivery == "mail" and not contact.mail_address.strip():
        found.append(_missing("contact.mail_address", "邮寄还没有地址。", "写收件地址。"))
    return found


def _material_problems(matter: Matter, received: tuple[MaterialReceived, ...]) -> list[Problem]:
    got = {m.code: m for m in received}
    found = [
        Problem(
            f"material.{spec.code}",
            text("还差第 {n} 项 {name}。", n=n, name=spec.name),
            text("收到后按空格打勾；缺的按 F4 一次告知。"),
            True,
            "material.missing",
        )
        for n, spec in enumerate(matter.materials, 1)
        if spec.required and spec.code not in got
    ]
    asked = {spec.code for spec in matter.materials}
    found += [
        Problem(
            f"material.{code}",
            text("目录里没有要这份材料：{name}。", name=material.name),
            Text("不在目录里的材料不能要（行政许可法第三十一条）。"),
            True,
            "material.unasked",
        )
        for code, material in got.items()
        if code not in asked
    ]
    return found


def _prior_problems(
    matter: Matter, said: tuple[PriorResult, ...], catalogue: CatalogueIndex
) -> list[Problem]:
    """What this matter rests on (前置) and nobody has seen."""
    return [
        Problem(
            f"{priors.PRIOR}{code}",
            text("{title} 只是自己申报，还没见到证。", title=title)
            if declared
            else text("还没有 {title} 的结果。", title=title),
            text("先办 {title}，再办 {this}；已有证的，写证号。", title=title, this=matter.title),
            True,
            priors.MISSING,
        )
        for code, title, declared in priors.lacking(matter, said, catalogue)
    ]


EXPIRED, LATE = "renewal.expired", "renewal.late"


def _renewal_problems(matter: Matter, form: dict[str, str], today: dt.date) -> list[Problem]:
    """延续 (art. 50): what has run out is not renewed; asked too late is noted and taken in."""
    expires = renewing.expiry_of(form) if matter.law.renewal else None
    if expires is None:
        return []
    at = f"form.{renewing.EXPIRES}"
    if today > expires:
        return [
            Problem(
                at,
                text("原证 {day} 已经到期，不能延续。", day=expires.isoformat()),
                Text("请按新办申请；日期写错的，照原证改。"),
                True,
                EXPIRED,
            )
        ]
    days = renewing.ask_days(matter)
    if today <= expires - dt.timedelta(days=days):
        return []
    return [
        Problem(
            at,
            text("到期前不足 {n} 天才申请。", n=days),
            Text("可以收，是否准予由机关决定；到期没决定，不视为延续。"),
            False,
            LATE,
        )
    ]


def field_problems(field: FieldSpec, value: str) -> list[Problem]:
    """What is wrong with one field of the matter's form."""
    value, name = value.strip(), f"form.{field.key}"
    if not value:
        if not field.required:
            return []
        return [
            Problem(
                name,
                text("还没写{label}。", label=field.label),
                Text("照申请书写。"),
                True,
                "field.missing",
            )
        ]
    wrong = _field_fault(field, value)
    if wrong is None:
        return []
    return [Problem(name, wrong, Text("请改一下再按 F5。"), True, "field.wrong")]


def _field_fault(field: FieldSpec, value: str) -> Text | None:
    if len(value) > field.max_length:
        return text("{label}太长，最多 {n} 个字。", label=field.label, n=field.max_length)
    if field.kind == "choice" and value not in field.choices:
        return text("{label}不在可选的里面。", label=field.label)
    if field.kind == "integer" and not (value.isascii() and value.isdigit()):
        return text("{label}应是整数。", label=field.label)
    if field.kind == "number" and not _is_decimal(value):
        return text("{label}应是数字，最多两位小数。", label=field.label)
    if field.kind == "date" and not _is_date(value):
        return text("{label}应是日期，如 2026-09-22。", label=field.label)
    return None


def _is_decimal(value: str) -> bool:
    whole, dot, fraction = value.partition(".")
    return (
        whole.isascii()
        and whole.isdigit()
        and (not dot or (fraction.isascii() and fraction.isdigit() and len(fraction) <= 2))
    )


def _is_date(value: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _checked(field: str, value: str, check: Callable[[str], str]) -> list[Problem]:
    try:
        check(value)
    except KnownError as error:
        return [Problem(field, error.what, error.next_step, True, error.code)]
    return []
