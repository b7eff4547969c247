import sys

if sys.version_info >= (3, 11):
    import tomllib

    SETTINGS = tomllib.loads("a = 1")
else:
    SETTINGS = {"a": 1}
