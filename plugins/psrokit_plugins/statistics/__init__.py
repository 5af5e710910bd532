"""Honest numbers from few games: intervals, simultaneous bounds, and games played to measure deviations."""
