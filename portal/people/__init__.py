"""Organisations, persons with their names, where they work and as what, and who signs."""
