"""Search in battles: hidden teams guessed from sets, battles rebuilt from views and played out by native clones."""
