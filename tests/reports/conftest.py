"""The store's fixtures, for reports over a small store."""

from tests.store.conftest import make_store as make_store
from tests.store.conftest import store as store
