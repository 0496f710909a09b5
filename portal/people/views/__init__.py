"""Pages of organisations and people."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
