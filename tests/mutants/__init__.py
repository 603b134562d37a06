"""Mutation testing: the library with one small mistake at a time, and whether a test notices; `make mutants`."""
