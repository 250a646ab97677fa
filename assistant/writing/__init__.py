"""A reply that a language model writes, from its draft to the checked answer."""
