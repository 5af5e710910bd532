"""All that a plugin may import. Nothing else of psrokit is public."""
