"""Reports: each a small function of the grade."""
