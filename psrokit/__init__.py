"""psrokit: find and measure equilibria of games too large to solve. Plugins import `psrokit.api`."""

__version__ = "0.1.0"
