"""Calling a language model: which one, within which limits, in which form."""
