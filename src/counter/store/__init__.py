"""The local encrypted store: journal, projections, search, number blocks, print queue."""
