"""Not the grader."""
owned = True
