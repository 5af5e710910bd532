"""What the scripted players of any generation share: the scene before them, estimates of damage, and habits."""
