"""Commands of the page of tickets."""

from __future__ import annotations

from counter.ui.commands import spec

VOID = spec("tickets.void", "作废", "F9", title="作废这张票：各联收齐，两个人")
AGAIN_ON = spec("tickets.reopen", "重开", "Enter", title="去收费页，用下一个号重开")
RED = spec("tickets.red", "红冲", "H", title="日结以后：开红字票，国库退付")
REPRINT = spec("tickets.reprint", "补打", "Ctrl+P", title="补打这张票，印“补打”字样")
BLANK = spec("tickets.blank", "废空白", "V", title="作废下一张空白票")
LOST = spec("tickets.lost", "遗失", "L", title="登记遗失：这张票，或下一张空白票")
WRITTEN = spec("tickets.written", "补录", "W", title="补录停机时手写的票")
GOOD = spec("tickets.good", "打好了", "G", title="看过了：票打好了")
SPOILED = spec("tickets.spoiled", "坏了", "B", title="打坏了：作废")
PRINT_AGAIN = spec("tickets.again", "再打", "R", title="纸上还是空的：再打这张票")
RECEIVE = spec("tickets.receive", "领票", "N", title="领一批票入库")
LEND = spec("tickets.lend", "发票", "S", title="把票发到窗口")
WRITE_OFF = spec("tickets.write_off", "核销", "X", title="核销用完的存根")
CALIBRATE = spec("tickets.calibrate", "对票样", "K", title="量十字线，对准套打的位置")
CROSS = spec("tickets.cross", "十字线", "Ctrl+T", title="在票据机上打十字线页")
FIND = spec("tickets.find", "找票", "/", title="输票号末几位、单号、姓名找票")
EARLIER = spec("tickets.earlier", "前一天", "Left", title="看前一天的票")
LATER = spec("tickets.later", "后一天", "Right", title="看后一天的票")
