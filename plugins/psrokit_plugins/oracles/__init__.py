"""Oracles for every domain."""
