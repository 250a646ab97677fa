"""Fakes that ship with Onrecord, for its users' tests and its own."""
