"""What English words and sentences are: numbers, dates, names, countries, and how like two texts
are."""
