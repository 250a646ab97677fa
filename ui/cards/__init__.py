"""Answers and verdicts as HTML, made of the same quotes."""
