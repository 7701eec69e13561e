"""Meta-analysis: from the effects of several studies to one estimate, and how far they agree."""
