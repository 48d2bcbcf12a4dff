"""The sign-in page: number, PIN, Enter; the self-test; lock and change of clerk; first PIN."""
