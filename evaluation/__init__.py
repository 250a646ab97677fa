"""Benchmarks: a data set in, tables of figures out. Nothing here runs as part of the tests."""
