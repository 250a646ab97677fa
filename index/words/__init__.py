"""The words that more than one part reads texts by: the calendar, numbers, function words, roles,
verbs of reporting, other spellings. Each list has one home; what is only data is a data file."""
