"""Hostile text in every field at once, and every output read by the program that people read it with."""
