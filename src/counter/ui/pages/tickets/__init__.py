"""2 票据: the numbers of a day, and the paper they come from."""
