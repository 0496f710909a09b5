"""How Alembic reaches the portal's database and models; run by `flask db …` inside the app."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from portal.extensions import UtcMoment, db, writing


def plain_types(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types by what the database knows, so that revisions stand alone."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcMoment) else False


def run() -> None:
    """Bring the schema to the wanted revision in one transaction, under the write lock."""
    with writing(), db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=plain_types,
            compare_type=True,
            transactional_ddl=True,  # SQLite's too, because BEGIN is ours
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database itself; there is no offline mode.")
with current_app.app_context():
    run()
