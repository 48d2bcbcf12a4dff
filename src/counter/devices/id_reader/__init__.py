"""Readers of resident ID cards: SAM frames, status words, card layouts and the driver."""
