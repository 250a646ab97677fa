"""From a message to a checked claim: its evidence, its label, and both in words."""
