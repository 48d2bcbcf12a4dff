"""Money at the window: charge sheets, payments, numbered tickets, shifts and the daily close.

Amounts are integer fen everywhere. Five kinds of stream, one fold each: `charge:` (缴费通知单),
`payment:` (one taking of money, named by its trace), `ticket:` (one printed number), `stock:`
(a batch of ticket paper), `shift:` (one person's time at one drawer). An act stands in the stream
of the thing it happens to and touches the sheet and the case that it bears on.
"""
