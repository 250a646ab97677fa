"""From an address to the documents that it delivers."""
