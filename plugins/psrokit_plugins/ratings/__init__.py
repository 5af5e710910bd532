"""Ratings: one number per policy."""
