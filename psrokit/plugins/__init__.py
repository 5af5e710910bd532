"""Finding and loading plugins. Light on purpose: a command line that only prints its help loads this and no NumPy."""
