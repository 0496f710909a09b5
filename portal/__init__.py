"""Papka: a school's office for the official papers of teachers' professional development."""
