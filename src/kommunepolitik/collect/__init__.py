"""The year's work with the units: workbooks out and in, what is due when, and the next edition."""
