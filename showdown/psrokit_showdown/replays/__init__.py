"""Battles that are over, as Showdown's replays: the protocol, the input log, and a page that needs no network."""
