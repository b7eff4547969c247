"""Measures of code that the gate and the report both take: which sources and lines count, complexity, clones."""
