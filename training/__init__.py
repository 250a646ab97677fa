"""How the shipped stance model was made: one seeded command, `python -m training DATA`."""
