"""The characters of a text: properties, folding, quotation marks, pairs of marks, patterns
with limits."""
