"""What a row of a pack owes to others: references, duplicates, limits, seals, representatives."""

from __future__ import annotations

import re
from collections.abc import Callable

from counter.domain.errors import text
from counter.packs.columns import Sheet
from counter.packs.feechecks import FEE_RULES
from counter.packs.lawchecks import LAW_RULES
from counter.packs.schema import CHANNELS, SHEETS
from counter.packs.tables import Pack, Row
from counter.resources import forms_root

NEEDED_PAPERS = (
    "accept_notice",
    "receipt",
    "slip",
    "decision_grant",
    "decision_refuse",
    "delivery_receipt",
)
"""Papers that the desk prints by name."""


def check(pack: Pack) -> None:
    """Add every fault between rows to `pack.errors`."""
    for sheet in SHEETS:
        if sheet.key in pack.tables:
            _check_single(pack, sheet)
            _check_unique(pack, sheet)
            _check_references(pack, sheet)
    for each in _RULES:
        each(pack)


def _check_single(pack: Pack, sheet: Sheet) -> None:
    rows = pack.rows(sheet.key)
    if sheet.single and len(rows) != 1:
        row = rows[1] if rows else None
        pack.fault(
            sheet.key, row, "", text("应当只有一行，现在 {n} 行。", n=len(rows)), text("一行。")
        )


def _check_unique(pack: Pack, sheet: Sheet) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in pack.rows(sheet.key):
        key = tuple(row.found.get(attr, "") for attr in sheet.unique)
        if any(row.get(attr) is None for attr in sheet.unique):
            continue
        if key in seen:
            wrong = text("与第 {row} 行重复。", row=seen[key])
            pack.fault(sheet.key, row, sheet.unique[-1], wrong, text("各行不同。"))
        else:
            seen[key] = row.number


def _keys(pack: Pack, key: str) -> set[str]:
    """What the rows of a sheet are called by others."""
    name = next(s.unique[0] for s in SHEETS if s.key == key)
    return {str(row.get(name)) for row in pack.rows(key)}


def _check_references(pack: Pack, sheet: Sheet) -> None:
    for column in sheet.columns:
        if not column.refers:
            continue
        known = _keys(pack, column.refers)
        title = next(s.title for s in SHEETS if s.key == column.refers)
        for row in pack.rows(sheet.key):
            value = row.get(column.attr)
            names = value if isinstance(value, tuple) else (value,) if value else ()
            for name in names:
                if name not in known:
                    wrong = text("“{title}”表里没有“{name}”。", title=title, name=name)
                    right = text("“{title}”表里有的代码。", title=title)
                    pack.fault(sheet.key, row, column.attr, wrong, right)
                    _hold_back(row, column.attr)


def _hold_back(row: Row, attr: str) -> None:
    """Take a faulty value out, so that later rules do not find the same fault again elsewhere."""
    row.values.pop(attr, None)


def _centre(pack: Pack) -> None:
    for row in pack.rows("centre"):
        if row.get("code") and not re.fullmatch(r"\d{6}", row.get("code")):
            pack.fault("centre", row, "code", text("不是六位数字。"), text("六位区划代码。"))


def _units(pack: Pack) -> None:
    placements = {row.get("code"): row.get("placement") for row in pack.rows("units")}
    for row in pack.rows("units"):
        agent, placement = row.get("agent"), row.get("placement")
        if row.get("code") and not re.fullmatch(r"[A-Z]{2,4}", row.get("code")):
            pack.fault("units", row, "code", text("不是单位代码。"), text("二到四个大写字母。"))
        if placement == "agency" and agent == "":
            right = text("代办单位的代码。")
            pack.fault("units", row, "agent", text("委托代理窗口没有写谁代办。"), right)
            _hold_back(row, "agent")
        elif placement and placement != "agency" and agent:
            pack.fault("units", row, "agent", text("不是委托代理窗口。"), text("空着。"))
        elif agent and placements.get(agent) == "agency":
            wrong = text("代办单位自己也是委托代理窗口。")
            pack.fault("units", row, "agent", wrong, text("有常驻窗口的单位。"))
            _hold_back(row, "agent")


