"""Worker processes that play matches: the program (`python -m psrokit_plugins.worker`) and the pool that feeds it.

Both sides speak JSON lines over pipes. Components travel as specs, so nothing is pickled and a worker can be any
program that builds them.
"""
