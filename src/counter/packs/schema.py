"""What a catalogue pack looks like: its sheets, their columns, and the words a hall writes in them.

The same schema serves the text tables (one CSV a sheet, named by `key`) and the workbook (one
sheet each, named by `title`). Heads and words are Chinese, because a hall keeps the pack.
"""

from __future__ import annotations

from counter.domain.catalogue import HANDLING_WORDS, PLACEMENT_WORDS, SCOPE_WORDS, SEAL_WORDS
from counter.domain.people import Role
from counter.packs.columns import Column, Sheet
from counter.packs.feesheets import FEE_PLANS, FEES, MATTER_FEES
from counter.packs.lawsheets import LAW, LOCAL_DAYS, PROJECTS, RULES


def _words(table: dict[str, str]) -> dict[str, str]:
    """Word -> value, from the domain's value -> word."""
    return {word: str(value) for value, word in table.items()}


PLACEMENTS = _words(dict(PLACEMENT_WORDS))
HANDLINGS = _words({h.value: w for h, w in HANDLING_WORDS.items()})
KINDS = {"许可": "licence", "服务": "service"}
REVIEWS = {"窗口": "window", "部门": "department"}
FORMS = {"原件": "original", "复印件": "copy"}
FIELD_KINDS = {
    "文本": "text",
    "数": "number",
    "整数": "integer",
    "选项": "choice",
    "日期": "date",
}
SEAL_KINDS = _words(SEAL_WORDS)
CHANNELS = {"A4": "page", "小票": "slip", "套打": "overlay"}
ROLES = {
    "经办": Role.CLERK.value,
    "首席代表A": Role.CHIEF_A.value,
    "首席代表B": Role.CHIEF_B.value,
    "财政": Role.FINANCE.value,
    "中心管理": Role.MANAGER.value,
    "监察": Role.SUPERVISOR.value,
    "安装维护": Role.INSTALLER.value,
}
KEEPERS = {word: ROLES[word] for word in ("经办", "首席代表A", "首席代表B")}
SCOPES = _words(SCOPE_WORDS)
SIDES = {"A": "A", "B": "B"}

