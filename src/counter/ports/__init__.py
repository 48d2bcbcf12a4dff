"""Protocols and plain data that the desk speaks to: store, devices, papers, clock, keys."""
