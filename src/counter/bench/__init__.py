"""What counter bench runs."""
