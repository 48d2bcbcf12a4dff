"""The same simulators as for the device tests."""

from tests.devices.conftest import *  # noqa: F403
