"""The native engine held against the unmodified simulator: battles recorded decision by decision, and compared."""
