"""The manager's questions to the store: queries, tallies, exports."""
