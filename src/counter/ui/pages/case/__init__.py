"""The case page: clock, timeline of acts, papers, and the keys that move a case on."""
