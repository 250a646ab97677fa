"""What the page is made of: chat, reply card, source panel, library; no logic of its own."""
