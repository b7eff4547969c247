from setuptools import find_packages, setup

REQUIRES = ["requests>=2.32"]

setup(
    name="gauges",
    packages=find_packages(),
    install_requires=REQUIRES,
    extras_require={"plots": ["matplotlib"]},
)
