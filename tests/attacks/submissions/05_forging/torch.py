"""Not torch."""
raise RuntimeError("owned")
