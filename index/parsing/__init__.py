"""Parsing in a separate process: PDF, Word, feeds, and reading what a document holds."""
