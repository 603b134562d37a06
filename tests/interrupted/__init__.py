"""Commands that write are disturbed at every change of a file."""
