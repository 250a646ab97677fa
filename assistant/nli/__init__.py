"""What one text says about another: the stance models, and what is computed besides."""
