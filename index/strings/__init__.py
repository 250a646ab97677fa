"""What the characters of a text are: properties, folding, quotation marks, pairs of marks, patterns
with limits."""
