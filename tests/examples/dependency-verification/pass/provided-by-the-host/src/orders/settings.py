import yaml

SETTINGS = yaml.safe_load("a: 1")
