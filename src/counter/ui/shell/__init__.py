"""The shell: window, rail, header, next-step line, key bar, status bar, and the Page contract."""
