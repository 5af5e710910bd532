"""Meta-solvers for every domain."""
