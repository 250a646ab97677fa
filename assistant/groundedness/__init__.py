"""Whether a sentence that a language model wrote is what its paragraphs say."""
