"""The states of the index: opening one, and keeping the old one until the new one is complete."""
