"""What the characters of a text are: properties, folding, pairs of marks, patterns with limits."""
