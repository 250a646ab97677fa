"""What one text says of another: the stance models, and what is computed beside them."""
