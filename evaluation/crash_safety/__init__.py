"""Processes that change a store, killed at every step."""
