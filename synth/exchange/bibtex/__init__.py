"""BibTeX and BibLaTeX, in and out, as pandoc reads them."""
