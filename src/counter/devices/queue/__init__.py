"""The queue machine of the hall (叫号): a client of its simulator, and none."""
