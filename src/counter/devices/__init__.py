"""Device drivers, one folder a kind, and simulators that speak the real bytes."""
