"""What `psrokit bench` measures: psrokit's parts and their peers, side by side."""
