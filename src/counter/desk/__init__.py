"""The jobs of a window: take a command, load state, ask the domain, commit, say what changed."""
