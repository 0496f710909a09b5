"""Many papers of one template converted as one document, and the PDF cut apart again."""
