"""What runs in the project's own environment, by its interpreter.

Python 3.9 and newer, the standard library, and what is asked of that environment: cosmic-ray's operators and a test
runner. Nothing here imports Walkaround, which is not installed there. Each part is started by `run`.
"""
