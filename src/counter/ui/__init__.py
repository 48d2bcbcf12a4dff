"""The desktop in Qt: shell, commands, pages, presenters, widgets, theme, citizen screen."""
