"""What a person sees, on the page and in a terminal; no logic of its own."""
