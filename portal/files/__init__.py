"""The personnel file: sections, items, inventory. It does not know how a paper came to be."""