CENTRE = Sheet(
    "centre",
    "中心",
    (
        Column("区划代码", "code", width=10, note="六位，GB/T 2260"),
        Column("名称", "name", width=26),
        Column("地址", "address", required=False, width=34),
        Column("电话", "hotline", required=False),
        Column("投诉电话", "complaints", required=False),
        Column("宗旨", "motto", required=False, width=30),
        Column(
            "下班时间", "closing", "time", width=10, note="过了这个时刻收的即办件，算下一个工作日"
        ),
        Column("目录版本", "version", "int", low=1, width=10),
        Column("目录标题", "title", width=34),
        Column("历史", "historical", "bool", width=8, note="是：目录是过去的，不作现行依据"),
    ),
    unique=("code",),
    note="政务中心自己，只有一行。",
    single=True,
)
UNITS = Sheet(
    "units",
    "进驻单位",
    (
        Column("代码", "code", width=8, note="大写字母，印在事项编码里"),
        Column("全称", "name", width=28),
        Column("简称", "short", width=14),
        Column("进驻方式", "placement", "choice", choices=PLACEMENTS, width=14),
        Column("文号字", "mark", width=10, note="文书编号开头的字，例如 衡工商"),
        Column(
            "代办单位",
            "agent",
            required=False,
            refers="units",
            width=10,
            note="委托代理窗口填：谁代办",
        ),
        Column("虚构", "invented", "bool", width=8, note="是：来源没有点名，演示用"),
    ),
    unique=("code",),
    note="一个单位一行。",
)
WINDOWS = Sheet(
    "windows",
    "窗口",
    (
        Column("窗口号", "number", width=10),
        Column("单位", "unit", refers="units", width=8),
        Column("名称", "name", required=False, width=24),
    ),
    unique=("number",),
    note="大厅窗口用数字，分厅、代理室写“分1”“代1”。",
)
MATTERS = Sheet(
    "matters",
    "事项",
    (
        Column("编码", "code", width=20),
        Column("名称", "name", width=34),
        Column("情形", "variant", required=False, width=12, note="新办、变更、延续……"),
        Column("单位", "unit", refers="units", width=8),
        Column("类别", "kind", "choice", choices=KINDS, width=8),
        Column("办件类型", "handling", "choice", choices=HANDLINGS, width=10),
        Column("法定时限", "legal_days", "int", low=1, high=365, width=10, note="工作日"),
        Column("承诺时限", "promised_days", "int", high=365, width=10, note="工作日；即办件写 0"),
        Column("审核", "review", "choice", choices=REVIEWS, width=8, note="在窗口办完，还是转部门"),
        Column("结果", "result", required=False, width=24, note="发什么证、什么文"),
        Column("受理通知书", "notice", "bool", width=12, note="即办件也打受理通知书吗"),
        Column(
            "收费", "charges", required=False, width=24, note="怎样收；空着：列出“事项收费”里的项目"
        ),
        Column("齐全", "full", "bool", width=8, note="是：依据、材料、表单都在本包里"),
        Column("首字母", "initials", required=False, width=12, note="拼音首字母读错时才填"),
        Column("全拼", "pinyin", required=False, width=12, note="全拼读错时才填"),
    ),
    unique=("code",),
    note="一种情形一行。承诺时限不得长于法定时限。",
)
BASIS = Sheet(
    "basis",
    "依据",
    (
        Column("事项", "matter", refers="matters", width=20),
        Column("法律法规", "statute", width=44),
        Column("条款", "article", required=False, width=24),
        Column("已核", "certain", "bool", width=8, note="否：显示“依据待核”"),
    ),
    unique=("matter", "statute", "article"),
    note="一条依据一行。没有把握的条款写“否”，不要编。",
)
MATERIALS = Sheet(
    "materials",
    "材料",
    (
        Column("事项", "matter", refers="matters", width=20),
        Column("序号", "code", width=8),
        Column("名称", "name", width=36),
        Column("要求", "original", "choice", choices=FORMS, width=10),
        Column("份数", "copies", "int", low=1, high=20, width=8),
        Column("必交", "required", "bool", width=8),
        Column("读卡", "by_card", "bool", width=8, note="是：读身份证就算交了"),
        Column(
            "可后补",
            "may_follow",
            "bool",
            required=False,
            width=8,
            note="是：缺它也可容缺受理，限期补",
        ),
        Column(
            "只用一次",
            "this_once",
            "choice",
            required=False,
            choices={"是": "yes", "否": "no"},
            width=10,
            note="是：只为这一次申请写的，不能复用；空着：名称末尾是申请书、申请表的算",
        ),
        Column("说明", "note", required=False, width=44),
    ),
    unique=("matter", "code"),
    note="目录以外的材料不得要（行政许可法第三十一条）。",
)
FIELDS = Sheet(
    "fields",
    "表单",
    (
        Column("事项", "matter", refers="matters", width=20),
        Column("键", "key", width=16, note="小写字母、数字、下划线"),
        Column("名称", "label", width=18),
        Column("类型", "kind", "choice", choices=FIELD_KINDS, width=8),
        Column("单位", "unit", required=False, width=10, note="计量单位"),
        Column("选项", "choices", "list", required=False, width=50, note="类型是“选项”才填"),
        Column("必填", "required", "bool", width=8),
        Column("最长", "max_length", "int", low=1, high=2000, width=8, note="字数"),
    ),
    unique=("matter", "key"),
    note="申办内容里要填的格子，顺序就是屏幕上的顺序。",
)
SEALS = Sheet(
    "seals",
    "印章",
    (
        Column("编号", "code", width=10),
        Column("名称", "name", width=44),
        Column("种类", "kind", "choice", choices=SEAL_KINDS, width=12),
        Column("单位", "unit", required=False, refers="units", width=8, note="中心章空着"),
        Column(
            "保管",
            "keepers",
            "choices",
            required=False,
            choices=KEEPERS,
            width=22,
            note="空着：审批专用章归首席代表，其他的归窗口人员",
        ),
    ),
    unique=("code",),
    note="实物印章；谁保管，谁用。",
)
PAPERS = Sheet(
    "papers",
    "文书",
    (
        Column("代码", "code", width=18),
        Column("名称", "title", width=24),
        Column("字", "mark", required=False, width=6, note="文书编号里的字"),
        Column("版式", "form", width=18),
        Column("出纸", "channel", "choice", choices=CHANNELS, width=8),
        Column("份数", "copies", "int", low=1, high=9, width=8),
        Column("用印", "seals", "choices", required=False, choices=SEAL_KINDS, width=24),
        Column("编号", "series", "bool", width=8, note="要不要文书编号"),
    ),
    unique=("code",),
    note="双章制就是“用印”里写两种章。",
)
STAFF = Sheet(
    "staff",
    "人员",
    (
        Column("工号", "number", width=8),
        Column("姓名", "name", width=10),
        Column("单位", "unit", required=False, refers="units", width=8, note="中心的人空着"),
        Column("窗口", "window", required=False, refers="windows", width=8),
        Column("岗位", "post", required=False, width=20),
        Column("角色", "roles", "choices", required=False, choices=ROLES, width=20),
        Column("学历", "education", required=False, width=8),
        Column("出生日期", "birth", "date", required=False, width=12),
        Column("在编", "established", "bool", width=8),
    ),
    unique=("number",),
    note="花名册。",
)
LETTERS = Sheet(
    "letters",
    "授权",
    (
        Column("文号", "number", width=26),
        Column("单位", "unit", refers="units", width=8),
        Column("工号", "staff", refers="staff", width=8),
        Column("角色", "role", "choice", choices=SIDES, width=8, note="A 角或 B 角"),
        Column("权限", "scope", "choices", choices=SCOPES, width=18),
        Column(
            "事项", "matters", "list", required=False, refers="matters", width=24, note="空着：全部"
        ),
        Column("生效", "valid_from", "date", width=12),
        Column("失效", "valid_to", "date", required=False, width=12),
        Column(
            "扫描件",
            "scan",
            required=False,
            width=20,
            note="图片的文件名，png 或 jpg，与资料包放在一起，最大 5 MB",
        ),
    ),
    unique=("number",),
    note="授权委托书。每个有事项的单位要有 A 角和 B 角。",
)

SHEETS = (
    CENTRE,
    UNITS,
    WINDOWS,
    MATTERS,
    BASIS,
    MATERIALS,
    FIELDS,
    SEALS,
    PAPERS,
    STAFF,
    LETTERS,
    LAW,
    RULES,
    LOCAL_DAYS,
    PROJECTS,
    FEES,
    MATTER_FEES,
    FEE_PLANS,
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
BY_TITLE = {sheet.title: sheet for sheet in SHEETS}
NOTES_TITLE = "说明"
"""The workbook's sheet for people; it is not read."""
