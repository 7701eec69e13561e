"""Keeping a reference library: adding to it, mending it, finding what it holds."""
