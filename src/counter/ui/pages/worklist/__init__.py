"""The work list: what is to be done, by when, why, and with which key."""
