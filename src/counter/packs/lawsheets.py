"""The sheets that say what the law asks of a matter (法定要求) and what the hall settles (规矩).

Both may be missing: what they do not say has the default of `MatterLaw` and of `HallRules`.
"""

from __future__ import annotations

from counter.packs.columns import Column, Sheet

DAY_KINDS = {"工作日": "working", "自然日": "natural"}
POSTS = {"机关负责人": "organ_head", "政府负责人": "government_head"}

LOCAL_MARKS = {"地方放假": "holiday", "闭馆": "closed"}

LOCAL_DAYS = Sheet(
    "local_days",
    "地方放假闭馆",
    (
        Column("日期", "date", "date", width=12),
        Column(
            "标记",
            "mark",
            "choice",
            choices=LOCAL_MARKS,
            width=10,
            note="地方放假不计工作日；闭馆仍是法定工作日，不停钟",
        ),
        Column("名称", "name", width=20),
        Column("文号", "order", required=False, width=26, note="地方放假要有县政府的文号"),
    ),
    unique=("date",),
    note="全国放假表以外的日子，一天一行。",
    optional=True,
)

PROJECTS = Sheet(
    "projects",
    "全程代理牵头",
    (
        Column("种类", "kind", width=20),
        Column("牵头单位", "unit", refers="units", width=12),
    ),
    unique=("kind",),
    note="哪种重大项目由哪个单位牵头代理，一种一行；没有这张表就不接全程代理。",
    optional=True,
)

LAW = Sheet(
    "law",
    "法定要求",
    (
        Column("事项", "matter", refers="matters", width=20),
        Column(
            "期限种类",
            "day_kind",
            "choice",
            False,
            DAY_KINDS,
            width=10,
            note="空着：工作日（82 条）",
        ),
        Column(
            "可延长",
            "extension_days",
            "int",
            False,
            high=365,
            width=8,
            note="天数；空着：一般 10，联办 15（42 条）；0 不得延长",
        ),
        Column(
            "延长批准",
            "extension_post",
            "choice",
            False,
            POSTS,
            width=12,
            note="空着：一般机关负责人，联办政府负责人",
        ),
        Column("现场核查", "site_check", "bool", False, width=10, note="是：两人以上去看（34 条）"),
        Column("利害关系人", "third_party", "bool", False, width=10, note="是：要告知（36 条）"),
        Column(
            "听证", "hearing", "bool", False, width=8, note="是：决定前告知听证权利（46、47 条）"
        ),
        Column(
            "检验检测",
            "technical",
            "bool",
            False,
            width=10,
            note="是：受理后五个工作日内派两名以上技术人员（55 条）",
        ),
        Column("数量限制", "limited", "bool", False, width=10, note="是：按受理先后（57 条）"),
        Column(
            "另定顺序",
            "other_order",
            "bool",
            False,
            width=10,
            note="是：法律、行政法规另有规定，不按受理先后（57 条后半句），如招标、拍卖",
        ),
        Column(
            "公共安全",
            "safety",
            "bool",
            False,
            width=10,
            note="是：弄虚作假的不得再申请（78、79 条）",
        ),
        Column(
            "不公开",
            "secret",
            "bool",
            False,
            width=8,
            note="是：涉及国家秘密、商业秘密、个人隐私，不进公开名单（5、40 条）",
        ),
        Column("延续", "renewal", "bool", False, width=8, note="是：届满三十日前申请（50 条）"),
        Column(
            "延续提前",
            "renewal_days",
            "int",
            False,
            low=1,
            high=365,
            width=10,
            note="届满前几个自然日申请；空着：30（50 条）；法律、法规、规章另有规定的写",
        ),
        Column(
            "前置事项",
            "needs",
            "list",
            False,
            refers="matters",
            width=24,
            note="先要有这些事项的结果",
        ),
        Column("协办单位", "co_units", "list", False, refers="units", width=24, note="联办件才填"),
        Column(
            "协办时限",
            "co_days",
            "int",
            False,
            low=1,
            high=365,
            width=10,
            note="工作日；空着：与承诺时限相同",
        ),
        Column(
            "后补时限",
            "follow_days",
            "int",
            False,
            low=1,
            high=365,
            width=10,
            note="容缺材料几个工作日内补；空着：按大厅规矩",
        ),
        Column(
            "保管年限",
            "retention_years",
            "int",
            False,
            low=1,
            high=100,
            width=10,
            note="归档；空着：按大厅规矩",
        ),
    ),
    unique=("matter",),
    note="法律在时限以外还要求什么，一个事项一行；没有特别要求的事项不写。",
    optional=True,
)

SETTLED: tuple[Column, ...] = (
    Column("黄灯提前", "yellow_lead", "int", high=30, note="到期前几个工作日亮黄灯"),
    Column("联办等齐", "joint_waits", "bool", note="是：一个单位走特别程序，主办的钟也停"),
    Column("逾期不补可退件", "return_unsupplied", "bool", note="否：补正逾期也不退件"),
    Column("补正期限", "supplement_days", "int", high=365, note="天数；0：告知书上不写日期"),
    Column("补正期限种类", "supplement_kind", "choice", choices=DAY_KINDS),
    Column("容缺后补", "follow_days", "int", low=1, high=365, note="工作日；事项没有写的按这个"),
    Column("听证申请期限", "hearing_ask_days", "int", low=5, high=30, note="47 条：五日，可以更宽"),
    Column("听证申请期限种类", "hearing_ask_kind", "choice", choices=DAY_KINDS),
    Column("督办答复", "reply_days", "int", low=1, high=30, note="工作日"),
    Column("B 角须中心确认", "b_needs_manager", "bool", note="是：A 角不在，由中心管理登记"),
    Column("委托书到期提醒", "letter_lead", "int", high=90, note="自然日；0：最后一天才提醒"),
    Column("材料复用", "reuse_days", "int", high=3650, note="自然日；0：每次都要重新交"),
    Column("承诺件通知书", "promise_notice", "bool", note="是：承诺件受理时另打一份"),
    Column("保管年限", "retention_years", "int", low=1, high=100, note="年；事项没有写的按这个"),
    Column("窗口存票", "tickets_in_hand", "int", low=1, high=10000, note="窗口手里最多几张空白票"),
    Column("缴款户名", "bank_holder", note="窗口现金存到哪个账户，缴款单上印"),
    Column("缴款账号", "bank_number"),
    Column("缴款开户行", "bank_name"),
)
"""One a rule of `HallRules`: its name in the sheet, its attribute, what may stand as its value."""
BY_RULE = {column.attr: column for column in SETTLED}

RULES = Sheet(
    "rules",
    "大厅规矩",
    (
        Column(
            "规则",
            "rule",
            "choice",
            choices={column.head: column.attr for column in SETTLED},
            width=18,
        ),
        Column("值", "value", width=10, note="天数、是或否、工作日或自然日，看规则"),
        Column("说明", "note", required=False, width=50),
    ),
    unique=("rule",),
    note="法律留给各地定的，一条一行；没有写的按通常的做法。",
    optional=True,
)
