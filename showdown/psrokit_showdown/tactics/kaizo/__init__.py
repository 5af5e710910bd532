"""How the Kaizo players of Metamon score moves: a base by what a move does now, and adjustments move by move.

The rules follow the opponents of a difficulty hack of the third games. Where Metamon's rule is known as a group of
moves, the group is read off the data of the generation. `psrokit_showdown.tactics.kaizo.score` puts both together.
"""
