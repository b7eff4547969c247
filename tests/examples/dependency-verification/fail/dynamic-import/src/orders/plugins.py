from importlib import import_module


def reader() -> object:
    return import_module("yaml")
