"""The characters of a text: properties, folding, pairs of marks, patterns with limits."""
