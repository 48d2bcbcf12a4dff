"""Commands of the enquiry page."""

from __future__ import annotations

from counter.ui.commands import spec

ASK = spec("enquiry.ask", "登记", "Enter", title="登记这个问题", doing="正在记", hidden=True)
NEW = spec("enquiry.new", "新问题", "N", title="到上面写一个新问题")
CHANNEL = spec("enquiry.channel", "窗口/电话", "Ctrl+T", title="来问的是在窗口还是打电话")
ANSWER = spec("enquiry.answer", "答复", "A", title="答复，这件咨询就办结", doing="正在记")
HAND = spec("enquiry.hand", "转给人", "H", title="转给答应接手的人", doing="正在记")
LINK = spec("enquiry.link", "记办件", "L", title="记上由此办的那件", doing="正在记")
LOOK = spec("enquiry.look", "看来人", "V", title="看别人那件是谁问的，留痕")
SLIP = spec("enquiry.slip", "打带什么", "P", title="把要带什么打成小票给来人", doing="正在排队")
RECEIVE = spec("enquiry.receive", "转办件", "F2", title="按问的事项开一张新表")
