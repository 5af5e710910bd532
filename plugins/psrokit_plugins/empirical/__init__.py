"""Empirical games: what is learned of a game by playing it, and of its players by asking them."""
