"""Pages of papers, journals and batches."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
