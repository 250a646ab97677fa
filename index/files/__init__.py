"""From what a person names (files, folders, archives) to each document in it."""
