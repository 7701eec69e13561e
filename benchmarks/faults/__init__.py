"""Faults planted into correct projects, one at a time, and how many of them the checks find."""
