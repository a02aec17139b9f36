"""Nobody's."""
raise RuntimeError("owned")
