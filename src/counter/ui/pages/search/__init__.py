"""The search page: one box that finds any case, and the list of what it found."""
