"""Games of Pokemon."""
