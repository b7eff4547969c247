import tomllib

SETTINGS = tomllib.loads("a = 1")
