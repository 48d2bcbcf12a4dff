"""5 流水: what was taken and given back in a day, and what went to the bank."""
