"""Changes through a running server."""
