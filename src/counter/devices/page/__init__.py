"""Printers of A4 pages: CUPS, Windows, and a simulated one that keeps files."""
