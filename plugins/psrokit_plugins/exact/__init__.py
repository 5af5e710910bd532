"""Games small enough to be written down whole: sequence forms, and what follows from them by algebra."""
