"""From a document to an article: title, authors, dates, and what each paragraph is."""
