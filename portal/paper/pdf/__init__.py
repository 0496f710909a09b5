"""PDF: its pages looked at, stamped, marked as copies, put together for the printer."""
