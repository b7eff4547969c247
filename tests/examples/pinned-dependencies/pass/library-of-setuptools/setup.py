import os

from setuptools import setup

EXTRAS = {"docs": ["sphinx>=8", "furo>=2024.8"]}
if os.environ.get("GAUGES_EXTRA"):
    EXTRAS["extra"] = [os.environ["GAUGES_EXTRA"]]

setup(extras_require=EXTRAS)
