"""The template studio: an organisation's own Word templates, from a file to the paper in force."""
