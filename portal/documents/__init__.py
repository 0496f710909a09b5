"""Official papers: the catalogue of their kinds, and what is done with one paper."""
