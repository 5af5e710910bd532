"""Metamon's published recurrent players: their files read as data, their network in NumPy, their way to play."""
