"""Observation spaces: what a seat knows as arrays. File name = name in YAML."""
