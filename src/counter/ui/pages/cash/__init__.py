"""1 收费 of the finance window: a sheet, the number on the paper, the money, the ticket."""
