"""Papers, slips and ticket overlays from the layouts in forms/, with their fonts."""
