"""Changes to the store that programs make through the served page's server
(ui/remote/message_format.py)."""
