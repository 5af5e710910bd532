"""Reading what people write: strict YAML, every value with its place."""
