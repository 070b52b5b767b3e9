"""Known damage met again: known, or worse."""
