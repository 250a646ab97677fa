"""Parsing in a process of its own: PDF, Word, feeds, and telling what a document holds."""
