"""Tables in and out: Excel, CSV and pasted text to rows with cell addresses; rows to Excel and CSV.

Pure: bytes in, values out. What a column means and what a row may say belongs to who imports it.
"""

from portal.tables.cells import Cell, cell_address, label_key
from portal.tables.columns import Column, Matching, match_columns
from portal.tables.faults import BadCell, RowFault, Rule, TableFault
from portal.tables.notes import Note
from portal.tables.reading import Table, read_table
from portal.tables.values import as_date, as_line
from portal.tables.writers import write_csv, write_xlsx

__all__ = [
    "BadCell",
    "Cell",
    "Column",
    "Matching",
    "Note",
    "RowFault",
    "Rule",
    "Table",
    "TableFault",
    "as_date",
    "as_line",
    "cell_address",
    "label_key",
    "match_columns",
    "read_table",
    "write_csv",
    "write_xlsx",
]
