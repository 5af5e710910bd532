"""What there is to know about a payoff table, one question a file."""
