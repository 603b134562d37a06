"""Random input for every reader: a result or an error of the library, in bounds, and no figure changed or lost."""
