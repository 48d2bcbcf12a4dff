"""Fee terminals (POS): `ums-string` over our bridge framing, and `nexo-json`."""
