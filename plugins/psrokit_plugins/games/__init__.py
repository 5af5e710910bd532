"""Games that need no simulator."""
