"""Walkaround: the inspection before every commit, for code that assistants help to write."""

__version__ = "0.1.0"
