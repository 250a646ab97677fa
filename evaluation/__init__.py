"""Benchmarks: a data set in, tables of figures out. Nothing here runs in the tests' time."""
