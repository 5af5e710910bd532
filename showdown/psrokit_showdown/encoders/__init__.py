"""Observation spaces over whole batches of rows of the native engine, compiled: what policies that answer arrays read.

This package imports numba: import it where it is used.
"""
