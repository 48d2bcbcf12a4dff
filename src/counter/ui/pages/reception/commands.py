"""Commands of the reception page, as data: key, word, and the word while it runs."""

from __future__ import annotations

from counter.domain.reuse import EVIDENCE_WORDS, Level
from counter.ui.commands import CommandSpec, spec

NEW = spec("reception.new", "新件", "F2", title="开一件新的，手上的存成草稿")
CALL = spec("reception.call", "叫号", "F3", title="叫下一位", doing="正在叫")
NOTICE = spec("reception.notice", "一次告知", "F4", title="一次告知缺的、不合要求的材料")
TELL = spec(
    "reception.tell",
    "打印告知书",
    "Enter",
    title="打印一次性告知书",
    doing="正在存",
    group="notice",
)
FAULT = spec(
    "reception.fault",
    "缺／不合要求",
    "Space",
    title="这份材料是缺，还是不合要求",
    group="notice",
)
WHY = spec("reception.why", "写原因", "E", title="写这份材料为什么要补", group="notice")
REASONS = tuple(
    spec(
        f"reception.reason_{n}",
        "原因",
        str(n),
        title=f"用第 {n} 个常见原因",
        group="notice",
        hidden=True,
    )
    for n in range(1, 7)
)
RECEIVE = spec(
    "reception.receive", "先收件", title="先收件，五个工作日内告知或者受理", doing="正在存"
)
ACCEPT = spec("reception.accept", "受理", "F5", doing="正在存")
FOLLOW = spec(
    "reception.follow",
    "容缺受理",
    "Ctrl+F5",
    title="容缺受理：可后补的材料限期补来",
    doing="正在存",
)
DECIDE = spec("reception.decide", "决定", "F6", title="打开刚受理的件去决定")
REPRINT = spec("reception.reprint", "补打", "Ctrl+P", title="补打刚办的件的文书", doing="正在排")
BACK = spec("reception.back", "退一步", "Esc", title="退一步，写的都留着")
HISTORY = spec("reception.history", "全部", "Ctrl+H", title="看申请人以前的全部件")
ONWARD = spec("reception.onward", "下一项", "Enter", title="去下一处还缺的地方")
CHOOSE = spec("reception.choose", "选这项", "Enter", title="选定这一项事项")
NEXT = spec("reception.next", "下一位", "Enter", title="这件办好了，接着办下一位")
AGAIN = spec(
    "reception.again", "再办一件", "Ctrl+N", title="同一人再办一件：申请人、联系方式、票号都留着"
)
UP = spec("reception.up", "上一项", "Up", title="上一项事项或材料", hidden=True)
DOWN = spec("reception.down", "换一项", "Down", title="下一项事项或材料", hidden=True)
TICK = spec("reception.tick", "收到", "Space", title="这份材料收到了")
REUSE = spec("reception.reuse", "复用", "R", title="复用上次已收的这份材料，等级不变")
LEVELS: dict[Level, CommandSpec] = {
    level: spec(
        f"reception.level_{level.lower()}",
        f"{level} 级",
        level,
        title=f"这份材料的等级：{level} {words}",
        hidden=True,
    )
    for level, words in EVIDENCE_WORDS.items()
}
LINE = spec("reception.line", "也办这项", "Ctrl+J", title="这一项今天也办，排在后面")
LATER = spec("reception.later", "往后放", "Ctrl+L", title="手上这一件往后放，先办下一件")
LINE_DROP = spec("reception.line_drop", "少办一件", title="今天要办的最后一件不办了")
PRIOR_FIRST = spec(
    "reception.prior_first", "先办前置", "Ctrl+B", title="先办前置的事项，再办这一项"
)
PAGES = spec("reception.pages", "份数页数", "E", title="改这份材料的份数、页数")
ON_SPOT = spec(
    "reception.onspot", "当场更正", "O", title="当场更正：这份里的错，申请人当场改好，不用告知"
)
MANUAL = spec("reception.manual", "手工录入", "Ctrl+M", title="没有卡：手工录入证件")
REPLACE = spec("reception.replace_card", "换成新卡", "Ctrl+R", title="申请人换成刚放的卡")
AS_AGENT = spec("reception.card_agent", "作代办人", "Ctrl+G", title="刚放的卡是代办人的")
DRAFT = spec("reception.draft", "接着办", "Ctrl+D", title="拿回最近的草稿接着办")
CO_UNITS = tuple(
    spec(
        f"reception.co_unit_{n}",
        "抄告",
        f"Ctrl+{n}",
        title=f"联办：第 {n} 个协办单位抄告不抄告",
        hidden=True,
    )
    for n in range(1, 10)
)
OPEN = spec("reception.open", "打开这件", "Ctrl+O", title="打开刚办的件：更正、补正、撤销受理")
PERSON = spec("reception.person", "本人", title="本人来办")
ORGANISATION = spec("reception.organisation", "单位", title="单位来办")
AGENT = spec("reception.agent", "代办", title="由代办人来办")
