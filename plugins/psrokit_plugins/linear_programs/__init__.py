"""Equilibria as linear programs, with certificates."""
