"""Evaluators for every domain."""
