"""Faults: kills at random moments, and what must hold afterwards."""
