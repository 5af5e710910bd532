"""What analyzers share: one resampling of the table, its equilibrium, and numbers with intervals."""
