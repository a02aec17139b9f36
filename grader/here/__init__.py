"""Here: what runs in pytest's own process, beside the answers."""
