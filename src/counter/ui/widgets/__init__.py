"""The desk's widgets; see README.md of this room for the catalogue."""