def _matters(pack: Pack) -> None:
    centre = next((row.get("code") for row in pack.rows("centre")), None)
    for row in pack.rows("matters"):
        legal, promised = row.get("legal_days"), row.get("promised_days")
        code, unit = row.get("code"), row.get("unit")
        if (
            code
            and centre
            and unit
            and not re.fullmatch(re.escape(f"{centre}-{unit}-") + r"\d{4}-\d{2}", code)
        ):
            right = text("{code}，例如 {code}-0001-01。", code=f"{centre}-{unit}")
            pack.fault("matters", row, "code", text("编码与区划、单位对不上。"), right)
        if legal is None or promised is None:
            continue
        if promised > legal:
            right = text("不超过 {legal}。", legal=legal)
            pack.fault("matters", row, "promised_days", text("比法定时限还长。"), right)
        if row.get("handling") == "spot" and promised != 0:
            pack.fault("matters", row, "promised_days", text("即办件当天办结。"), text("0。"))
        if row.get("handling") not in (None, "spot") and promised == 0:
            right = text("1 到 {legal}，或者改成即办件。", legal=legal)
            pack.fault("matters", row, "promised_days", text("不是即办件，不能是 0。"), right)


def _full_matters(pack: Pack) -> None:
    parts = {key: {r.get("matter") for r in pack.rows(key)} for key in _FULL_PARTS}
    for row in pack.rows("matters"):
        if row.get("full") is not True:
            continue
        for key, word in _FULL_PARTS.items():
            if key in pack.tables and row.get("code") not in parts[key]:
                wrong = text("写了齐全，却没有{word}。", word=word)
                right = text("补上{word}，或者写“否”。", word=word)
                pack.fault("matters", row, "full", wrong, right)


_FULL_PARTS = {"basis": "依据", "materials": "材料", "fields": "表单"}


def _fields(pack: Pack) -> None:
    for row in pack.rows("fields"):
        kind, choices, key = row.get("kind"), row.get("choices"), row.get("key")
        if key and not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
            right = text("小写字母开头，字母、数字、下划线。")
            pack.fault("fields", row, "key", text("不能作键。"), right)
        if kind == "choice" and choices is not None and len(choices) < 2:
            pack.fault("fields", row, "choices", text("选项不到两个。"), text("两个以上。"))
        if kind not in (None, "choice") and choices:
            wrong = text("类型不是“选项”，却有选项。")
            pack.fault("fields", row, "choices", wrong, text("空着。"))


def _seals(pack: Pack) -> None:
    for row in pack.rows("seals"):
        kind, unit = row.get("kind"), row.get("unit")
        if kind == "centre" and unit:
            pack.fault("seals", row, "unit", text("中心章不属于单位。"), text("空着。"))
            row.values["unit"] = ""
        elif kind not in (None, "centre") and unit == "":
            pack.fault("seals", row, "unit", text("没有写是谁的章。"), text("单位代码。"))


def _papers(pack: Pack) -> None:
    if "papers" not in pack.tables or "seals" not in pack.tables:
        return
    held = {(row.get("kind"), row.get("unit")) for row in pack.rows("seals")}
    owners = {row.get("unit") for row in pack.rows("matters")} - {None}
    for row in pack.rows("papers"):
        for kind in row.get("seals") or ():
            bare = sorted(str(u) for u in owners if (kind, u) not in held)
            if (kind, "") not in held and bare:
                wrong = text("要盖的章，这些单位没有：{units}。", units="、".join(bare))
                pack.fault("papers", row, "seals", wrong, text("在“印章”表里补上。"))
        if row.get("series") and row.get("mark") == "":
            pack.fault("papers", row, "mark", text("要编号，却没有字。"), text("一个字，例如 受。"))
    codes = _keys(pack, "papers")
    for code in NEEDED_PAPERS:
        if code not in codes:
            wrong = text("缺文书“{code}”。", code=code)
            pack.fault("papers", None, "", wrong, text("补上这一行。"))


