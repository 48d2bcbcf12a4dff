"""9 待传: what waits to be sent, and the print queue with the fate of every paper."""
