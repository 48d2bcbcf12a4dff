"""Makers of test data shared by the rooms."""
