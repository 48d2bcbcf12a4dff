"""The same simulators as for the device tests."""

from tests.contracts.feestage import pos, sim, way  # noqa: F401
from tests.devices.conftest import *  # noqa: F403
