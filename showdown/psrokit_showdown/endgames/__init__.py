"""Endgames of generation 1, one Pokemon against one and both known in full, solved as stochastic games."""
