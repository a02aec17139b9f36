"""Loops without end before anything is asked of it."""
# timed out: It was stopped after 0\.5 s of computing: something loops without end\.

while True:
    pass
