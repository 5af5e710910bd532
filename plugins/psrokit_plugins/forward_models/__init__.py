"""What oracles that search with a forward model share."""
