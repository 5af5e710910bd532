"""Policies for every domain."""
