"""Hundreds of small hostile files, pages, texts and requests, tried at once."""
