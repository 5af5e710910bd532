"""Search in battles: hidden teams guessed, battles rebuilt from views, and copies of them played on by an engine."""
