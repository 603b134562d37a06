"""Lets `python -m kommunepolitik` do what the command `kommunepolitik` does."""

from kommunepolitik.cli import main

main()
