"""Fixtures for all tests; each is explained where it is defined."""

from browser import chromium, visit
from hypothesis import settings
from stores import store, write

__all__ = ["chromium", "store", "visit", "write"]

# How long an example takes depends on what else the machine does.
settings.register_profile("onrecord", deadline=None)
settings.load_profile("onrecord")
