"""A history in commits, files and lines: read from git once, kept by commit, followed line by line."""
