"""Action spaces: choices as numbers. File name = name in YAML."""
