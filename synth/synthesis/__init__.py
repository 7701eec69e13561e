"""What a body of evidence says together: tables, maps, plots and pooled estimates."""
