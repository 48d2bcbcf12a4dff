"""The citizen's screen: a second window that shows the payer's own matter and takes two answers."""
