"""Not the course's."""
raise RuntimeError("owned")
