"""The seal of a finished file: a fingerprint of all of it, kept in its own manifest.

It shows any later change to the file, by hand or by a tool. It is no signature: whoever can
rebuild the file can seal it anew; `verify --project` compares it with its sources.
"""
