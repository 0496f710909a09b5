"""Which rows of the whole database point at people, whatever package they belong to.

The tables themselves say it by their foreign keys, so nothing here knows the packages above.
"""

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from portal.extensions import Base, db


def references_to(table: sa.Table) -> Iterator[sa.Column[int]]:
    """The columns of all tables that hold ids of this one."""
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table:
                yield key.parent


def referred(
    model: type[Base], ids: Collection[int], *, besides: Collection[type[Base]]
) -> set[int]:
    """Those of the ids that rows of other tables than `besides` point at."""
    passed_over = {one.__table__ for one in besides}
    found: set[int] = set()
    for column in references_to(_table(model)):
        if column.table not in passed_over:
            found |= set(db.session.scalars(sa.select(column).where(column.in_(ids)).distinct()))
    return found


def point_elsewhere(
    model: type[Base], old_id: int, new_id: int, *, besides: Collection[type[Base]]
) -> None:
    """Make all rows that point at the old record point at the new one."""
    passed_over = {one.__table__ for one in besides}
    for column in references_to(_table(model)):
        if column.table not in passed_over:
            change = sa.update(column.table).where(column == old_id)
            db.session.execute(change.values({column.name: new_id}))
    db.session.expire_all()


def _table(model: type[Base]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)  # every model here has a table of its own
    return table
