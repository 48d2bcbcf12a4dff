"""Scripts of a working day: the conductor process and the agent in the desk."""
