"""The flask commands: each parses its words, calls one function, commits once and answers."""

from flask import Flask


def register(app: Flask) -> None:
    """Give the app its commands."""
