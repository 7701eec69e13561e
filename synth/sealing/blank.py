"""What stands for the seal while it is computed."""

BLANK = "0" * 64
