"""How the judge is made: `python -m training`, then `python -m training.export`."""
