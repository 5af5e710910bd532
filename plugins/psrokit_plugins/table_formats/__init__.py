"""Files that hold payoff tables, psrokit's own and those of others."""
