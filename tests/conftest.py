"""Fixtures for all tests; each is explained where it is defined."""

from browser import chromium, visit
from stores import store, write

__all__ = ["chromium", "store", "visit", "write"]
