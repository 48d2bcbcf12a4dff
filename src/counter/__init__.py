"""Counter (窗口终端): the desktop on every window of a government service hall."""

__version__ = "0.1.0"
