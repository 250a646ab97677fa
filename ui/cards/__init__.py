"""Answers and verdicts as HTML, built from the same quotes."""
