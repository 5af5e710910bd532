"""Normal-form games of any number of players: deviation payoffs, learning dynamics, correlated equilibria."""
