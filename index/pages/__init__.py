"""From a web page to the contents of its article."""
