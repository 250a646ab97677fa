"""Damaged and hostile files and sites, made by our own code."""
