"""Reading and indexing, measured: many articles, extraction, start-up."""
