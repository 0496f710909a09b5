"""Teach by example: from filled papers to a template with its form."""
