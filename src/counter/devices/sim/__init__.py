"""Simulated devices: separate processes that speak the real bytes on TCP and, where there are
ptys, on a pty too, with a second TCP port (newline JSON) for the person who stages the scene."""
