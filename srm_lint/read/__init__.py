"""Files become syntax: one module for each kind of file."""
