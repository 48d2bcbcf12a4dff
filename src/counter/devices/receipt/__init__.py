"""ESC/POS receipt printers: status bytes, the two-way driver, one-way connectors."""
