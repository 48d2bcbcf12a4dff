"""The commands of the case page."""

from __future__ import annotations

from counter.ui.commands import spec

WITHDRAW = spec("case.withdraw", "撤销受理", "F4", title="撤销受理（误按 F5）")
TELL = spec("case.tell", "一次告知", "F4", title="一次告知要补的材料", doing="正在记")
REFUSE = spec("case.refuse", "不予受理", "X", title="不予受理，写明理由", doing="正在记")
RETURN = spec("case.return", "退件撤回", "R", title="退件，或申请人撤回", doing="正在记")
PAUSE = spec("case.pause", "停表", "P", title="停表：八种特别程序", doing="正在记")
EXTEND = spec("case.extend", "延期", "E", title="延期一次，经负责人批准", doing="正在记")
INQUIRE = spec("case.inquire", "听证核查", "H", title="听证、现场核查、利害关系人", doing="正在记")
BAR = spec(
    "case.bar",
    "限制申请",
    "Z",
    title="首席代表：记入或撤下限制再次申请（78、79 条）",
    doing="正在记",
)
ARCHIVE = spec("case.archive", "归档", "A", title="归档：列卷内目录，写明放在哪里", doing="正在记")
COPIES = spec("case.copies", "抄告", "V", title="联办：抄告协办单位", doing="正在记")
TAKE = spec("case.take", "签收", "V", title="联办：协办单位签收抄告单", doing="正在记")
OPINION = spec("case.opinion", "会签", "I", title="联办：写这个单位的意见", doing="正在记")
MEETING = spec("case.meeting", "会议", "L", title="联办：论证、审图、验收、会商", doing="正在记")
PART_STOP = spec("case.part_stop", "停表", "Q", title="联办：这个单位停表", doing="正在记")
PART_RESUME = spec("case.part_resume", "走表", "Q", title="联办：这个单位走表", doing="正在记")
FEES = spec(
    "case.fees", "缴费单", "F7", title="缴费单：开单、核定、减免，打回的改好交回", doing="正在记"
)
ACCEPT = spec(
    "case.accept", "受理", "F5", title="受理：收下的件材料齐了，给受理通知书", doing="正在存"
)
SUPPLEMENT = spec("case.supplement", "收补正", "F5", title="补正材料来了，打勾收下", doing="正在记")
FOLLOW = spec("case.follow", "收后补", "B", title="容缺的材料补来了，打勾收下", doing="正在记")
ON_SPOT = spec(
    "case.onspot", "当场更正", "O", title="当场更正：申请人当场改好，不用告知", doing="正在记"
)
RESUME = spec("case.resume", "走表", "F5", title="走表：特别程序有了结果", doing="正在记")
REPLY = spec("case.reply", "答复监察", "J", title="答复监察：为什么、怎样办的", doing="正在记")
HAND_OVER = spec("case.handover", "移交", "M", title="移交部门，打移交单", doing="正在记")
HAND_BACK = spec("case.handback", "收交回", "M", title="部门交回，记下意见", doing="正在记")
SEND_UP = spec("case.sendup", "上报", "U", title="初审完了，上报上级机关", doing="正在记")
CAME_BACK = spec("case.answer", "记批回", "U", title="上级批回，记下文号和意见", doing="正在记")
GO = spec("case.go", "用印送达", "F5", title="办下一步：用印，或送达", doing="正在记")
DECIDE = spec("case.decide", "审核决定", "F6", title="提交审核意见，或作出决定", doing="正在定")
AWAY = spec("case.away", "A 角离岗", "K", title="登记 A 角离岗，由 B 角代行", doing="正在记")
CORRECT = spec("case.correct", "更正", "G", title="更正一项，写明原因")
SEAL = spec("case.seal", "盖好登记", "S", title="用印登记：章已盖在文书上", doing="正在记")
DELIVER = spec("case.deliver", "送达", "D", title="送达：领取人、邮寄", doing="正在记")
SEEN = spec("case.seen", "看到了纸", "Y", title="打印结果不知道：去看过，打好了")
UNSEEN = spec("case.unseen", "没看到", "N", title="打印结果不知道：去看过，没打出来")
REPRINT = spec("case.reprint", "补打", "Ctrl+P", title="补打这份文书，注明补打")
LIFE = spec("case.life", "经过单", "T", title="打印办件经过单：一件从头到尾", doing="正在记")
COPY = spec("case.copy", "抄号", "Ctrl+C", title="抄办件编号（不带空格）")
LOWER = spec("case.lower", "往下看", "PageDown", hidden=True)
UPPER = spec("case.upper", "往上看", "PageUp", hidden=True)
CONFIRM = spec("case.confirm", "办", "Enter", title="办眼前这一步", hidden=True)
