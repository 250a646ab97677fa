"""Who says a sentence, by its form and by what stands before it."""
