"""Pictures of evidence: each kind is a value and how it is drawn, as SVG."""
