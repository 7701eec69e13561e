"""Formats of tags and lines: RIS, PubMed, EndNote and Web of Science."""
