"""The first page of each role, and the way between the sections."""
