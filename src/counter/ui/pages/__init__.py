"""The pages of the desk, one folder each: presenter (no Qt), commands, page (widgets)."""
