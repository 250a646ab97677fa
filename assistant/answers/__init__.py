"""From sentences to an answer in the articles' own words, with the sides where they disagree."""
