"""What a text is made of: paragraphs, sentences, chunks, its language and its fingerprint."""
