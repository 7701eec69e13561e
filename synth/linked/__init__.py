"""Provenance as linked data: schema.org and CiTO, for programs that know nothing of synth."""
