"""8 人员: accounts, PIN reset, absence of the A representative."""
