"""What a language model writes, and what planted orders make of it, measured."""
