"""The shape of empirical games: response graphs, cycles, clusters."""
