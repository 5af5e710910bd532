"""Where matches are played."""
