"""Scripted Pokemon players, one a file, named as in experiment files."""
