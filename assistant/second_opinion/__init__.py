"""What a language model makes of a claim and its evidence, beside the stance model."""