def _layouts(pack: Pack) -> None:
    """A paper's layout is there, and made for the paper it comes out on."""
    made_for = {
        path.stem: next(iter(re.findall(r"(?m)^channel: *(\w+)", path.read_text("utf-8"))), "")
        for path in sorted(forms_root().glob("*.yaml"))
        if "." not in path.stem
    }
    for row in pack.rows("papers"):
        form, channel = row.get("form"), row.get("channel")
        if form and form not in made_for:
            right = text("其中一个：{names}。", names="、".join(made_for))
            pack.fault("papers", row, "form", text("没有这个版式。"), right)
        elif form and channel and made_for[form] != channel:
            word = next((w for w, c in CHANNELS.items() if c == made_for[form]), "")
            wrong = text("版式“{form}”不是给它排的。", form=form)
            pack.fault("papers", row, "channel", wrong, text("{word}。", word=word))


def _staff(pack: Pack) -> None:
    windows = {row.get("number"): row.get("unit") for row in pack.rows("windows")}
    agents = _agents(pack)
    for row in pack.rows("staff"):
        unit, window = row.get("unit"), row.get("window")
        if row.get("number") and not re.fullmatch(r"\d{4}", row.get("number")):
            pack.fault("staff", row, "number", text("工号不是四位数字。"), text("例如 0317。"))
        owner = windows.get(window)
        if window and unit and owner and unit not in (owner, agents.get(owner)):
            wrong = text("这个窗口是“{owner}”的。", owner=owner)
            pack.fault("staff", row, "window", wrong, text("本单位的窗口。"))


def _agents(pack: Pack) -> dict[str, str | None]:
    """Unit -> unit that acts for it ("" = itself, None = that cell is faulty)."""
    return {row.get("code"): row.get("agent") for row in pack.rows("units")}


def _letters(pack: Pack) -> None:
    staff = {row.get("number"): row for row in pack.rows("staff")}
    agents = _agents(pack)
    matters = {row.get("code"): row.get("unit") for row in pack.rows("matters")}
    for row in pack.rows("letters"):
        unit, member = row.get("unit"), staff.get(row.get("staff"))
        if member is not None and unit and agents.get(unit) is not None:
            _letter_holder(pack, row, member, {unit, agents[unit] or unit})
        for code in row.get("matters") or ():
            if unit and matters.get(code) not in (None, unit):
                wrong = text("“{code}”不是这个单位的事项。", code=code)
                pack.fault("letters", row, "matters", wrong, text("本单位的事项。"))
        begins, ends = row.get("valid_from"), row.get("valid_to")
        if begins and ends and ends < begins:
            pack.fault("letters", row, "valid_to", text("比生效还早。"), text("生效以后的日期。"))


def _letter_holder(pack: Pack, row: Row, member: Row, units: set[str | None]) -> None:
    """The representative is of the unit, or of the unit that acts for it, and has the role."""
    if member.get("unit") is not None and member.get("unit") not in units:
        wrong = text("{name}不是这个单位的人。", name=str(member.get("name")))
        pack.fault("letters", row, "staff", wrong, text("本单位或代办单位的工号。"))
    role = {"A": "chief_a", "B": "chief_b"}.get(str(row.get("role")))
    if role and member.get("roles") is not None and role not in member.get("roles"):
        wrong = text("“人员”表里没有给他这个角色。")
        pack.fault("letters", row, "role", wrong, text("与“人员”表的角色一致。"))


def _representatives(pack: Pack) -> None:
    """Every unit with matters has an A and a B, two different people."""
    if "letters" not in pack.tables:
        return
    owners = {row.get("unit") for row in pack.rows("matters")}
    for row in pack.rows("units"):
        if row.get("code") not in owners:
            continue
        mine = [r for r in pack.rows("letters") if r.get("unit") == row.get("code")]
        people = {side: {r.get("staff") for r in mine if r.get("role") == side} for side in "AB"}
        for side in "AB":
            if not people[side]:
                wrong = text("没有 {side} 角首席代表。", side=side)
                pack.fault("units", row, "code", wrong, text("在“授权”表里补一份授权委托书。"))
        if people["A"] & people["B"]:
            wrong = text("A 角和 B 角是同一个人。")
            pack.fault("units", row, "code", wrong, text("两个人。"))


_RULES: tuple[Callable[[Pack], None], ...] = (
    _centre,
    _units,
    _matters,
    _full_matters,
    _fields,
    _seals,
    _papers,
    _layouts,
    _staff,
    _letters,
    _representatives,
    *LAW_RULES,
    *FEE_RULES,
)
