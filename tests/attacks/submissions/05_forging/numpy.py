"""Not NumPy."""
raise RuntimeError("owned")
