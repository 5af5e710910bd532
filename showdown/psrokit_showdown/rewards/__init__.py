"""Rewards: training signals between two decisions. File name = name in YAML."""
