"""The Ctrl+K palette: commands, cases, people and matters from one line."""
