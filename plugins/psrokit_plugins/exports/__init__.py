"""Payoff tables as games of other libraries."""
