"""3 日结 of the finance window: the drawer counted, five equations, two signatures, the lock."""
