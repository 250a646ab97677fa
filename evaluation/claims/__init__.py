"""Verdicts and the stance model, measured on public sets of claims."""
