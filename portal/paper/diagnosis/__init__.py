"""All that is wrong with the tags of a template: told, mended, and given back as comments."""
