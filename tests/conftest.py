"""Fixtures that every part of the tests may ask for."""

pytest_plugins = ("tests.fakes.stores",)
