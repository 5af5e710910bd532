"""The verbs of the command line: `verbs/status.py` holds `verb`, the command `psrokit status`."""
