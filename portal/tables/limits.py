"""How much one table may hold (security plan, T17), and the refusals of more."""

from portal.tables.faults import TableFault

ROWS = 20_000
COLUMNS = 100
CELL_CHARACTERS = 1_000
TABLE_CHARACTERS = 20_000_000
HEAD_ROWS = 20  # the heading is looked for in so many rows from the top


def too_many_rows() -> TableFault:
    return TableFault(
        "IMP-ROWS",
        "The table has more than %(limit)d rows. Divide it, or copy the filled rows to a new file.",
        limit=ROWS,
    )


def too_many_columns() -> TableFault:
    return TableFault("IMP-COLS", "The table has more than %(limit)d columns.", limit=COLUMNS)


def too_long_cell(address: str) -> TableFault:
    return TableFault(
        "IMP-VALUE",
        "%(address)s: the cell holds more than %(limit)d characters.",
        address=address,
        limit=CELL_CHARACTERS,
    )


def empty_table() -> TableFault:
    return TableFault("IMP-EMPTY", "The table is empty: there are no rows under the heading.")


def unreadable_sheet() -> TableFault:
    return TableFault("OPC-BAD", "Excel's table cannot be read: save it once more.")
