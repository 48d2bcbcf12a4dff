"""The reception page (受理): card, matter, materials, F5."""
