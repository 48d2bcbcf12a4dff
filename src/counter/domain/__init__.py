"""The hall's rules as pure Python: no Qt, no SQL, no files, no network, no clock of its own."""
