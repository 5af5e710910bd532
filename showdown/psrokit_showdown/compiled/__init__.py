"""Players of generation 1 compiled beside the native engine: whole battles in one call, no object a decision.

Each has a plain version in `psrokit_showdown.baselines` and makes the same choices from the same knowledge and the same
random numbers. They read of a row what `psrokit_showdown.engine.view` shows to their seat, and nothing else.

This package imports numba: import it where it is used.
"""
