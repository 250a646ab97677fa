"""From a message to a cited reply."""
