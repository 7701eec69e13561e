"""Tables: exports of databases and review tools, and our own CSV."""
