"""Oracles for Pokemon."""
